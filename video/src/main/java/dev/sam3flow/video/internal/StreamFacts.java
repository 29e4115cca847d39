package dev.sam3flow.video.internal;

import dev.sam3flow.core.video.Fraction;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What ffprobe says about a video stream and its container, by its own names.
 *
 * @param stream entries of the stream
 * @param format entries of the container
 */
public record StreamFacts(Map<String, String> stream, Map<String, String> format) {
    private static final long[] IDENTITY = {65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30};

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

    /** By how many degrees the picture is turned counterclockwise when shown, 0 to 359. */
    public int rotation() {
        String value = sideData("rotation").orElse("0");
        return value.matches("-?\\d{1,4}") ? Math.floorMod(Integer.parseInt(value), 360) : 0;
    }

    /** Whether the picture is turned or mirrored when shown. */
    public boolean isTurned() {
        return displayMatrix().filter(m -> !Arrays.equals(m, IDENTITY)).isPresent();
    }

    /** Whether left and right, or top and bottom, change places when the picture is shown. */
    public boolean isMirrored() {
        return displayMatrix().filter(m -> m[0] * m[4] - m[1] * m[3] < 0).isPresent();
    }

    /** Nine numbers, row by row; a matrix that is none is taken for one that turns. */
    private Optional<long[]> displayMatrix() {
        return sideData("displaymatrix")
                .map(text -> text.replaceAll("\\\\n|[0-9]{8}:", " ").strip())
                .map(text -> text.matches("(-?\\d{1,18}\\s+){8}-?\\d{1,18}")
                        ? Arrays.stream(text.split("\\s+"))
                                .mapToLong(Long::parseLong)
                                .toArray()
                        : new long[IDENTITY.length]);
    }

    private Optional<String> sideData(String name) {
        return stream.entrySet().stream()
                .filter(e -> e.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
