package dev.sam3flow.temporal;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
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
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A provider that does what it is told: one behaviour a submit, in the order given, then {@link Behaviour#COMPLETE}. */
final class FakeProvider implements PredictionService {
    /** What happens to a submit. */
    enum Behaviour {
        COMPLETE,
        /** accepted, then failed by the model */
        FAIL,
        /** accepted, then failed in a way that another attempt does not cure */
        MODERATE,
        /** accepted, and never ends */
        HANG,
        /** created and billed, but the answer is lost */
        LOSE_ANSWER,
        /** neither created nor answered */
        LOSE_REQUEST,
        REFUSE,
        RATE_LIMIT
    }

    /** What a delete does to a prediction that runs. */
    enum OnDelete {
        STOPS,
        /** it is said to be deleted, and runs on */
        RUNS_ON,
        /** it ends at once, completed */
        COMPLETES
    }

    private static final class Remote {
        final PredictionId id;
        final PredictionInput input;
        final String video;
        final Behaviour behaviour;
        int looks;
        int missed;
        int looksMissed;
        PredictionStatus status = PredictionStatus.CREATED;

        Remote(PredictionId id, PredictionInput input, String video, Behaviour behaviour) {
            this.id = id;
            this.input = input;
            this.video = video;
            this.behaviour = behaviour;
        }
    }

    private final Map<String, String> uploads = new HashMap<>();
    private final Map<PredictionId, Remote> remotes = new LinkedHashMap<>();
    private final Queue<Behaviour> script = new ArrayDeque<>();
    private final List<PredictionId> deleted = new ArrayList<>();

    int looksUntilEnd = 3;
    String endpoint = "fake://provider";
    OnDelete onDelete = OnDelete.STOPS;
    int framesMissing;
    boolean tellsInputs = true;
    /** real money */
    boolean real;
    /** looks at a prediction that are answered with "not known" before one is answered */
    int looksMissed;
    /** files of masks are no longer there */
    boolean expired;
    /** files of masks are no masks */
    boolean garbled;
    /** the list of predictions stays empty */
    boolean unlisted;
    /** predictions that get their billing row with each call for rows; all at once where 0 */
    int rowsACall;

    private final Queue<Boolean> finds = new ArrayDeque<>();
    private int rowCalls;
    int looksSeen;

    boolean billsExactly = false;
    /** half the list price for each prediction */
    boolean billsHalf;

    /** the account has no room for another prediction */
    volatile boolean full;

    /** so many more are told that the account has room */
    final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);

    final AtomicInteger turnsAsked = new AtomicInteger();
    boolean sameShapeAlways = false;
    /** what a prediction for these prompts gives in a frame of the source; null for nothing */
    BiFunction<Prompts, Integer, @Nullable Mask> seen = (prompts, frame) -> truth(frame);

    int submits;

    synchronized FakeProvider then(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
        return this;
    }

    /** How the next looks at the list go: an outage (true), or an answer that has nothing yet (false); then the truth. */
    synchronized FakeProvider thenListed(Boolean... outages) {
        finds.addAll(List.of(outages));
        return this;
    }

    synchronized List<PredictionId> created() {
        return List.copyOf(remotes.keySet());
    }

    synchronized List<PredictionInput> inputs() {
        return remotes.values().stream().map(r -> r.input).toList();
    }

    synchronized List<PredictionId> deleted() {
        return List.copyOf(deleted);
    }

    /** After seven days a prediction is known no more. */
    synchronized void forget(PredictionId id) {
        remotes.get(id).looksMissed = Integer.MAX_VALUE;
    }

    /** Lets predictions that hang complete at the next look. */
    synchronized void release() {
        remotes.values().forEach(r -> r.looks = Integer.MAX_VALUE - 1);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public boolean simulated() {
        return !real;
    }

    @Override
    public Duration untilNextStart() {
        turnsAsked.incrementAndGet();
        return full || room.getAndUpdate(left -> Math.max(0, left - 1)) == 0 ? Duration.ofHours(1) : Duration.ZERO;
    }

    @Override
    public synchronized URI upload(Path file, String fileName) {
        try {
            URI uri = URI.create("https://fake.example/" + fileName);
            uploads.put(uri.toString(), Files.readString(file));
            return uri;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Prediction submit(PredictionInput input, @Nullable String webhook) {
        submits++;
        Behaviour behaviour = script.isEmpty() ? Behaviour.COMPLETE : script.remove();
        switch (behaviour) {
            case REFUSE -> throw new RejectedException("the prompt was refused", 400);
            case RATE_LIMIT -> throw new RateLimitedException("too many a minute", Duration.ofSeconds(40));
            case LOSE_REQUEST -> throw new SubmissionOutcomeUnknownException("connection reset");
            default -> {}
        }
        PredictionId id = new PredictionId("p" + (remotes.size() + 1));
        Remote remote = new Remote(id, input, uploads.get(input.video().toString()), behaviour);
        remotes.put(id, remote);
        if (behaviour == Behaviour.LOSE_ANSWER) {
            throw new SubmissionOutcomeUnknownException("connection reset");
        }
        return shown(remote);
    }

    @Override
    public synchronized Prediction poll(PredictionId id) {
        Remote remote = remotes.get(id);
        looksSeen++;
        if (remote == null
                || remote.status == PredictionStatus.DELETED
                || remote.missed++ < Math.max(looksMissed, remote.looksMissed)) {
            throw new NotFoundException("prediction " + id + " is not known");
        }
        boolean hangs = remote.behaviour == Behaviour.HANG && remote.looks < Integer.MAX_VALUE - 1;
        if (!remote.status.isTerminal() && !hangs && ++remote.looks >= looksUntilEnd) {
            boolean fails = remote.behaviour == Behaviour.FAIL || remote.behaviour == Behaviour.MODERATE;
            remote.status = fails ? PredictionStatus.FAILED : PredictionStatus.COMPLETED;
        }
        return shown(remote);
    }

    private Prediction shown(Remote remote) {
        PredictionOutputs outputs = remote.status == PredictionStatus.COMPLETED
                ? new PredictionOutputs(URI.create("https://fake.example/" + remote.id + "_rle.json"), null)
                : null;
        PredictionFailure failure = remote.status != PredictionStatus.FAILED
                ? null
                : remote.behaviour == Behaviour.MODERATE
                        ? new PredictionFailure(PredictionFailure.Reason.MODERATED, 1200, "not allowed")
                        : new PredictionFailure(PredictionFailure.Reason.MODEL_FAILED, 1403, "model failed");
        return new Prediction(
                remote.id,
                remote.status,
                outputs,
                failure,
                null,
                tellsInputs ? remote.input.video().toString() : null);
    }

    @Override
    public synchronized InputStream fetch(PredictionOutputs outputs) {
        if (expired) {
            throw new NotFoundException("the file has expired");
        }
        if (garbled) {
            return new ByteArrayInputStream("<html>".getBytes(StandardCharsets.UTF_8));
        }
        String path = outputs.rle().getPath();
        Remote remote = remotes.get(new PredictionId(path.substring(1, path.indexOf('_'))));
        String[] words = remote.video.split(" ");
        int start = Integer.parseInt(words[1]);
        int frames = Integer.parseInt(words[2]) - framesMissing;
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < frames; i++) {
            Mask mask = seen.apply(remote.input.prompts(), start + i);
            json.append(i == 0 ? "\"" : ",\"")
                    .append(mask == null ? "" : Dialect.PAIRS_ROW_1.encode(mask))
                    .append('"');
        }
        return new ByteArrayInputStream(json.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What is seen in a frame of the source: a diamond of 41 rows that moves right and down; a bar where told so. */
    Mask truth(int frame) {
        FrameSize size = FakeVideoTools.SIZE;
        if (sameShapeAlways) {
            return Mask.ofPairs(size, new int[] {100, 4}, 2, 0, PixelOrder.ROW_MAJOR);
        }
        return diamond(25 + frame % 100, frame % 40);
    }

    /** A diamond of 41 rows, by its centre's column and its top row. */
    static Mask diamond(int centre, int top) {
        FrameSize size = FakeVideoTools.SIZE;
        int[] pairs = new int[2 * 41];
        for (int row = 0; row < 41; row++) {
            int half = 20 - Math.abs(row - 20);
            pairs[2 * row] = (top + row) * size.width() + centre - half;
            pairs[2 * row + 1] = 2 * half + 1;
        }
        return Mask.ofPairs(size, pairs, pairs.length, 0, PixelOrder.ROW_MAJOR);
    }

    @Override
    public synchronized DeleteOutcome delete(PredictionId id) {
        Remote remote = remotes.get(id);
        if (remote == null) {
            return DeleteOutcome.UNKNOWN_THERE;
        }
        deleted.add(id);
        if (onDelete != OnDelete.RUNS_ON) {
            remote.status = onDelete == OnDelete.STOPS ? PredictionStatus.DELETED : PredictionStatus.COMPLETED;
        }
        return DeleteOutcome.DELETED;
    }

    @Override
    public synchronized List<Prediction> find(TimeWindow window) {
        Boolean outage = finds.poll();
        if (Boolean.TRUE.equals(outage)) {
            throw new UnavailableException("the provider is away", null);
        }
        if (unlisted || outage != null) {
            return List.of();
        }
        return remotes.values().stream().map(this::shown).toList();
    }

    @Override
    public synchronized List<BillingRow> charges(TimeWindow window) {
        return charges(List.copyOf(remotes.keySet()));
    }

    @Override
    public synchronized List<BillingRow> charges(List<PredictionId> ids) {
        List<BillingRow> rows = new ArrayList<>();
        rowCalls++;
        List<PredictionId> billed = rowsACall == 0 ? ids : ids.subList(0, Math.min(ids.size(), rowCalls * rowsACall));
        for (PredictionId id : billed) {
            Remote remote = remotes.get(id);
            if (remote != null) {
                rows.add(new BillingRow("row-" + id, BillingRow.Kind.DEDUCT, price(remote), Instant.EPOCH, true, id));
            }
        }
        return rows;
    }

    private MicroUsd price(Remote remote) {
        String[] words = remote.video.split(" ");
        long micros = Long.parseLong(words[2]) * 1_000_000 / Long.parseLong(words[3]);
        PriceList published = PriceList.PUBLISHED;
        if (billsHalf) {
            return new MicroUsd(published.charge(micros).value() / 2);
        }
        return billsExactly
                ? new PriceList(
                                published.perUnit(),
                                published.unitMicros(),
                                published.maxMicros(),
                                PriceList.Rounding.EXACT)
                        .charge(micros)
                : published.charge(micros);
    }

    /** What its book says that was taken. */
    synchronized MicroUsd billed() {
        return remotes.values().stream().map(this::price).reduce(MicroUsd.ZERO, MicroUsd::plus);
    }

    @Override
    public MicroUsd balance() {
        return MicroUsd.ofUsd("100");
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return MicroUsd.ofUsd("0.05");
    }
}
