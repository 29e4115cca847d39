package dev.sam3flow.core.mask;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads {@code golden-vectors.tsv}; {@code golden-vectors.py} beside it says what the fields are. */
final class GoldenVectors {
    private GoldenVectors() {}

    static List<String[]> ofKind(String kind) {
        InputStream in = Objects.requireNonNull(GoldenVectors.class.getResourceAsStream("golden-vectors.tsv"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .map(line -> line.split("\t", -1))
                    .filter(fields -> fields[0].equals(kind))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FrameSize size(String[] fields) {
        return new FrameSize(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]));
    }
}
