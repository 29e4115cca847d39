package dev.sam3flow.camel;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionFailure;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prediction.TimeWindow;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider in memory: predictions take a number of looks, and submits and looks can be scripted to fail. */
final class FakeProvider implements PredictionService {
    final List<String> uploads = new CopyOnWriteArrayList<>();
    final List<PredictionInput> submits = new CopyOnWriteArrayList<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();
    final List<Prediction> listed = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger looks = new AtomicInteger();
    final List<String> webhooks = new CopyOnWriteArrayList<>();
    final Deque<RuntimeException> submitErrors = new ArrayDeque<>();
    final Deque<RuntimeException> lookErrors = new ArrayDeque<>();
    volatile int looksNeeded = 1;
    volatile RuntimeException balanceError;
    final AtomicInteger lostAnswers = new AtomicInteger();
    volatile int listLag;
    volatile boolean listTellsInput = true;
    volatile Runnable beforeUpload = () -> {};
    volatile Runnable beforeFetch = () -> {};
    volatile Runnable beforeSubmit = () -> {};
    volatile PredictionFailure failure;
    /** One mask of 5 rows x 7 columns in the first of two frames: pairs, row-major, base 1. */
    volatile String rle = "[\"3 3 9 5 16 5 25 1 35 1\",\"\"]";

    private final Map<PredictionId, AtomicInteger> seen = new ConcurrentHashMap<>();

    @Override
    public String endpoint() {
        return "fake:";
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public URI upload(Path file, String fileName) {
        beforeUpload.run();
        uploads.add(fileName);
        return URI.create("https://cdn.example/" + fileName);
    }

    @Override
    public Prediction submit(PredictionInput input, String webhook) {
        beforeSubmit.run();
        synchronized (submitErrors) {
            if (!submitErrors.isEmpty()) {
                throw submitErrors.pop();
            }
        }
        submits.add(input);
        if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            PredictionId lost = new PredictionId("lost-" + numbers.incrementAndGet());
            seen.put(lost, new AtomicInteger());
            listed.add(new Prediction(
                    lost,
                    PredictionStatus.PROCESSING,
                    null,
                    null,
                    null,
                    listTellsInput ? input.video().toString() : null));
            throw new SubmissionOutcomeUnknownException("the answer was lost");
        }
        if (webhook != null) {
            webhooks.add(webhook);
        }
        PredictionId id = new PredictionId("p" + submits.size() + "-" + numbers.incrementAndGet());
        seen.put(id, new AtomicInteger());
        return new Prediction(id, PredictionStatus.CREATED, null, null, null, null);
    }

    @Override
    public Prediction poll(PredictionId id) {
        looks.incrementAndGet();
        synchronized (lookErrors) {
            if (!lookErrors.isEmpty()) {
                throw lookErrors.pop();
            }
        }
        AtomicInteger count = seen.get(id);
        if (count == null) {
            throw new NotFoundException("no prediction " + id);
        }
        if (count.incrementAndGet() < looksNeeded) {
            return new Prediction(id, PredictionStatus.PROCESSING, null, null, null, null);
        }
        return failure == null
                ? new Prediction(
                        id,
                        PredictionStatus.COMPLETED,
                        new PredictionOutputs(URI.create("https://cdn.example/x_rle.json"), null),
                        null,
                        null,
                        null)
                : new Prediction(id, PredictionStatus.FAILED, null, failure, null, null);
    }

    @Override
    public InputStream fetch(PredictionOutputs outputs) {
        beforeFetch.run();
        return new ByteArrayInputStream(rle.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public DeleteOutcome delete(PredictionId id) {
        deleted.add(id.value());
        return seen.remove(id) == null ? DeleteOutcome.UNKNOWN_THERE : DeleteOutcome.DELETED;
    }

    @Override
    public List<Prediction> find(TimeWindow window) {
        return finds.incrementAndGet() <= listLag ? List.of() : List.copyOf(listed);
    }

    @Override
    public List<BillingRow> charges(List<PredictionId> ids) {
        return List.of();
    }

    @Override
    public List<BillingRow> charges(TimeWindow window) {
        return List.of();
    }

    @Override
    public MicroUsd balance() {
        if (balanceError != null) {
            throw balanceError;
        }
        return new MicroUsd(12_500_000);
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return new MicroUsd(600_000);
    }
}
