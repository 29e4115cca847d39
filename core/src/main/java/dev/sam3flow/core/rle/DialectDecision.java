package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.MalformedRleException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the evidence says of a file's dialect: the certificate that {@code summary.json} shows. */
public sealed interface DialectDecision {
    /** Sentences in favour of the decision, or those that did not suffice for one. */
    List<String> evidence();

    /** Every dialect that is not it, with the reason. */
    Map<Dialect, String> ruledOut();

    /**
     * The dialect to read the file in.
     *
     * @throws AmbiguousDialectException if it cannot be told; retrying does not help
     * @throws MalformedRleException if the file can be read in none
     */
    Dialect require();

    /**
     * The file is written in this dialect, or reads the same in it as in the one it is written in.
     *
     * @param dialect which
     * @param source what decided
     */
    record Decided(Dialect dialect, Source source, List<String> evidence, Map<Dialect, String> ruledOut)
            implements DialectDecision {
        public Decided {
            evidence = List.copyOf(evidence);
            ruledOut = copy(ruledOut);
        }

        @Override
        public Dialect require() {
            return dialect;
        }
    }

    /** What decided. */
    enum Source {
        /** The file alone. */
        EVIDENCE,
        /** The file, but for the base: it fits both, and the configured default was taken. */
        CONFIGURED_BASE,
        /** The operator, and the file does not contradict. */
        PINNED
    }

    /**
     * No mask has a foreground pixel: every dialect that is not ruled out reads the same.
     *
     * @param dialect one of these
     */
    record AllEmpty(Dialect dialect, List<String> evidence, Map<Dialect, String> ruledOut) implements DialectDecision {
        public AllEmpty {
            evidence = List.copyOf(evidence);
            ruledOut = copy(ruledOut);
        }

        @Override
        public Dialect require() {
            return dialect;
        }
    }

    /**
     * Several dialects read different masks and nothing decides between them.
     *
     * @param candidates these dialects, at least two
     * @param settledBy what would decide
     */
    record Ambiguous(
            List<Dialect> candidates, List<String> settledBy, List<String> evidence, Map<Dialect, String> ruledOut)
            implements DialectDecision {
        public Ambiguous {
            candidates = List.copyOf(candidates);
            settledBy = List.copyOf(settledBy);
            evidence = List.copyOf(evidence);
            ruledOut = copy(ruledOut);
        }

        @Override
        public Dialect require() {
            throw new AmbiguousDialectException("the masks can be read as "
                    + candidates.stream().map(Dialect::optionName).collect(Collectors.joining(", "))
                    + (evidence.isEmpty() ? "" : " (" + String.join("; ", evidence) + ")") + "; this would settle it: "
                    + String.join("; ", settledBy));
        }
    }

    /** The file can be read in no dialect, or not in the pinned one. */
    record Refused(List<String> evidence, Map<Dialect, String> ruledOut) implements DialectDecision {
        public Refused {
            evidence = List.copyOf(evidence);
            ruledOut = copy(ruledOut);
        }

        @Override
        public Dialect require() {
            String reasons = ruledOut.entrySet().stream()
                    .map(entry -> "not " + entry.getKey().optionName() + ": " + entry.getValue())
                    .collect(Collectors.joining("; "));
            throw new MalformedRleException(0, String.join("; ", evidence) + " (" + reasons + ")");
        }
    }

    private static Map<Dialect, String> copy(Map<Dialect, String> reasons) {
        Map<Dialect, String> copy = new EnumMap<>(Dialect.class);
        copy.putAll(reasons);
        return Collections.unmodifiableMap(copy);
    }
}
