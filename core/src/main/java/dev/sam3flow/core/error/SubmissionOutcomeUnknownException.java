package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** A submit that may or may not have created, and billed, a prediction. It must be reconciled, never sent again blindly. */
public final class SubmissionOutcomeUnknownException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    public SubmissionOutcomeUnknownException(String message) {
        this(message, null);
    }

    public SubmissionOutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "submission-outcome-unknown";
    }
}
