package dev.sam3flow.core.money;

import java.util.Objects;

/**
 * One immutable line of the ledger; nothing is ever updated or deleted.
 *
 * <p>Sign: {@code amount} is the money that leaves the budget. {@code RESERVE} and {@code CHARGE} are positive,
 * {@code RELEASE} and {@code REFUND} negative, {@code ADJUST} either. The spent sum is charges + refunds + adjusts; the
 * held sum is reserves + releases. A charge always comes with the release of what was reserved for it.
 *
 * @param key idempotency key, unique in the ledger: posting it again with the same content is no change
 * @param tenant who pays
 * @param jobId the job it belongs to
 * @param kind what happened
 * @param amount signed micro-USD
 * @param reason one plain sentence or word, such as {@code "chunk 3 attempt 1"}; the prediction id where there is one
 * @param simulated true where no real money moved
 */
public record LedgerEntry(
        String key, String tenant, String jobId, Kind kind, MicroUsd amount, String reason, boolean simulated) {

    /** What a line says; see the sign rule above. */
    public enum Kind {
        RESERVE,
        CHARGE,
        RELEASE,
        REFUND,
        ADJUST
    }

    public LedgerEntry {
        Objects.requireNonNull(key);
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(jobId);
        Objects.requireNonNull(reason);
        boolean signOk;
        switch (kind) {
            case RESERVE, CHARGE -> signOk = !amount.isNegative();
            case RELEASE, REFUND -> signOk = amount.value() <= 0;
            default -> signOk = true;
        }
        if (!signOk) {
            throw new IllegalArgumentException(
                    "ledger entry " + key + ": " + kind + " of " + amount + " has the wrong sign");
        }
    }
}
