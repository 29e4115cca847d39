package dev.sam3flow.camel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Converter;

/** Masks as {@code masks.jsonl}. */
@Converter(generateLoader = true)
public final class SegmentResultConverter {
    private SegmentResultConverter() {}

    @Converter
    public static byte[] toBytes(SegmentResult result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.writeMasks(bytes);
        return bytes.toByteArray();
    }

    @Converter
    public static InputStream toInputStream(SegmentResult result) throws IOException {
        return new ByteArrayInputStream(toBytes(result));
    }

    @Converter
    public static String toText(SegmentResult result) throws IOException {
        return new String(toBytes(result), StandardCharsets.UTF_8);
    }
}
