package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes {@code masks.jsonl}: the header, then one line for every frame in order, empty ones too. The same content gives
 * the same bytes. Masks are COCO's compressed text, column-major, which pycocotools reads.
 */
public final class MasksWriter implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator json;
    private final MasksHeader header;
    private int written;

    /** Writes the header. */
    public MasksWriter(OutputStream out, MasksHeader header) throws IOException {
        this.json = JSON.createGenerator(out, JsonEncoding.UTF8).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        this.header = header;
        HeaderJson.write(json, header);
    }

    /**
     * Writes the next frame.
     *
     * @throws IllegalArgumentException if it is not the next one, or a mask has another size than the video
     */
    public void write(FrameSegments frame) throws IOException {
        if (frame.frame() != written || written == header.video().frames()) {
            throw new IllegalArgumentException("frame " + frame.frame() + " where frame " + written + " of "
                    + header.video().frames() + " is next");
        }
        json.writeStartObject();
        json.writeNumberField("frame", frame.frame());
        json.writeNumberField("pts", frame.ptsMicros());
        json.writeArrayFieldStart("segments");
        for (Segment segment : frame.segments()) {
            write(segment);
        }
        json.writeEndArray();
        json.writeEndObject();
        written++;
    }

    private void write(Segment segment) throws IOException {
        Mask mask = segment.mask();
        if (!mask.size().equals(header.video().size())) {
            throw new IllegalArgumentException("frame " + written + ": a mask of " + mask.size() + " in a video of "
                    + header.video().size());
        }
        json.writeStartObject();
        json.writeNumberField("track", segment.track());
        json.writeStringField("label", segment.label());
        json.writeObjectFieldStart("rle");
        writeNumbers("size", mask.size().height(), mask.size().width());
        json.writeStringField("counts", mask.toCoco());
        json.writeEndObject();
        Box box = mask.boundingBox();
        writeNumbers("bbox", box.x(), box.y(), box.width(), box.height());
        json.writeNumberField("area", mask.area());
        Double score = segment.score();
        if (score == null) {
            json.writeNullField("score");
        } else {
            json.writeNumberField("score", score);
        }
        json.writeEndObject();
    }

    private void writeNumbers(String name, int... numbers) throws IOException {
        json.writeFieldName(name);
        json.writeArray(numbers, 0, numbers.length);
    }

    /**
     * Ends the last line; the stream stays open.
     *
     * @throws IllegalStateException if frames are missing
     */
    public void finish() throws IOException {
        if (written != header.video().frames()) {
            throw new IllegalStateException(
                    written + " frames written of " + header.video().frames());
        }
        json.writeRaw('\n');
        json.flush();
    }

    /** Lets go of buffers without checking that the file is whole; the stream stays open. */
    @Override
    public void close() throws IOException {
        json.close();
    }
}
