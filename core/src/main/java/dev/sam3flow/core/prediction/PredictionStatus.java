package dev.sam3flow.core.prediction;

import java.util.Locale;

/** The provider's status words; a word that is none of these means that the prediction still runs. */
public enum PredictionStatus {
    CREATED(false),
    PROCESSING(false),
    COMPLETED(true),
    FAILED(true),
    CANCELLED(true),
    TIMEOUT(true),
    DELETED(true),
    /** a word this version does not know: keep polling */
    UNKNOWN(false);

    private final boolean terminal;

    PredictionStatus(boolean terminal) {
        this.terminal = terminal;
    }

    /** True when it will not change any more. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Reads the provider's word, in any letter case. */
    public static PredictionStatus ofWord(String word) {
        for (PredictionStatus status : values()) {
            if (status != UNKNOWN && status.word().equals(word.toLowerCase(Locale.ROOT))) {
                return status;
            }
        }
        return UNKNOWN;
    }

    /** The provider's word, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
