package dev.sam3flow.camel;

import org.jspecify.annotations.Nullable;

/**
 * The context or a route was stopped or suspended while an exchange waited. What it waited for goes on, and can be looked at
 * by its id.
 */
public final class Sam3StoppedException extends Sam3EndpointException {
    private static final long serialVersionUID = 1L;

    public Sam3StoppedException(String message, @Nullable String predictionId) {
        super("stopped", message, predictionId, false, null);
    }
}
