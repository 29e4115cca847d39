package dev.sam3flow.client;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.Objects;

/** The account's secret; {@link #toString()} hides it. */
public final class ApiKey {
    private static final int LONGEST = 4096;

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /** @throws InvalidInputException if it is empty or has characters that cannot stand in a header */
    public static ApiKey of(String text) {
        String value = text.strip();
        if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InvalidInputException("the API key has " + value.length()
                    + " characters or some that are not printable ASCII: give the key as the provider's page shows it");
        }
        return new ApiKey(value);
    }

    /** The secret itself, for the one header that carries it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && key.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
