package dev.sam3flow.camel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.CachedOutputStream;
import org.jspecify.annotations.Nullable;

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

    /** Spooled as the context's stream caching says, and gone when the exchange is done. */
    @Converter
    public static InputStream toInputStream(SegmentResult result, @Nullable Exchange exchange) throws IOException {
        if (exchange == null) {
            return new ByteArrayInputStream(toBytes(result));
        }
        try (CachedOutputStream spool = new CachedOutputStream(exchange, true)) {
            result.writeMasks(spool);
            return spool.getInputStream();
        }
    }

    @Converter
    public static String toText(SegmentResult result) throws IOException {
        return new String(toBytes(result), StandardCharsets.UTF_8);
    }
}
