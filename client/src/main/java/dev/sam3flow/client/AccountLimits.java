package dev.sam3flow.client;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.PredictionId;
import java.time.Duration;

/**
 * The account's limits, kept on this side so that a submit that would be refused, or would wait silently, is not sent. Safe for
 * use by many threads.
 *
 * <p>A start that was granted has cost nothing yet, and is answered by exactly one of {@link #begun} and {@link #notBegun}; these
 * two and {@link #seen} never throw, as they come after a submit that may have been paid for.
 */
public interface AccountLimits {
    /**
     * Asks for a start.
     *
     * @return zero where it is granted, and must be answered by an end; else how long to wait
     * @throws UnavailableException if it cannot be told whether there is room
     */
    Duration tryBegin();

    /** As {@link #tryBegin()} would answer, without asking. */
    Duration untilNextStart();

    /** The start granted came to a prediction. */
    void begun(PredictionId id);

    /** The start granted came to nothing that is known to run; it still counts towards the minute. */
    void notBegun();

    /** What a look at a prediction says: one that was started elsewhere counts once it has been seen. */
    void seen(PredictionId id, boolean ended);
}
