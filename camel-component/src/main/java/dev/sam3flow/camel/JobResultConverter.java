package dev.sam3flow.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Converter;
import org.jspecify.annotations.Nullable;

/** How a job ended as JSON: names and references of its files, amounts in micro-USD. */
@Converter(generateLoader = true)
public final class JobResultConverter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobResultConverter() {}

    @Converter
    public static String toText(JobResult result) throws JsonProcessingException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("job", result.id().toString());
        json.put("phase", result.phase().name());
        Map<String, Object> files = new TreeMap<>();
        result.files().forEach((name, file) -> files.put(name, reference(file)));
        json.put("files", files);
        json.put(
                "quotedMicroUsd",
                result.quoted() == null ? null : result.quoted().value());
        json.put("chargedMicroUsd", result.charged().value());
        json.put(
                "failure",
                result.failure() == null
                        ? null
                        : Map.of(
                                "reason", result.failure().reason().name(),
                                "message", result.failure().message()));
        return JSON.writeValueAsString(json);
    }

    private static Map<String, Object> reference(BlobRef file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uri", file.uri());
        json.put("sha256", file.sha256());
        json.put("bytes", file.bytes());
        json.put("frames", file.frames());
        return json;
    }
}
