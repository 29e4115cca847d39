package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The one POST that costs money. */
final class Submit {
    private final WaveSpeedSettings settings;
    private final OneShot http;

    Submit(WaveSpeedSettings settings, OneShot http) {
        this.settings = settings;
        this.http = http;
    }

    Prediction send(PredictionInput input, @Nullable String webhook) {
        check(input, webhook);
        String path = "/" + settings.model()
                + (webhook == null ? "" : "?webhook=" + URLEncoder.encode(webhook, StandardCharsets.UTF_8));
        DirectHttp.Content content = DirectHttp.Content.of(Json.bytes(body(input)));
        Reply reply;
        try {
            reply = http.send("POST", path, content, settings.timeouts().submit(), true);
        } catch (DirectHttp.NotSentException notSent) {
            throw new UnavailableException(
                    "submit: " + notSent.getMessage() + "; nothing was sent, check the network and the base URL",
                    notSent);
        } catch (IOException lost) {
            throw new SubmissionOutcomeUnknownException(
                    "the submit's answer was lost (" + Words.safe(String.valueOf(lost.getMessage()))
                            + "): a prediction may exist and be billed; look for it by its marker",
                    lost);
        }
        return read(reply);
    }

    /** Anything but a rejection would leave it open whether something was created. */
    private void check(PredictionInput input, @Nullable String webhook) {
        try {
            settings.promptLimit().check(input.prompts());
            if (webhook != null) {
                checkWebhook(webhook);
            }
        } catch (InvalidInputException unusable) {
            throw new RejectedException("submit: nothing was sent: " + unusable.getMessage(), 0);
        }
    }

    private void checkWebhook(String webhook) {
        boolean local = webhook.matches("http://(localhost|127(\\.\\d{1,3}){3}|\\[::1])[:/].*");
        if (!webhook.startsWith("https://") && !(local && settings.onThisMachine())) {
            throw new InvalidInputException("the webhook is no https URL: the provider calls back https only");
        }
    }

    private static Prediction read(Reply reply) {
        JsonNode data = reply.dataOfSubmit();
        try {
            if (Json.text(data, "id").isEmpty()) {
                throw Json.malformed("id", "missing");
            }
            return PredictionReader.readListed(withStatus(data));
        } catch (MalformedResponseException unclear) {
            throw new SubmissionOutcomeUnknownException(
                    "the submit was answered without a clean id (" + unclear.getMessage()
                            + "): a prediction may exist and be billed; look for it by its marker",
                    unclear);
        }
    }

    /** An id is all that is needed; a missing status is one that is not known yet. */
    private static JsonNode withStatus(JsonNode data) {
        return data.isObject() && Json.text(data, "status").isEmpty()
                ? ((ObjectNode) data.deepCopy()).put("status", "created")
                : data;
    }

    /** What is sent: no key that the provider does not name, since it drops those silently and bills the run. */
    static ObjectNode body(PredictionInput input) {
        ObjectNode body = Json.object()
                .put("video", input.video().toString())
                .put("prompt", input.prompts().joinedText());
        if (!input.prompts().points().isEmpty()) {
            ArrayNode points = body.putArray("point_prompts");
            for (PointPrompt point : input.prompts().points()) {
                points.addObject().put("x", point.x()).put("y", point.y()).put("label", point.foreground() ? 1 : 0);
            }
        }
        if (!input.prompts().boxes().isEmpty()) {
            ArrayNode boxes = body.putArray("box_prompts");
            for (BoxPrompt box : input.prompts().boxes()) {
                boxes.addObject()
                        .put("x_min", box.xMin())
                        .put("y_min", box.yMin())
                        .put("x_max", box.xMax())
                        .put("y_max", box.yMax());
            }
        }
        return body.put("apply_mask", input.applyMask());
    }
}
