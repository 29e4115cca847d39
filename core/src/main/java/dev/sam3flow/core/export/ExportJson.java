package dev.sam3flow.core.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import java.io.IOException;
import java.io.OutputStream;

/** The pieces of JSON that several formats share. */
final class ExportJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private ExportJson() {}

    /** A generator of UTF-8 that leaves the stream open. */
    static JsonGenerator on(OutputStream out) throws IOException {
        return JSON.createGenerator(out, JsonEncoding.UTF8);
    }

    /** An object that says which video the masks belong to, and whether they are simulated. */
    static void writeInfo(JsonGenerator json, String object, String videoField, MasksHeader header) throws IOException {
        json.writeObjectFieldStart(object);
        json.writeStringField(videoField, header.video().name());
        json.writeBooleanField("simulated", header.provenance().simulated());
        json.writeEndObject();
    }

    /** {@code {"size":[h,w],"counts":"…"}} as pycocotools reads it. */
    static void writeRle(JsonGenerator json, Mask mask) throws IOException {
        json.writeStartObject();
        writeNumbers(json, "size", mask.size().height(), mask.size().width());
        json.writeStringField("counts", mask.toCoco());
        json.writeEndObject();
    }

    /** {@code [x, y, width, height]}. */
    static void writeBox(JsonGenerator json, Box box) throws IOException {
        int[] numbers = {box.x(), box.y(), box.width(), box.height()};
        json.writeArray(numbers, 0, numbers.length);
    }

    static void writeNumbers(JsonGenerator json, String name, int... numbers) throws IOException {
        json.writeFieldName(name);
        json.writeArray(numbers, 0, numbers.length);
    }
}
