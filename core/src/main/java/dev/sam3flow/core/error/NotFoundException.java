package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** The thing asked for does not exist there, or has expired. Retrying does not help. */
public final class NotFoundException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        this(message, null);
    }

    public NotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "not-found";
    }
}
