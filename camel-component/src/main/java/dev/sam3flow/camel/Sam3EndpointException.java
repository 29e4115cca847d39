package dev.sam3flow.camel;

import dev.sam3flow.core.error.Sam3Exception;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that did not get its answer. The cause, where there is one of core's errors, stays in the chain, so that
 * {@code onException(RateLimitedException.class)} works too.
 */
public class Sam3EndpointException extends RuntimeCamelException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String predictionId;
    private final boolean retryable;
    private final @Nullable Duration retryAfter;

    /**
     * @param code stable name of the class of failure
     * @param predictionId the prediction or job it is about; null where there is none yet
     * @param retryable true where the same exchange may succeed if sent again
     */
    public Sam3EndpointException(
            String code, String message, @Nullable String predictionId, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.predictionId = predictionId;
        this.retryable = retryable;
        this.retryAfter =
                cause instanceof Sam3Exception known ? known.retryAfter().orElse(null) : null;
    }

    /** Translates core's errors; the one place that does. */
    public static Sam3EndpointException of(Throwable cause, @Nullable String predictionId) {
        if (cause instanceof Sam3EndpointException already) {
            return already;
        }
        String about = predictionId == null ? "" : " (prediction " + predictionId + ")";
        if (cause instanceof Sam3Exception known) {
            return new Sam3EndpointException(
                    known.code(), known.getMessage() + about, predictionId, known.retryable(), known);
        }
        return new Sam3EndpointException("internal", cause + about, predictionId, false, cause);
    }

    /** Stable name of the class of failure, such as {@code "rate-limited"}, {@code "stopped"}, {@code "timed-out"}. */
    public String code() {
        return code;
    }

    /** The prediction it is about, or the job. */
    public Optional<String> predictionId() {
        return Optional.ofNullable(predictionId);
    }

    public boolean retryable() {
        return retryable;
    }

    /** How long the provider asks to wait before a retry. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
