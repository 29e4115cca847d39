package dev.sam3flow.core.prediction;

import dev.sam3flow.core.error.InvalidInputException;

/**
 * Names the account at the provider that predictions are paid from, by where its key is found; never the key itself.
 *
 * @param value such as {@code "env:ACME_KEY"}, at most 300 characters; empty for the account of the service itself
 */
public record AccountRef(String value) {
    /** The account of the service itself. */
    public static final AccountRef OWN = new AccountRef("");

    private static final int LONGEST = 300;

    public AccountRef {
        if (value.length() > LONGEST) {
            throw new InvalidInputException("a reference to a provider key of " + value.length()
                    + " characters: at most " + LONGEST + " are taken");
        }
    }
}
