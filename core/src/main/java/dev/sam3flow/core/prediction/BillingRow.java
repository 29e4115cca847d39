package dev.sam3flow.core.prediction;

import dev.sam3flow.core.money.MicroUsd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the provider's billing list.
 *
 * @param uuid the row's own id, unique
 * @param kind money taken or given back
 * @param price amount, never negative for either kind
 * @param createdAt when
 * @param settled false while the provider may still change the amount (order state {@code pre})
 * @param predictionId what for; null where the row names none
 * @param listPrice amount before any discount; null where the row does not tell
 * @param model the provider's name for the prediction's model; null where the row does not tell
 */
public record BillingRow(
        String uuid,
        Kind kind,
        MicroUsd price,
        Instant createdAt,
        boolean settled,
        @Nullable PredictionId predictionId,
        @Nullable MicroUsd listPrice,
        @Nullable String model) {
    public BillingRow(
            String uuid,
            Kind kind,
            MicroUsd price,
            Instant createdAt,
            boolean settled,
            @Nullable PredictionId predictionId) {
        this(uuid, kind, price, createdAt, settled, predictionId, null, null);
    }

    /** Direction of the money. */
    public enum Kind {
        DEDUCT,
        REFUND
    }
}
