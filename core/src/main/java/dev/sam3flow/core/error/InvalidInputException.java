package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** What the caller gave cannot be used; found before anything was sent or billed. Retrying does not help. */
public final class InvalidInputException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        this(message, null);
    }

    public InvalidInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "invalid-input";
    }
}
