package dev.sam3flow.temporal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** How records travel: as JSON of their components and nothing else, and never larger than a history can bear. */
public final class Records {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .build();

    private Records() {}

    /** The data converter that clients of these workflows have to be made with. */
    public static DataConverter dataConverter() {
        DataConverter plain = DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(MAPPER.copy()));
        return new CodecDataConverter(plain, List.of(new PayloadGuard(PayloadGuard.MOST_BYTES)));
    }

    /** As {@link #dataConverter()}, with everything encrypted that reaches the server, messages of failures too. */
    public static DataConverter dataConverter(PayloadEncryption encryption) {
        DataConverter plain = DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(MAPPER.copy()));
        return new CodecDataConverter(plain, List.of(new PayloadGuard(PayloadGuard.MOST_BYTES), encryption), true);
    }

    /** Writes a record as JSON and leaves the stream open. */
    public static void write(Object value, OutputStream out) throws IOException {
        out.write(MAPPER.writeValueAsBytes(value));
    }

    /** Canonical text of a record, for digests. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /** Reads one record from the whole stream. */
    public static <T> T read(InputStream in, Class<T> type) throws IOException {
        return MAPPER.readValue(in.readAllBytes(), type);
    }
}
