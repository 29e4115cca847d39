package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure;
import dev.sam3flow.core.prediction.PredictionFailure.Reason;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a prediction as submit, result, list and webhook give it. */
public final class PredictionReader {
    private PredictionReader() {}

    /** @throws MalformedResponseException if id or status is missing, or a completed one names no RLE file */
    public static Prediction read(JsonNode data) {
        Prediction prediction = readListed(data);
        if (prediction.status() == PredictionStatus.COMPLETED && prediction.outputs() == null) {
            throw Json.malformed("outputs", "prediction " + prediction.id() + " is completed and names no RLE file");
        }
        return prediction;
    }

    /** The same for an item of a list, where outputs may be left out. */
    public static Prediction readListed(JsonNode data) {
        PredictionId id = Json.text(data, "id")
                .or(() -> Json.text(data, "uuid"))
                .map(PredictionId::new)
                .orElseThrow(() -> Json.malformed("id", "a prediction without an id"));
        String word = Json.text(data, "status")
                .orElseThrow(() -> Json.malformed("status", "prediction " + id + " without a status"));
        PredictionStatus status = PredictionStatus.ofWord(word.strip());
        return new Prediction(
                id,
                status,
                status == PredictionStatus.COMPLETED ? outputs(data) : null,
                failure(data, status),
                instant(data, "created_at"),
                video(data));
    }

    private static @Nullable PredictionOutputs outputs(JsonNode data) {
        return OutputsReader.read(data.path("outputs"))
                .or(() -> OutputsReader.read(data.path("output")))
                .orElse(null);
    }

    private static @Nullable PredictionFailure failure(JsonNode data, PredictionStatus status) {
        if (!status.isTerminal() || status == PredictionStatus.COMPLETED) {
            return null;
        }
        JsonNode code = data.path("code");
        int number = code.isIntegralNumber() && code.canConvertToInt() ? code.intValue() : 0;
        JsonNode error = data.path("error");
        String message = error.isTextual()
                ? error.textValue()
                : Json.text(error, "message").orElse("");
        return new PredictionFailure(
                reason(status, number), number, message.isBlank() ? status.word() : Words.safe(message));
    }

    private static Reason reason(PredictionStatus status, int code) {
        if (status == PredictionStatus.CANCELLED || status == PredictionStatus.DELETED) {
            return Reason.CANCELLED;
        }
        if (status == PredictionStatus.TIMEOUT || code == 5004) {
            return Reason.TIMED_OUT;
        }
        switch (code) {
            case 1200:
                return Reason.MODERATED;
            case 1400:
            case 1401:
            case 1402:
                return Reason.INVALID_INPUT;
            default:
                return code >= 5000 && code < 6000 ? Reason.PROVIDER_FAILED : Reason.MODEL_FAILED;
        }
    }

    private static @Nullable String video(JsonNode data) {
        for (String field : new String[] {"input", "inputs"}) {
            JsonNode input = data.path(field);
            JsonNode object =
                    input.isTextual() ? Json.tryParse(input.textValue()).orElse(input) : input;
            Optional<String> video = Json.text(object, "video");
            if (video.isPresent()) {
                return video.get();
            }
        }
        return null;
    }

    static @Nullable Instant instant(JsonNode data, String field) {
        try {
            return Json.text(data, field)
                    .map(text ->
                            OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant())
                    .orElse(null);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
