package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.client.WaveSpeedSettings.BillingUnit;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Reads prices, balances and billing rows into whole micro-USD. */
final class MoneyReader {
    /** No prediction costs more: a larger number counts something else than dollars. */
    private static final BigDecimal MOST_USD_A_ROW = BigDecimal.valueOf(1000);

    private MoneyReader() {}

    /** @throws MalformedResponseException if the field is no amount of USD */
    static MicroUsd usd(JsonNode data, String field) {
        return tryUsd(data, field).orElseThrow(() -> Json.malformed(field, "no amount of USD"));
    }

    static Optional<MicroUsd> tryUsd(JsonNode data, String field) {
        return Json.decimal(data, field).map(usd -> micro(usd.movePointRight(6), field));
    }

    /** Empty for a row that is neither a deduction nor a refund. */
    static Optional<BillingRow> row(JsonNode row, BillingUnit unit) {
        String type = Json.text(row, "billing_type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals("deduct") && !type.equals("refund")) {
            return Optional.empty();
        }
        String uuid = Json.text(row, "uuid")
                .or(() -> Json.text(row, "id"))
                .orElseThrow(() -> Json.malformed("uuid", "a billing row without an id"));
        Instant createdAt = PredictionReader.instant(row, "created_at");
        if (createdAt == null) {
            throw Json.malformed("created_at", "billing row " + Words.safe(uuid) + " has no readable time");
        }
        String state = Json.text(row.path("order"), "state").orElse("done");
        BigDecimal price =
                Json.decimal(row, "price").orElseThrow(() -> Json.malformed("price", "a billing row without a price"));
        return Optional.of(new BillingRow(
                uuid,
                type.equals("deduct") ? BillingRow.Kind.DEDUCT : BillingRow.Kind.REFUND,
                price(price, unit),
                createdAt,
                !state.equalsIgnoreCase("pre"),
                Json.text(row.path("prediction"), "uuid")
                        .or(() -> Json.text(row.path("prediction"), "id"))
                        .or(() -> Json.text(row, "prediction_uuid"))
                        .map(PredictionId::new)
                        .orElse(null),
                Json.decimal(row.path("order"), "origin_price")
                        .map(listed -> price(listed, unit))
                        .orElse(null),
                Json.text(row.path("prediction"), "model_uuid").orElse(null)));
    }

    private static MicroUsd price(BigDecimal amount, BillingUnit unit) {
        BigDecimal price = amount.abs();
        if (unit == BillingUnit.MICRO_USD) {
            return micro(price, "price");
        }
        if (price.compareTo(MOST_USD_A_ROW) > 0) {
            throw Json.malformed(
                    "price",
                    "a billing row of $" + price.toPlainString()
                            + ": no prediction costs that; if the account's rows count micro-USD, set the billing unit so");
        }
        return micro(price.movePointRight(6), "price");
    }

    private static MicroUsd micro(BigDecimal micro, String field) {
        try {
            return new MicroUsd(micro.setScale(0, RoundingMode.HALF_UP).longValueExact());
        } catch (ArithmeticException tooLarge) {
            throw new MalformedResponseException(field, "an amount too large to be money", tooLarge);
        }
    }
}
