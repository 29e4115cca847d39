package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
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

    private final JsonOut out;
    private final MasksHeader header;
    private int written;

    /** Writes the header. */
    public MasksWriter(OutputStream out, MasksHeader header) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            HeaderJson.write(json, header);
        }
        this.out = new JsonOut(out);
        this.header = header;
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
        out.raw("\n{\"frame\":").number(frame.frame());
        out.raw(",\"pts\":").number(frame.ptsMicros());
        String before = ",\"segments\":[";
        for (Segment segment : frame.segments()) {
            out.raw(before);
            write(segment);
            before = ",";
        }
        out.raw(frame.segments().isEmpty() ? before + "]}" : "]}");
        written++;
    }

    private void write(Segment segment) throws IOException {
        Mask mask = segment.mask();
        FrameSize size = mask.size();
        if (!size.equals(header.video().size())) {
            throw new IllegalArgumentException("frame " + written + ": a mask of " + size + " in a video of "
                    + header.video().size());
        }
        out.raw("{\"track\":").number(segment.track());
        out.raw(",\"label\":").text(segment.label());
        out.raw(",\"rle\":{\"size\":[").number(size.height()).raw(",").number(size.width());
        out.raw("],\"counts\":").coco(mask);
        Box box = mask.boundingBox();
        out.raw("},\"bbox\":[").number(box.x()).raw(",").number(box.y());
        out.raw(",").number(box.width()).raw(",").number(box.height());
        out.raw("],\"area\":").number(mask.area());
        Double score = segment.score();
        out.raw(",\"score\":");
        if (score == null) {
            out.raw("null}");
        } else {
            out.number(score).raw("}");
        }
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
        out.raw("\n").flush();
    }

    /** Hands on what is buffered without checking that the file is whole; the stream stays open. */
    @Override
    public void close() throws IOException {
        out.flush();
    }
}
