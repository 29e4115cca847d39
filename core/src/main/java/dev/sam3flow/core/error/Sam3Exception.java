package dev.sam3flow.core.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question that was not answered. A failed prediction is not one of these: it is a value.
 *
 * <p>Messages say what was wrong, the value, what is accepted and what to do; they never carry a secret or a signed URL.
 */
public abstract sealed class Sam3Exception extends RuntimeException
        permits InvalidInputException,
                RejectedException,
                RateLimitedException,
                UnavailableException,
                SubmissionOutcomeUnknownException,
                MalformedResponseException,
                MalformedRleException,
                AmbiguousDialectException,
                NotFoundException,
                OverBudgetException,
                MediaException {
    private static final long serialVersionUID = 1L;

    protected Sam3Exception(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Stable name for logs, REST problems and failure types, such as {@code "rate-limited"}. */
    public abstract String code();

    /** True when the same question may be answered if asked again, unchanged. */
    public boolean retryable() {
        return false;
    }

    /** How long the other side asks to wait before a retry; empty where it said nothing. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
