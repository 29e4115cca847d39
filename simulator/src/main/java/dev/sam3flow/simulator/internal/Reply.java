package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is sent.
 *
 * @param status HTTP status
 * @param headers beyond the usual ones
 * @param body bytes in memory; empty where a file is sent
 * @param file file to send; null where {@code body} is
 */
record Reply(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable Path file) {
    /** The usual envelope around data. */
    static Reply ok(JsonNode data) {
        return envelope(200, 200, "success", data);
    }

    static Reply error(int status, String message) {
        return envelope(status, status, message, null);
    }

    static Reply envelope(int status, int code, String message, @Nullable JsonNode data) {
        ObjectNode envelope = Json.object();
        envelope.put("code", code);
        envelope.put("message", message);
        envelope.set("data", data);
        return json(status, envelope);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), Json.bytes(body), null);
    }

    static Reply text(int status, String contentType, String text) {
        return new Reply(status, Map.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8), null);
    }

    static Reply file(Path file, String contentType) {
        return new Reply(200, Map.of("Content-Type", contentType), new byte[0], file);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, file);
    }

    Reply withBody(byte[] other) {
        return new Reply(status, headers, other, null);
    }
}
