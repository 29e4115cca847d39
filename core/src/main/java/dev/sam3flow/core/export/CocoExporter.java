package dev.sam3flow.core.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.OutputStream;

/**
 * COCO instances: an image a frame (id = frame index + 1), an annotation a segment with compressed RLE, area, bbox and
 * {@code track_id}. Source: cocodataset.org, "data format"; pycocotools reads it.
 */
final class CocoExporter implements Exporter {
    @Override
    public String name() {
        return "coco";
    }

    @Override
    public String fileName() {
        return "coco.json";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        MasksHeader header = masks.header();
        Categories categories = Categories.of(header.tracks());
        try (JsonGenerator json = ExportJson.on(out)) {
            json.writeStartObject();
            ExportJson.writeInfo(json, "info", "description", header);
            json.writeArrayFieldStart("licenses");
            json.writeEndArray();
            writeImages(json, header);
            categories.write(json);
            json.writeArrayFieldStart("annotations");
            Annotations annotations = new Annotations(json, categories);
            masks.forEachFrame(annotations::write);
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeImages(JsonGenerator json, MasksHeader header) throws IOException {
        json.writeArrayFieldStart("images");
        for (int frame = 0; frame < header.video().frames(); frame++) {
            json.writeStartObject();
            json.writeNumberField("id", frame + 1);
            json.writeStringField("file_name", FrameName.of(frame, "png"));
            json.writeNumberField("width", header.video().size().width());
            json.writeNumberField("height", header.video().size().height());
            json.writeNumberField("frame_index", frame);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static final class Annotations {
        private final JsonGenerator json;
        private final Categories categories;
        private long written;

        Annotations(JsonGenerator json, Categories categories) {
            this.json = json;
            this.categories = categories;
        }

        void write(FrameSegments frame) throws IOException {
            for (Segment segment : frame.segments()) {
                json.writeStartObject();
                json.writeNumberField("id", ++written);
                json.writeNumberField("image_id", frame.frame() + 1);
                json.writeNumberField("category_id", categories.id(segment.label()));
                json.writeNumberField("track_id", segment.track());
                json.writeFieldName("segmentation");
                ExportJson.writeRle(json, segment.mask());
                json.writeNumberField("area", segment.mask().area());
                json.writeFieldName("bbox");
                ExportJson.writeBox(json, segment.mask().boundingBox());
                json.writeNumberField("iscrowd", 0);
                Double score = segment.score();
                if (score != null) {
                    json.writeNumberField("score", score);
                }
                json.writeEndObject();
            }
        }
    }
}
