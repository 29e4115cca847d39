package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.JobFailure;
import java.util.List;

/** What the process returns. */
final class ExitCode {
    static final int DONE = 0;
    static final int INTERNAL = 1;
    static final int BAD_INPUT = 2;
    static final int OVER_BUDGET = 3;
    static final int PROVIDER = 4;
    static final int PARTIAL = 5;
    static final int UNREADABLE_MASKS = 6;
    static final int INTERRUPTED = 130;

    /** From the best to the worst. */
    private static final List<Integer> BY_SEVERITY =
            List.of(DONE, PARTIAL, OVER_BUDGET, UNREADABLE_MASKS, BAD_INPUT, PROVIDER, INTERNAL, INTERRUPTED);

    private ExitCode() {}

    /** The worse of two. */
    static int worst(int one, int other) {
        return BY_SEVERITY.indexOf(one) >= BY_SEVERITY.indexOf(other) ? one : other;
    }

    static int of(JobFailure.Reason reason) {
        return switch (reason) {
            case INVALID_INPUT -> BAD_INPUT;
            case OVER_BUDGET -> OVER_BUDGET;
            case PROVIDER -> PROVIDER;
            case PARTIAL_RESULT -> PARTIAL;
            case UNREADABLE_MASKS -> UNREADABLE_MASKS;
            case CANCELLED -> INTERRUPTED;
            case INTERNAL -> INTERNAL;
        };
    }

    static int of(Sam3Exception error) {
        if (error instanceof InvalidInputException || error instanceof NotFoundException) {
            return BAD_INPUT;
        }
        if (error instanceof OverBudgetException) {
            return OVER_BUDGET;
        }
        if (error instanceof AmbiguousDialectException || error instanceof MalformedRleException) {
            return UNREADABLE_MASKS;
        }
        return error instanceof MediaException ? INTERNAL : PROVIDER;
    }
}
