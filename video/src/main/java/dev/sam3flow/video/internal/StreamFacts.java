package dev.sam3flow.video.internal;

import dev.sam3flow.core.video.Fraction;
import java.util.Map;
import java.util.Optional;

/**
 * What ffprobe says about a video stream and its container, by its own names.
 *
 * @param stream entries of the stream
 * @param format entries of the container
 */
public record StreamFacts(Map<String, String> stream, Map<String, String> format) {
    private static final String IDENTITY = "65536 0 0 0 65536 0 0 0 1073741824";

    public StreamFacts {
        stream = Map.copyOf(stream);
        format = Map.copyOf(format);
    }

    public String text(String key) {
        return stream.getOrDefault(key, "");
    }

    public int number(String key) {
        String value = text(key);
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    }

    public Optional<Fraction> fraction(String key) {
        String value = text(key);
        return value.matches("[1-9]\\d{0,17}/[1-9]\\d{0,17}") ? Optional.of(Fraction.parse(value)) : Optional.empty();
    }

    /** Clockwise or not, by how many degrees the picture is turned when shown; 0 where it is not. */
    public int rotation() {
        String value = stream.entrySet().stream()
                .filter(e -> e.getKey().endsWith("rotation"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("0");
        return value.matches("-?\\d{1,4}") ? Integer.parseInt(value) : 0;
    }

    /** Whether the picture is turned or mirrored when shown. */
    public boolean isTurned() {
        return stream.entrySet().stream()
                .filter(e -> e.getKey().endsWith("displaymatrix"))
                .map(e ->
                        e.getValue().replaceAll("\\\\n|[0-9]{8}:", " ").strip().replaceAll("\\s+", " "))
                .anyMatch(matrix -> !matrix.equals(IDENTITY));
    }
}
