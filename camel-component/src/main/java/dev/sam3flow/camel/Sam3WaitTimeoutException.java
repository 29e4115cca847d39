package dev.sam3flow.camel;

import org.jspecify.annotations.Nullable;

/** An exchange waited as long as it was allowed to. What it waited for goes on, and can be looked at by its id. */
public final class Sam3WaitTimeoutException extends Sam3EndpointException {
    private static final long serialVersionUID = 1L;

    public Sam3WaitTimeoutException(String message, @Nullable String predictionId) {
        super("timed-out", message, predictionId, false, null);
    }
}
