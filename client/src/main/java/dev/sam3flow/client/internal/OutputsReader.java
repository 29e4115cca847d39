package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.core.prediction.PredictionOutputs;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the RLE file and the overlay video in a prediction's outputs: {@code [object]}, {@code [text of the object]}, a list
 * of URLs, or the object itself. A key that says what it is goes before the ending of a URL.
 */
final class OutputsReader {
    private static final int DEEPEST = 6;
    private static final List<String> VIDEO_ENDINGS = List.of(".mp4", ".webm", ".mov", ".mkv");

    private final List<URI> urls = new ArrayList<>();
    private @Nullable URI rle;
    private @Nullable URI video;

    private OutputsReader() {}

    /** Empty where no RLE file is named. */
    static Optional<PredictionOutputs> read(JsonNode outputs) {
        OutputsReader reader = new OutputsReader();
        reader.collect(outputs, 0);
        URI masks = reader.rle != null ? reader.rle : reader.ending(List.of("_rle.json"));
        masks = masks != null ? masks : reader.ending(List.of(".json", ".jsonl"));
        URI overlay = reader.video != null ? reader.video : reader.ending(VIDEO_ENDINGS);
        return masks == null ? Optional.empty() : Optional.of(new PredictionOutputs(masks, overlay));
    }

    private void collect(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (node.isArray()) {
            node.forEach(item -> collect(item, depth + 1));
        } else if (node.isObject()) {
            node.properties().forEach(field -> named(field.getKey(), field.getValue(), depth));
        } else if (node.isTextual()) {
            String text = node.textValue().strip();
            if (text.startsWith("{") || text.startsWith("[")) {
                Json.tryParse(text).ifPresent(inner -> collect(inner, depth + 1));
            } else {
                url(text).ifPresent(urls::add);
            }
        }
    }

    private void named(String key, JsonNode value, int depth) {
        String name = key.toLowerCase(Locale.ROOT);
        Optional<URI> url = value.isTextual() ? url(value.textValue().strip()) : Optional.empty();
        if (url.isEmpty()) {
            collect(value, depth + 1);
        } else if (name.contains("rle") && rle == null) {
            rle = url.get();
        } else if (name.contains("video") && video == null) {
            video = url.get();
        } else {
            urls.add(url.get());
        }
    }

    private @Nullable URI ending(List<String> endings) {
        return urls.stream()
                .filter(url -> endings.stream().anyMatch(url.getPath().toLowerCase(Locale.ROOT)::endsWith))
                .findFirst()
                .orElse(null);
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }
}
