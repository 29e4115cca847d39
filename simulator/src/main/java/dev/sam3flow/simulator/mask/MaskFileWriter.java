package dev.sam3flow.simulator.mask;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes the file of masks that a prediction answers, frame by frame. */
public final class MaskFileWriter implements MaskSink, Closeable {
    private final JsonGenerator json;
    private final MaskLayout layout;
    private final MaskDialect dialect;
    private final int width;
    private final int height;
    private final List<int[]> boxes = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();
    private int frames;

    public MaskFileWriter(OutputStream out, MaskLayout layout, MaskDialect dialect, int width, int height)
            throws IOException {
        this.json = new JsonFactory().createGenerator(out);
        this.layout = layout;
        this.dialect = dialect;
        this.width = width;
        this.height = height;
        begin();
    }

    private void begin() throws IOException {
        switch (layout) {
            case STRINGS, COUNTS_LIST -> json.writeStartArray();
            case COUNTS_MAP -> json.writeStartObject();
            case RLE_LIST, RLE_METADATA -> {
                json.writeStartObject();
                json.writeArrayFieldStart("rle");
            }
            case FRAMES_OBJECTS, FRAMES_TRACKS -> {
                json.writeStartObject();
                json.writeArrayFieldStart("frames");
            }
            case JSON_LINES -> json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            case ONE_STRING -> {}
        }
    }

    @Override
    public void frame(List<ObjectMask> objects) throws IOException {
        switch (layout) {
            case STRINGS, RLE_LIST -> json.writeString(dialect.write(union(objects)));
            case RLE_METADATA -> {
                RowRuns union = union(objects);
                boxes.add(union.box());
                json.writeString(dialect.write(union));
            }
            case COUNTS_MAP -> {
                json.writeFieldName(Integer.toString(frames));
                writeCounts(union(objects));
            }
            case COUNTS_LIST, JSON_LINES -> writeCounts(union(objects));
            case FRAMES_OBJECTS -> writeObjects(objects, "object_id");
            case FRAMES_TRACKS -> writeObjects(objects, "track_id");
            case ONE_STRING -> lines.append(frames == 0 ? "" : "\n").append(dialect.write(union(objects)));
        }
        frames++;
    }

    private RowRuns union(List<ObjectMask> objects) {
        RowRuns union = RowRuns.empty(width, height);
        for (ObjectMask object : objects) {
            union = union.isEmpty() ? object.runs() : union.union(object.runs());
        }
        return union;
    }

    private void writeCounts(RowRuns mask) throws IOException {
        json.writeStartObject();
        json.writeStringField("counts", dialect.write(mask));
        json.writeArrayFieldStart("size");
        json.writeNumber(height);
        json.writeNumber(width);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeObjects(List<ObjectMask> objects, String idName) throws IOException {
        json.writeStartObject();
        json.writeNumberField("frame_index", frames);
        json.writeArrayFieldStart("objects");
        for (ObjectMask object : objects) {
            if (!object.runs().isEmpty()) { // objects without area vanish from a frame
                json.writeStartObject();
                json.writeNumberField(idName, object.objectId());
                json.writeStringField("rle", dialect.write(object.runs()));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        switch (layout) {
            case STRINGS, COUNTS_LIST -> json.writeEndArray();
            case COUNTS_MAP -> json.writeEndObject();
            case RLE_LIST -> endRle();
            case RLE_METADATA -> {
                json.writeEndArray();
                writeMetadata();
                json.writeEndObject();
            }
            case FRAMES_OBJECTS, FRAMES_TRACKS -> {
                json.writeEndArray();
                json.writeNumberField("width", width);
                json.writeNumberField("height", height);
                json.writeNumberField("num_frames", frames);
                json.writeEndObject();
            }
            case ONE_STRING -> json.writeString(lines.toString());
            case JSON_LINES -> json.writeRaw('\n');
        }
        json.close();
    }

    private void endRle() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeMetadata() throws IOException {
        json.writeArrayFieldStart("metadata");
        for (int i = 0; i < frames; i++) {
            json.writeStartObject();
            json.writeNumberField("index", i);
            json.writeNumberField("score", score(i));
            json.writeFieldName("box");
            json.writeArray(boxes.get(i), 0, 4);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("boxes");
        for (int[] box : boxes) {
            json.writeArray(box, 0, 4);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("scores");
        for (int i = 0; i < frames; i++) {
            json.writeNumber(score(i));
        }
        json.writeEndArray();
    }

    /** Pixels decide, not a model: the score is 1 where there is a mask and 0 where there is none. */
    private double score(int frame) {
        return boxes.get(frame)[2] == 0 ? 0 : 1;
    }
}
