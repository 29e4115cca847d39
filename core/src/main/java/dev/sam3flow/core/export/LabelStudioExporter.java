package dev.sam3flow.core.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Label Studio: a task a frame with the masks as predicted brush regions, for a labelling set-up of
 * {@code <Image name="image" value="$image"/>} and {@code <BrushLabels name="tag" toName="image">}. Source: labelstud.io,
 * "Import pre-annotations".
 */
final class LabelStudioExporter implements Exporter {
    @Override
    public String name() {
        return "label-studio";
    }

    @Override
    public String fileName() {
        return "label-studio.json";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        MasksHeader header = masks.header();
        try (JsonGenerator json = ExportJson.on(out)) {
            json.writeStartArray();
            masks.forEachFrame(frame -> writeTask(json, header, frame));
            json.writeEndArray();
        }
    }

    private static void writeTask(JsonGenerator json, MasksHeader header, FrameSegments frame) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("data");
        json.writeStringField("image", FrameName.of(frame.frame(), "png"));
        json.writeStringField("video", header.video().name());
        json.writeNumberField("frame", frame.frame());
        json.writeEndObject();
        json.writeArrayFieldStart("predictions");
        json.writeStartObject();
        json.writeStringField("model_version", header.provenance().simulated() ? "simulated" : "sam3");
        json.writeArrayFieldStart("result");
        for (Segment segment : frame.segments()) {
            writeRegion(json, frame.frame(), segment);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeRegion(JsonGenerator json, int frame, Segment segment) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", "frame" + frame + "-track" + segment.track());
        json.writeStringField("type", "brushlabels");
        json.writeStringField("from_name", "tag");
        json.writeStringField("to_name", "image");
        json.writeNumberField("original_width", segment.mask().size().width());
        json.writeNumberField("original_height", segment.mask().size().height());
        json.writeNumberField("image_rotation", 0);
        Double score = segment.score();
        if (score != null) {
            json.writeNumberField("score", score);
        }
        json.writeObjectFieldStart("meta");
        json.writeNumberField("track", segment.track());
        json.writeEndObject();
        json.writeObjectFieldStart("value");
        json.writeStringField("format", "rle");
        json.writeArrayFieldStart("rle");
        for (byte value : BrushRle.encode(segment.mask())) {
            json.writeNumber(value & 0xFF);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("brushlabels");
        json.writeString(segment.label());
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }
}
