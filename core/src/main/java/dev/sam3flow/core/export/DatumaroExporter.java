package dev.sam3flow.core.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Datumaro JSON: an item a frame, a mask annotation a segment with {@code track_id} as attribute. Source: Datumaro's
 * documentation, "Datumaro format".
 */
final class DatumaroExporter implements Exporter {
    private static final int MEDIA_TYPE_IMAGE = 2;

    @Override
    public String name() {
        return "datumaro";
    }

    @Override
    public String fileName() {
        return "datumaro.json";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        MasksHeader header = masks.header();
        Categories categories = Categories.of(header.tracks());
        try (JsonGenerator json = ExportJson.on(out)) {
            json.writeStartObject();
            json.writeStringField("dm_format_version", "1.0");
            json.writeNumberField("media_type", MEDIA_TYPE_IMAGE);
            ExportJson.writeInfo(json, "infos", "video", header);
            writeLabels(json, categories.labels());
            json.writeArrayFieldStart("items");
            masks.forEachFrame(frame -> writeItem(json, header, categories, frame));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeLabels(JsonGenerator json, List<String> labels) throws IOException {
        json.writeObjectFieldStart("categories");
        json.writeObjectFieldStart("label");
        json.writeArrayFieldStart("labels");
        for (String label : labels) {
            json.writeStartObject();
            json.writeStringField("name", label);
            json.writeStringField("parent", "");
            json.writeArrayFieldStart("attributes");
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("attributes");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeItem(JsonGenerator json, MasksHeader header, Categories categories, FrameSegments frame)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", FrameName.of(frame.frame()));
        json.writeArrayFieldStart("annotations");
        int annotation = 0;
        for (Segment segment : frame.segments()) {
            json.writeStartObject();
            json.writeNumberField("id", annotation++);
            json.writeStringField("type", "mask");
            json.writeObjectFieldStart("attributes");
            json.writeNumberField("track_id", segment.track());
            Double score = segment.score();
            if (score != null) {
                json.writeNumberField("score", score);
            }
            json.writeEndObject();
            json.writeNumberField("group", 0);
            json.writeNumberField("label_id", categories.id(segment.label()) - 1);
            json.writeFieldName("rle");
            ExportJson.writeRle(json, segment.mask());
            json.writeNumberField("z_order", 0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("attr");
        json.writeNumberField("frame", frame.frame());
        json.writeEndObject();
        json.writeObjectFieldStart("image");
        json.writeStringField("path", FrameName.of(frame.frame(), "png"));
        ExportJson.writeNumbers(
                json,
                "size",
                header.video().size().height(),
                header.video().size().width());
        json.writeEndObject();
        json.writeEndObject();
    }
}
