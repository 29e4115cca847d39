package dev.sam3flow.core.rle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How well the masks, read in each dialect, fit the points and boxes that were asked for.
 *
 * @param checks foreground points and boxes that were looked at
 * @param hits how many of them fit a mask of their frame, by dialect; dialects that were ruled out may lack some
 */
public record PromptEvidence(int checks, Map<Dialect, Integer> hits) {
    static final PromptEvidence NONE = new PromptEvidence(0, Map.of());

    public PromptEvidence {
        Map<Dialect, Integer> copy = new EnumMap<>(Dialect.class);
        copy.putAll(hits);
        hits = Collections.unmodifiableMap(copy);
    }

    int hits(Dialect dialect) {
        return hits.getOrDefault(dialect, 0);
    }

    PromptEvidence merge(PromptEvidence other) {
        Map<Dialect, Integer> sum = new EnumMap<>(Dialect.class);
        sum.putAll(hits);
        other.hits.forEach((dialect, count) -> sum.merge(dialect, count, Integer::sum));
        return new PromptEvidence(checks + other.checks, sum);
    }
}
