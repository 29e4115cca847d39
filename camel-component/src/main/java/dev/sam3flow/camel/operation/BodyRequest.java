package dev.sam3flow.camel.operation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a body asks for. A map, text that is a JSON object, and core's own record name the video and what to do with it; any
 * other body is the video and asks for nothing.
 *
 * @param video the video, in one of the forms of {@link VideoBody}; null where the body is null
 * @param fields what is asked for, as options of the same name are written
 * @param prompts what to segment, where a record says so
 */
record BodyRequest(
        @Nullable Object video,
        Map<String, String> fields,
        @Nullable Prompts prompts) {
    private static final List<String> FIELDS = List.of(
            "video",
            "prompt",
            "points",
            "boxes",
            "dialect",
            "frameSize",
            "tenant",
            "requestKey",
            "maxCharge",
            "atFrame",
            "objective",
            "sceneCuts",
            "perObject",
            "autoRepair");
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    static final BodyRequest NOTHING = new BodyRequest(null, Map.of(), null);

    /** @throws InvalidInputException if it is a request with fields that are unknown or of another form */
    static BodyRequest of(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof PredictionInput input) {
            return new BodyRequest(input.video(), Map.of(), input.prompts());
        }
        if (body instanceof Map<?, ?> map) {
            return of(map);
        }
        if (body instanceof String text && text.stripLeading().startsWith("{")) {
            return of(parsed(text));
        }
        return new BodyRequest(body, Map.of(), null);
    }

    /** @return null where it is not asked for */
    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    private static BodyRequest of(Map<?, ?> map) {
        Map<String, String> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!FIELDS.contains(name)) {
                throw new InvalidInputException("body with the field '" + shown(name) + "': the fields are "
                        + String.join(", ", new TreeSet<>(FIELDS)));
            }
            if (value != null && !name.equals("video")) {
                fields.put(name, text(name, value));
            }
        });
        Object video = map.get("video");
        if (video == null || video instanceof Map) {
            throw new InvalidInputException(
                    "body without a video: give the field video, a file, a path, a URL, bytes or a stream");
        }
        return new BodyRequest(video, Map.copyOf(fields), null);
    }

    /** Numbers in lists of lists are what the option writes with commas and semicolons. */
    private static String text(String name, Object value) {
        if (value instanceof Collection<?> list) {
            boolean nested = list.stream().anyMatch(Collection.class::isInstance);
            boolean numbers = name.equals("points") || name.equals("boxes");
            return list.stream()
                    .map(item -> text(name, item == null ? "" : item))
                    .collect(Collectors.joining(numbers && nested ? ";" : ","));
        }
        if (value instanceof Map || value.getClass().isArray()) {
            throw new InvalidInputException("field " + name + " of the body: write it as the option of that name");
        }
        return value.toString();
    }

    private static Map<String, Object> parsed(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidInputException("a body of JSON with " + text.length() + " characters: at most "
                    + MOST_CHARACTERS + " are read; send the video as bytes or name it");
        }
        try {
            return JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException unreadable) {
            JsonLocation at = unreadable.getLocation();
            throw new InvalidInputException("a body that begins as JSON and is none"
                    + (at == null ? "" : ", at character " + at.getCharOffset())
                    + ": give an object with the field video, or a path");
        }
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(40, name.length())).replaceAll("[^\\w.-]", "?");
    }
}
