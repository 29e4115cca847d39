package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** The provider's answer is not what its contract says; {@link #where()} names the field or path. */
public final class MalformedResponseException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    private final String where;

    public MalformedResponseException(String where, String message, @Nullable Throwable cause) {
        super(where + ": " + message, cause);
        this.where = where;
    }

    public String where() {
        return where;
    }

    @Override
    public String code() {
        return "malformed-response";
    }
}
