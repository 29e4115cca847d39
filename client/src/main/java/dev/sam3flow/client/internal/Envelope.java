package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * What every answer of the API is wrapped in.
 *
 * @param code its own status; 200 is fine; -1 where the answer was no envelope
 * @param message its words, made safe
 * @param data what was asked for
 */
record Envelope(int code, String message, JsonNode data) {
    static final int NO_ENVELOPE = -1;

    /** Reads an answer; a bare prediction, which webhooks and some proxies give, counts as its own data. */
    static Envelope read(byte[] body) {
        Optional<JsonNode> parsed = Json.tryParse(body).filter(JsonNode::isObject);
        if (parsed.isEmpty()) {
            return new Envelope(NO_ENVELOPE, "", MissingNode.getInstance());
        }
        JsonNode root = parsed.get();
        boolean bare = !root.has("data") && root.has("id") && root.has("status");
        if (bare) {
            return new Envelope(200, "", root);
        }
        JsonNode code = root.path("code");
        String message = Json.text(root, "message")
                .or(() -> Json.text(root, "error"))
                .or(() -> Json.text(root, "error_code"))
                .orElse("");
        return new Envelope(
                code.isIntegralNumber() && code.canConvertToInt() ? code.intValue() : NO_ENVELOPE,
                Words.safe(message),
                root.path("data"));
    }

    boolean fine() {
        return code == 200;
    }
}
