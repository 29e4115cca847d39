package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** No usable answer came to a question that changes nothing: network, time-out, 5xx. Retrying helps. */
public final class UnavailableException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "unavailable";
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
