package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** What faults make of answers. */
final class Spoiling {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Spoiling() {}

    /** The answer that a fault gives before anything happens. */
    static Optional<Reply> before(Fault fault, Instant now) {
        Reply limited = Reply.error(429, "too many requests");
        return switch (fault.kind()) {
            case STATUS_BEFORE -> Optional.of(status((int) fault.amount()));
            case RATE_LIMITED -> Optional.of(limited);
            case RATE_LIMITED_SECONDS, RATE_LIMITED_ABSURD ->
                Optional.of(limited.with("Retry-After", Long.toString(fault.amount())));
            case RATE_LIMITED_DATE ->
                Optional.of(limited.with(
                        "Retry-After",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                now.plusSeconds(fault.amount()).atOffset(ZoneOffset.UTC))));
            default -> Optional.empty();
        };
    }

    private static Reply status(int status) {
        ObjectNode body = Json.object();
        body.put("code", status);
        body.put("message", "error " + status);
        if (status == 403) {
            body.put("error_code", "role_not_allowed");
        }
        return Reply.json(status, body);
    }

    /** What a fault makes of an answer after all has happened. */
    static Reply after(Fault fault, Reply reply) throws IOException {
        return switch (fault.kind()) {
            case STATUS_AFTER -> status((int) fault.amount());
            case HTML_BODY ->
                Reply.text(
                        (int) fault.amount(),
                        "text/html",
                        "<html><head><title>Gateway</title></head><body><h1>Gateway time-out</h1></body></html>");
            case WRONG_JSON -> cut(reply);
            case WRONG_TYPES -> reply.withBody(MAPPER.writeValueAsBytes(mistyped(MAPPER.readTree(bytes(reply)))));
            case WRONG_ENVELOPE -> Reply.envelope(200, (int) fault.amount(), "something went wrong", null);
            case NO_ID -> withoutId(reply);
            case REDIRECT ->
                new Reply(
                        (int) fault.amount(),
                        Map.of("Location", "http://169.254.169.254/latest/meta-data"),
                        new byte[0],
                        null);
            case HUGE_BODY -> padded(reply, fault.amount());
            case GZIP_BOMB -> bomb(reply, fault.amount());
            default -> reply;
        };
    }

    private static byte[] bytes(Reply reply) throws IOException {
        return reply.file() == null ? reply.body() : Files.readAllBytes(reply.file());
    }

    private static Reply cut(Reply reply) throws IOException {
        byte[] whole = bytes(reply);
        return reply.withBody(Arrays.copyOf(whole, whole.length * 2 / 3));
    }

    private static JsonNode mistyped(JsonNode node) {
        if (node.isNumber()) {
            return MAPPER.getNodeFactory().textNode("x" + node.asText());
        }
        if (node.isTextual()) {
            return MAPPER.getNodeFactory().numberNode(node.asText().length());
        }
        if (node instanceof ObjectNode object) {
            ObjectNode changed = MAPPER.createObjectNode();
            object.properties().forEach(field -> changed.set(field.getKey(), mistyped(field.getValue())));
            return changed;
        }
        if (node instanceof ArrayNode) {
            return MAPPER.createObjectNode().put("list", node.size());
        }
        return node;
    }

    private static Reply withoutId(Reply reply) throws IOException {
        JsonNode envelope = MAPPER.readTree(bytes(reply));
        if (envelope.path("data") instanceof ObjectNode data) {
            data.remove("id");
            data.remove("urls");
        }
        return reply.withBody(MAPPER.writeValueAsBytes(envelope));
    }

    private static Reply padded(Reply reply, long blanks) throws IOException {
        byte[] whole = bytes(reply);
        byte[] padded = Arrays.copyOf(whole, (int) Math.min(Integer.MAX_VALUE - 8L, whole.length + blanks));
        Arrays.fill(padded, whole.length, padded.length, (byte) ' ');
        return reply.withBody(padded);
    }

    private static Reply bomb(Reply reply, long blanks) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) ' ');
            for (long left = blanks; left > 0; left -= block.length) {
                gzip.write(block, 0, (int) Math.min(block.length, left));
            }
        }
        return reply.withBody(packed.toByteArray()).with("Content-Encoding", "gzip");
    }
}
