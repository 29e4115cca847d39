package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.BillingBook;
import dev.sam3flow.simulator.BookRow;
import dev.sam3flow.simulator.DeleteEffect;
import dev.sam3flow.simulator.PriceRounding;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.FaultPlan;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The knobs and the book over HTTP, for a simulator in a process of its own. Requests of web pages are refused. */
final class Admin {
    private final Account account;
    private final FaultPlan plan;
    private final BillingBook book;
    private final Desk desk;

    Admin(Account account, FaultPlan plan, BillingBook book, Desk desk) {
        this.account = account;
        this.plan = plan;
        this.book = book;
        this.desk = desk;
    }

    Reply answer(Request request) throws IOException, Refusal {
        if (request.header("Origin").isPresent()) {
            throw new Refusal(403, "not for web pages");
        }
        switch (request.method() + " " + request.path()) {
            case "GET /admin/faults":
                return Reply.json(200, faults());
            case "POST /admin/faults":
                add(request.json());
                return Reply.json(200, faults());
            case "DELETE /admin/faults":
                plan.clear();
                return Reply.json(200, faults());
            case "POST /admin/account":
                change(request.json());
                return Reply.json(200, Json.object().put("balance_micro_usd", account.balanceMicroUsd()));
            case "GET /admin/book":
                desk.passTime();
                return Reply.json(200, book());
            default:
                throw new Refusal(
                        404, "known are GET, POST, DELETE /admin/faults, POST /admin/account, GET /admin/book");
        }
    }

    private ObjectNode faults() {
        ObjectNode body = Json.object();
        ArrayNode planned = body.putArray("planned");
        plan.planned().forEach(planned::add);
        ObjectNode drawn = body.putObject("drawn");
        plan.drawn().forEach((kind, times) -> drawn.put(option(kind), times));
        ArrayNode catalogue = body.putArray("catalogue");
        for (FaultKind kind : FaultKind.values()) {
            catalogue
                    .addObject()
                    .put("kind", option(kind))
                    .put("stage", option(kind.stage()))
                    .put("amount", kind.usualAmount());
        }
        return body;
    }

    /** {@code {"kind","amount"?,"call"?,"times"?}} for a script, with {@code "probability","seed"} for a chance. */
    private void add(ObjectNode body) throws Refusal {
        FaultKind kind = constant(FaultKind.class, body, "kind");
        Fault fault = new Fault(kind, body.path("amount").asLong(kind.usualAmount()));
        @Nullable ProviderCall call = body.has("call") ? constant(ProviderCall.class, body, "call") : null;
        if (body.has("probability")) {
            try {
                plan.chance(
                        call,
                        fault,
                        body.path("probability").asDouble(),
                        body.path("seed").asLong(0));
            } catch (IllegalArgumentException e) {
                throw new Refusal(400, String.valueOf(e.getMessage()));
            }
            return;
        }
        if (call == null && kind.stage() == FaultKind.Stage.CALL) {
            throw new Refusal(400, "call: is required for a fault of a call");
        }
        plan.next(
                call == null ? ProviderCall.SUBMIT : call,
                fault,
                Math.max(1, body.path("times").asInt(1)));
    }

    private void change(ObjectNode body) throws Refusal {
        number(body, "balance_micro_usd", account::setBalanceMicroUsd);
        number(body, "unit_micro_usd", account::setUnitMicroUsd);
        number(body, "discount_percent", v -> account.setDiscountPercent((int) v));
        number(body, "starts_a_minute", v -> account.setLimits((int) v, account.inFlight()));
        number(body, "in_flight", v -> account.setLimits(account.startsAMinute(), (int) v));
        number(body, "list_lag_millis", v -> account.setListLag(Duration.ofMillis(v)));
        number(body, "list_tells_inputs", v -> account.setListTellsInputs(v != 0));
        number(body, "refund_delay_millis", v -> account.setRefundDelay(Duration.ofMillis(v)));
        number(body, "no_balance_status", v -> account.setNoBalanceStatus((int) v));
        number(body, "prompt_limit", v -> account.setPromptLimit((int) v));
        number(body, "upload_limit_bytes", account::setUploadLimitBytes);
        number(body, "bills_in_micro_usd", v -> account.setBillsInMicroUsd(v != 0));
        text(body, "key", account::setKeys);
        text(body, "retry_after", account::setRetryAfter);
        text(body, "rotate_webhook_secret", account::rotateWebhookSecret);
        if (body.has("rounding")) {
            account.setRounding(constant(PriceRounding.class, body, "rounding"));
        }
        if (body.has("delete_effect")) {
            account.setDeleteEffect(constant(DeleteEffect.class, body, "delete_effect"));
        }
    }

    private interface Setter {
        void set(long value);
    }

    private static void number(ObjectNode body, String key, Setter setter) throws Refusal {
        JsonNode value = body.path(key);
        if (value.isIntegralNumber()) {
            setter.set(value.asLong());
        } else if (!value.isMissingNode()) {
            throw new Refusal(400, key + ": must be an integer");
        }
    }

    private static void text(ObjectNode body, String key, Consumer<String> setter) throws Refusal {
        JsonNode value = body.path(key);
        if (value.isTextual()) {
            setter.accept(value.asText());
        } else if (!value.isMissingNode()) {
            throw new Refusal(400, key + ": must be a text");
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, ObjectNode body, String key) throws Refusal {
        String name = body.path(key).asText("");
        for (E value : type.getEnumConstants()) {
            if (option(value).equals(name) || value.name().equals(name)) {
                return value;
            }
        }
        throw new Refusal(400, key + ": '" + name + "' is not known");
    }

    private static String option(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private ObjectNode book() {
        ObjectNode body = Json.object();
        body.put("charged_micro_usd", book.chargedMicroUsd());
        body.put("paid_predictions", book.paidPredictions().size());
        ArrayNode rows = body.putArray("rows");
        for (BookRow row : book.rows()) {
            rows.addObject()
                    .put("uuid", row.uuid())
                    .put("refund", row.refund())
                    .put("micro_usd", row.microUsd())
                    .put("origin_micro_usd", row.originMicroUsd())
                    .put("created_at", row.createdAt().toString())
                    .put("prediction_id", row.predictionId());
        }
        return body;
    }
}
