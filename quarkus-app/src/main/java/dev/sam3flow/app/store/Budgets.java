package dev.sam3flow.app.store;

import dev.sam3flow.core.money.MicroUsd;
import java.util.Optional;

/**
 * Limits on what may be reserved and spent together. An empty limit is no limit.
 *
 * @param tenant per tenant, over all time
 * @param day per tenant and calendar day in UTC, by when entries were posted
 * @param month per tenant and calendar month in UTC
 */
public record Budgets(Optional<MicroUsd> tenant, Optional<MicroUsd> day, Optional<MicroUsd> month) {
    public static final Budgets NONE = new Budgets(Optional.empty(), Optional.empty(), Optional.empty());
}
