package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.FaultPlan;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Submitting, looking at, listing and deleting predictions. */
final class PredictionCalls {
    private final Account account;
    private final FaultPlan plan;
    private final Shelf shelf;
    private final Workshop workshop;
    private final Desk desk;
    private final Answers answers;
    private final Callbacks callbacks;

    PredictionCalls(
            Account account,
            FaultPlan plan,
            Shelf shelf,
            Workshop workshop,
            Desk desk,
            Answers answers,
            Callbacks callbacks) {
        this.account = account;
        this.plan = plan;
        this.shelf = shelf;
        this.workshop = workshop;
        this.desk = desk;
        this.answers = answers;
        this.callbacks = callbacks;
    }

    Reply submit(Request request) throws IOException, Refusal {
        Input input = Input.read(request.json(), account.promptLimit());
        String webhook = webhook(request);
        desk.admit();
        ReceivedVideo video = null;
        IOException unreadable = null;
        try {
            video = shelf.measure(shelf.fetch(input.video()));
        } catch (IOException e) {
            unreadable = e;
        }
        if (video != null && video.durationMicros() > Setup.LONGEST_MICROS) {
            throw new Refusal(400, "video: longer than 600 seconds");
        }
        List<Fault> faults = new ArrayList<>(plan.draw(FaultKind.Stage.RUN, null));
        if (webhook != null) {
            faults.addAll(plan.draw(FaultKind.Stage.WEBHOOK, null));
        }
        CompletableFuture<Path> masks = video == null
                ? CompletableFuture.failedFuture(unreadable)
                : workshop.order(video, input.masks(), faults);
        Run run = desk.create(input, webhook, video, masks, faults);
        if (run.meets(FaultKind.WEBHOOK_EARLY)) {
            waitFor(masks);
            desk.passTime();
            callbacks.deliverNow(run);
            return Reply.ok(answers.prediction(run, "created"));
        }
        return Reply.ok(answers.prediction(run, run.status()));
    }

    private static void waitFor(CompletableFuture<Path> masks) {
        try {
            masks.join();
        } catch (CompletionException | CancellationException e) {
            return; // the prediction fails, which is also told
        }
    }

    /** A public https address; http on this machine, which a real provider could not reach, is let pass for tests. */
    private static @Nullable String webhook(Request request) throws Refusal {
        String webhook = request.parameter("webhook").orElse("");
        if (webhook.isEmpty()) {
            return null;
        }
        try {
            URI uri = URI.create(webhook);
            String host = String.valueOf(uri.getHost());
            boolean local = host.equals("127.0.0.1") || host.equals("localhost");
            if ("https".equals(uri.getScheme()) || local && "http".equals(uri.getScheme())) {
                return webhook;
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "webhook: not a URL");
        }
        throw new Refusal(400, "webhook: must be an https URL");
    }

    Reply result(String id) throws Refusal {
        Run run = desk.find(id).orElseThrow(() -> new Refusal(404, "task not found or expired"));
        return Reply.ok(answers.prediction(run, desk.look(run)));
    }

    Reply list(Request request) throws IOException, Refusal {
        ObjectNode body = request.json();
        Paging paging = Paging.read(body);
        List<Run> found = desk.list(filter(body));
        boolean withInputs = body.path("include_inputs").asBoolean(false) && account.listTellsInputs();
        ObjectNode data = Json.object();
        data.put("page", paging.page());
        ArrayNode items = data.putArray("items");
        for (Run run : paging.of(found)) {
            items.add(withInputs ? answers.withInput(run, "inputs") : answers.prediction(run, run.status()));
        }
        data.put("total", found.size());
        return Reply.ok(data);
    }

    private static Predicate<Run> filter(ObjectNode body) throws Refusal {
        String model = body.path("model").asText("");
        String status = body.path("status").asText("");
        Instant after = instant(body, "created_after", Instant.MIN);
        Instant before = instant(body, "created_before", Instant.MAX);
        return run -> (model.isEmpty() || model.equals(Setup.MODEL))
                && (status.isEmpty() || status.equals(run.status()))
                && !run.createdAt.isBefore(after)
                && run.createdAt.isBefore(before);
    }

    static Instant instant(ObjectNode body, String key, Instant otherwise) throws Refusal {
        String text = body.path(key).asText("");
        try {
            return text.isEmpty() ? otherwise : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Refusal(400, key + ": not an ISO-8601 time");
        }
    }

    Reply delete(Request request) throws IOException, Refusal {
        JsonNode ids = request.json().path("ids");
        if (!ids.isArray() || ids.isEmpty()) {
            throw new Refusal(400, "ids: must be an array of ids");
        }
        int deleted = 0;
        for (JsonNode id : ids) {
            deleted += desk.delete(id.asText()) ? 1 : 0;
        }
        return Reply.ok(Json.object().put("deleted_count", deleted));
    }

    Reply deleteOld(String id) throws Refusal {
        if (!desk.delete(id)) {
            throw new Refusal(404, "task not found or expired");
        }
        return Reply.ok(Json.object().put("id", id).put("status", "deleted"));
    }
}
