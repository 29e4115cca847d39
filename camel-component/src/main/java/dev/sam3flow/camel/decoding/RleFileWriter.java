package dev.sam3flow.camel.decoding;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.OutputStream;

/** Writes masks as an RLE file: size, number of frames, and the objects of every frame, empty frames too. */
final class RleFileWriter {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Dialect dialect;

    RleFileWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The stream stays open. */
    void write(SegmentResult result, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("width", result.size().width());
            json.writeNumberField("height", result.size().height());
            json.writeNumberField("num_frames", result.frames().size());
            json.writeArrayFieldStart("frames");
            for (FrameSegments frame : result) {
                json.writeStartObject();
                json.writeNumberField("frame_index", frame.frame());
                json.writeArrayFieldStart("objects");
                for (Segment segment : frame.segments()) {
                    write(json, segment);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void write(JsonGenerator json, Segment segment) throws IOException {
        json.writeStartObject();
        json.writeNumberField("object_id", segment.track());
        json.writeStringField("label", segment.label());
        json.writeStringField("rle", dialect.encode(segment.mask()));
        Double score = segment.score();
        if (score != null) {
            json.writeNumberField("score", score);
        }
        json.writeEndObject();
    }
}
