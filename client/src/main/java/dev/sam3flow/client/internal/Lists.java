package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.client.ApiPath;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.TimeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the provider's paged lists to their end. */
final class Lists {
    private static final int PAGE_SIZE = 100;
    private static final int MOST_PAGES = 200;
    private static final int IDS_A_SEARCH = 50;
    private static final List<String> ITEM_FIELDS =
            List.of("items", "list", "rows", "records", "billings", "predictions", "models");

    private final WaveSpeedSettings settings;
    private final ApiCalls api;

    Lists(WaveSpeedSettings settings, ApiCalls api) {
        this.settings = settings;
        this.api = api;
    }

    /** The window is asked for a little wider than wanted, since whether its ends count is not documented. */
    List<Prediction> predictions(TimeWindow window) {
        Map<PredictionId, Prediction> found = new LinkedHashMap<>();
        ObjectNode body = Json.object()
                .put("model", settings.model())
                .put("created_after", window.from().minusSeconds(1).toString())
                .put("created_before", window.to().plusSeconds(1).toString())
                .put("include_inputs", true);
        pages("list of predictions", settings.path(ApiPath.LIST), body, item -> {
            Prediction prediction = PredictionReader.readListed(item);
            if (inside(window, prediction)) {
                found.putIfAbsent(prediction.id(), prediction);
            }
        });
        return List.copyOf(found.values());
    }

    List<BillingRow> billingRows(List<PredictionId> ids) {
        Map<String, BillingRow> found = new LinkedHashMap<>();
        for (int from = 0; from < ids.size(); from += IDS_A_SEARCH) {
            List<PredictionId> some = ids.subList(from, Math.min(ids.size(), from + IDS_A_SEARCH));
            ObjectNode body = Json.object();
            ArrayNode uuids = body.putArray("prediction_uuids");
            some.forEach(id -> uuids.add(id.value()));
            pages(
                    "billing rows",
                    settings.path(ApiPath.BILLING),
                    body,
                    item -> MoneyReader.row(item, settings.billingUnit())
                            .filter(row -> row.predictionId() != null && some.contains(row.predictionId()))
                            .ifPresent(row -> found.putIfAbsent(row.uuid(), row)));
        }
        return List.copyOf(found.values());
    }

    /** The window is asked for a little wider than wanted, as above. */
    List<BillingRow> billingRows(TimeWindow window) {
        Map<String, BillingRow> found = new LinkedHashMap<>();
        ObjectNode body = Json.object()
                .put("start_time", window.from().minusSeconds(1).toString())
                .put("end_time", window.to().plusSeconds(1).toString());
        pages(
                "billing rows",
                settings.path(ApiPath.BILLING),
                body,
                item -> MoneyReader.row(item, settings.billingUnit())
                        .filter(row -> !row.createdAt().isBefore(window.from())
                                && row.createdAt().isBefore(window.to()))
                        .ifPresent(row -> found.putIfAbsent(row.uuid(), row)));
        return List.copyOf(found.values());
    }

    /** An item's place moves while new ones arrive, so the end is an empty page or the told total, never a short page. */
    private void pages(String what, String path, ObjectNode body, Consumer<JsonNode> use) {
        long seen = 0;
        for (int page = 1; page <= MOST_PAGES; page++) {
            JsonNode data = api.post(what, path, body.put("page", page).put("page_size", PAGE_SIZE));
            List<JsonNode> items = items(data, what);
            items.forEach(use);
            seen += items.size();
            JsonNode total = data.path("total");
            if (items.isEmpty() || total.isIntegralNumber() && seen >= total.longValue() && total.longValue() > 0) {
                return;
            }
        }
        throw new InvalidInputException(
                what + ": more than " + MOST_PAGES * PAGE_SIZE + " items; ask for a shorter time");
    }

    /** The array of a page, under whichever of the usual names it has. */
    static List<JsonNode> items(JsonNode data, String what) {
        JsonNode array = data;
        for (String field : ITEM_FIELDS) {
            if (array.isArray()) {
                break;
            }
            array = data.path(field).isArray() ? data.path(field) : data;
        }
        if (array.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            array.forEach(items::add);
            return items;
        }
        if (data.isNull() || data.path("items").isNull()) {
            return List.of();
        }
        throw Json.malformed("data", "no list in the answer to " + what);
    }

    private static boolean inside(TimeWindow window, Prediction prediction) {
        Instant at = prediction.createdAt();
        return at == null || !at.isBefore(window.from()) && at.isBefore(window.to());
    }
}
