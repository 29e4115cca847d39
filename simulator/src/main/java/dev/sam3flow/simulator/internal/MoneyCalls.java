package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.BillingBook;
import dev.sam3flow.simulator.BookRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Balance, prices, billing rows, and what else the account may know. */
final class MoneyCalls {
    private final Account account;
    private final BillingBook book;
    private final Desk desk;
    private final Shelf shelf;

    MoneyCalls(Account account, BillingBook book, Desk desk, Shelf shelf) {
        this.account = account;
        this.book = book;
        this.desk = desk;
        this.shelf = shelf;
    }

    Reply balance() {
        return Reply.ok(Json.object().put("balance", Json.usd(account.balanceMicroUsd())));
    }

    Reply price(Request request) throws IOException, Refusal {
        long duration = duration(request.json());
        ObjectNode data = Json.object();
        data.put("model_id", Setup.MODEL);
        data.put("price", Json.usd(account.originPrice(duration)));
        if (account.discountPercent() > 0) {
            data.put("discounted_price", Json.usd(account.price(duration)));
            data.put("discount_rate", (100 - account.discountPercent()) / 100.0);
        }
        data.put("currency", "USD");
        return Reply.ok(data);
    }

    Reply pricing(Request request) throws IOException, Refusal {
        long duration = duration(request.json());
        ObjectNode data = Json.object();
        data.put("model_id", Setup.MODEL);
        data.put("unit_price", Json.usd(account.price(duration)));
        data.put("currency", "USD");
        return Reply.ok(data);
    }

    /** The length of the video named in the inputs; 0, which costs the least there is, where none can be read. */
    private long duration(ObjectNode body) throws Refusal {
        if (!body.path("model_id").asText("").equals(Setup.MODEL)) {
            throw new Refusal(400, "Model not found");
        }
        String video = body.path("inputs").path("video").asText("");
        try {
            return video.isEmpty() ? 0 : shelf.measure(shelf.fetch(video)).durationMicros();
        } catch (IOException e) {
            return 0;
        }
    }

    Reply search(Request request) throws IOException, Refusal {
        ObjectNode body = request.json();
        Paging paging = Paging.read(body);
        List<BookRow> found = wanted(body);
        ObjectNode data = Json.object();
        data.put("page", paging.page());
        ArrayNode items = data.putArray("items");
        paging.of(found).forEach(row -> items.add(row(row)));
        data.put("total", found.size());
        return Reply.ok(data);
    }

    private List<BookRow> wanted(ObjectNode body) throws Refusal {
        String type = body.path("billing_type").asText("");
        Set<String> ids = new HashSet<>();
        for (JsonNode id : body.path("prediction_uuids")) {
            ids.add(id.asText());
        }
        Instant start = PredictionCalls.instant(body, "start_time", Instant.MIN);
        Instant end = PredictionCalls.instant(body, "end_time", Instant.MAX);
        desk.passTime();
        List<BookRow> found = new ArrayList<>();
        for (BookRow row : book.rows()) {
            if ((type.isEmpty() || type.equals(row.refund() ? "refund" : "deduct"))
                    && (ids.isEmpty() || ids.contains(row.predictionId()))
                    && !row.createdAt().isBefore(start)
                    && row.createdAt().isBefore(end)
                    && desk.billed(row.predictionId())) {
                found.add(row);
            }
        }
        Comparator<BookRow> byTime = Comparator.comparing(BookRow::createdAt);
        boolean oldestFirst = body.path("sort").asText("").matches("created_at( asc)?|asc");
        found.sort(oldestFirst ? byTime : byTime.reversed());
        return found;
    }

    private ObjectNode row(BookRow row) {
        String status = desk.statusOf(row.predictionId());
        boolean running = status.equals("created") || status.equals("processing");
        ObjectNode json = Json.object();
        json.put("uuid", row.uuid());
        json.put("billing_type", row.refund() ? "refund" : "deduct");
        json.put("price", billed(row.microUsd()));
        json.put("created_at", row.createdAt().toString());
        ObjectNode order = json.putObject("order");
        order.put("state", running ? "pre" : "done");
        order.put("price", billed(row.microUsd()));
        order.put("origin_price", billed(row.originMicroUsd()));
        ObjectNode prediction = json.putObject("prediction");
        prediction.put("uuid", row.predictionId());
        prediction.put("model_uuid", Setup.MODEL);
        prediction.put("status", status);
        return json;
    }

    private BigDecimal billed(long microUsd) {
        return account.billsInMicroUsd() ? BigDecimal.valueOf(microUsd) : Json.usd(microUsd);
    }

    Reply models() {
        ObjectNode model = Json.object();
        model.put("model_id", Setup.MODEL);
        model.put("name", Setup.MODEL);
        model.put("base_price", Json.usd(account.unitMicroUsd()));
        model.put("description", "Simulated: masks are made from the pixels, and no money moves");
        model.put("type", "video-to-video");
        model.putObject("api_schema").put("simulated", true);
        return Reply.ok(Json.array().add(model));
    }

    Reply secret() {
        return Reply.ok(Json.object().put("secret", account.webhookSecrets().get(0)));
    }
}
