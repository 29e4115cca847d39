package dev.sam3flow.core.error;

import org.jspecify.annotations.Nullable;

/** The video tools failed on a video that was accepted: a crash, a time-out, a full disk. */
public final class MediaException extends Sam3Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public MediaException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    @Override
    public String code() {
        return "media";
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
