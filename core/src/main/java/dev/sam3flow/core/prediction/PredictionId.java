package dev.sam3flow.core.prediction;

import dev.sam3flow.core.error.MalformedResponseException;

/**
 * The provider's opaque name of a prediction.
 *
 * @param value 1 to 200 characters of {@code [A-Za-z0-9_-]}, so that it is safe in a path
 */
public record PredictionId(String value) {
    public PredictionId {
        if (!value.matches("[A-Za-z0-9_-]{1,200}")) {
            throw new MalformedResponseException(
                    "id",
                    "a prediction id of " + value.length()
                            + " characters that is not 1 to 200 letters, digits, '-' or '_'",
                    null);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
