package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** The RLE text can be read in more than one way; the message says what would settle it. Retrying does not help. */
public final class AmbiguousDialectException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    public AmbiguousDialectException(String message) {
        this(message, null);
    }

    public AmbiguousDialectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "ambiguous-dialect";
    }
}
