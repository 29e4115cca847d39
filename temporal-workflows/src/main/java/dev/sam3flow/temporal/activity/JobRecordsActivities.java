package dev.sam3flow.temporal.activity;

import static dev.sam3flow.temporal.activity.FailureTranslation.run;
import static dev.sam3flow.temporal.activity.FailureTranslation.translated;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.ChunkRepair;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link JobRecords} over the ports. */
public final class JobRecordsActivities implements JobRecords {
    private final Sam3Ports ports;
    private final Sam3Settings settings;
    private final ChunkBoard board;
    private final StoredRecords stored;
    private final SecureRandom random = new SecureRandom();

    public JobRecordsActivities(Sam3Ports ports, Sam3Settings settings) {
        this.ports = ports;
        this.settings = settings;
        this.board = new ChunkBoard(ports);
        this.stored = new StoredRecords(ports.blobs());
    }

    @Override
    public JobOrder open(JobId id) {
        return translated(() -> {
            JobRequest request = job(id).request();
            ports.jobs().reopen(id);
            ports.jobs().savePhase(id, JobPhase.PROBING, "");
            return new JobOrder(
                    id,
                    request.prompts(),
                    request.parallel(),
                    request.maxCharge(),
                    request.onChunkFailure(),
                    request.mostAttempts(),
                    request.reuse(),
                    request.askOverBudget(),
                    settings.pace(),
                    request.perObject(),
                    request.autoRepair(),
                    request.priority(),
                    ports.jobs().standing(id));
        });
    }

    private StoredJob job(JobId id) {
        return ports.jobs().find(id).orElseThrow(() -> new NotFoundException("job " + id + " is not in the store"));
    }

    @Override
    public void phase(JobId id, JobPhase phase, String note) {
        run(() -> ports.jobs().savePhase(id, phase, note));
    }

    @Override
    public void planned(JobId id, SourceFacts source, PlanFacts plan) {
        translated(() -> {
            RepairPlan repair = stored.repair(plan);
            List<ChunkProgress> chunks = stored.plan(plan).chunks().stream()
                    .map(chunk -> waiting(chunk, repair))
                    .toList();
            MicroUsd charged = ports.ledger().balance(id).spent();
            ports.jobs().savePlanned(id, stored.put(new Planned(source, plan), source.frames()));
            ports.jobs()
                    .saveProgress(new JobProgress(
                            id,
                            JobPhase.QUOTED,
                            source.frames(),
                            chunks,
                            plan.quote().total(),
                            charged,
                            ""));
            return null;
        });
    }

    private static ChunkProgress waiting(Chunk chunk, @Nullable RepairPlan repair) {
        return repair != null && "".equals(repair.kept(chunk.index()))
                ? new ChunkProgress(
                        chunk,
                        ChunkPhase.FAILED,
                        null,
                        0,
                        MicroUsd.ZERO,
                        null,
                        "has no masks in the result that is repaired")
                : ChunkProgress.waiting(chunk);
    }

    @Override
    public Reserved reserve(JobId id, SourceFacts source, PlanFacts plan, @Nullable MicroUsd limit) {
        return translated(() -> {
            JobRequest request = job(id).request();
            JobAccount account = board.account(id);
            List<Attempt> attempts = ports.attempts().ofJob(id);
            List<LedgerEntry> missing = new ArrayList<>();
            List<Prompts> calls = request.calls();
            int inPass = plan.chunks() / calls.size();
            RepairPlan repair = stored.repair(plan);
            for (Chunk chunk : stored.plan(plan).chunks()) {
                if (repair != null && repair.kept(chunk.index()) != null) {
                    continue;
                }
                Prompts prompts = calls.get(chunk.index() / inPass);
                List<Attempt> own = attempts.stream()
                        .filter(a -> a.key().chunk() == chunk.index())
                        .toList();
                String key = ChunkKeys.expectedKey(
                        ports.predictions(),
                        request,
                        prompts,
                        source.file().sha256(),
                        chunk,
                        own,
                        repair == null ? null : repair.onlyFor(chunk.index()));
                boolean charged = ChunkKeys.resumable(own, key)
                        .map(a -> a.state() instanceof AttemptState.Finished)
                        .orElse(false);
                if (!charged && ports.jobs().findChunk(key).isEmpty()) {
                    AttemptKey attempt = new AttemptKey(id, chunk.index(), ChunkKeys.next(own, key));
                    missing.addAll(account.reserve(attempt, price(chunk)));
                }
            }
            try {
                ports.ledger().reserve(missing, limit);
            } catch (OverBudgetException e) {
                return new Reserved(MicroUsd.ZERO, String.valueOf(e.getMessage()));
            }
            return new Reserved(ports.ledger().balance(id).held(), null);
        });
    }

    private MicroUsd price(Chunk chunk) {
        return settings.prices().charge(chunk.durationMicros());
    }

    @Override
    public Page page(PlanFacts plan, int from, int most) {
        return translated(() -> {
            ChunkPlan whole = stored.plan(plan);
            RepairPlan repair = stored.repair(plan);
            List<PricedChunk> chunks = whole.chunks().stream()
                    .skip(from)
                    .limit(most)
                    .map(chunk -> priced(chunk, repair))
                    .toList();
            return new Page(chunks);
        });
    }

    private PricedChunk priced(Chunk chunk, @Nullable RepairPlan repair) {
        int index = chunk.index();
        return repair == null
                ? new PricedChunk(chunk, price(chunk), null, null)
                : new PricedChunk(chunk, price(chunk), repair.kept(index), repair.onlyFor(index));
    }

    @Override
    public ChunkStart begin(ChunkOrder order) {
        return translated(() -> {
            String key = ChunkKeys.resultKey(ports.predictions(), order);
            List<Attempt> attempts =
                    ports.attempts().ofChunk(order.jobId(), order.chunk().index());
            int next = ChunkKeys.next(attempts, key);
            Optional<Attempt> own = ChunkKeys.resumable(attempts, key);
            Optional<ChunkResult> result = ports.jobs().findChunk(key);
            if (result.isPresent()) {
                releaseReused(order, own, next);
                boolean there = ports.blobs().contains(result.get().rle());
                board.show(order, there ? ChunkPhase.DONE : ChunkPhase.FETCHING, there ? key : null, "");
                String lostOf = there ? null : result.get().predictionId();
                return new ChunkStart(key, there, next, null, lostOf);
            }
            if (order.kept() != null) {
                throw new NotFoundException("the result of chunk "
                        + (order.chunk().index() + 1) + ", which the repair keeps, is no longer in the store");
            }
            Optional<Attempt> resumed = own.filter(attempt -> !(attempt.state() instanceof Intended))
                    .or(() -> ports.attempts().underWay(key))
                    .or(() -> own);
            showBegin(order, resumed);
            return new ChunkStart(key, false, next, resumed.map(AttemptView::of).orElse(null), null);
        });
    }

    private void showBegin(ChunkOrder order, Optional<Attempt> resumed) {
        Optional<JobId> other = resumed.map(attempt -> attempt.key().jobId()).filter(id -> !id.equals(order.jobId()));
        if (other.isPresent()) {
            board.show(
                    order,
                    ChunkPhase.PREDICTING,
                    null,
                    "job " + other.get() + " has this chunk under way: it is shared");
        } else {
            board.show(order, ChunkPhase.CUTTING, null, "");
        }
    }

    private void releaseReused(ChunkOrder order, Optional<Attempt> resumable, int next) {
        boolean mayBeOwed = resumable.map(attempt -> attempt.state().isOpen()).orElse(false);
        if (!mayBeOwed) {
            ports.ledger().post(board.account(order.jobId()).release(order.attempt(next), "result reused"));
        }
    }

    @Override
    public AttemptView intend(ChunkOrder order, int number, String resultKey) {
        return translated(() -> {
            AttemptKey key = order.attempt(number);
            List<LedgerEntry> missing = board.account(order.jobId()).reserve(key, order.price());
            if (!missing.isEmpty()) {
                ports.ledger().reserve(missing, order.jobLimit());
            }
            Attempt attempt = ports.attempts()
                    .intend(new Attempt(
                            key,
                            resultKey,
                            marker(),
                            order.price(),
                            ports.clock().instant(),
                            new Intended()));
            board.show(order, ChunkPhase.SUBMITTING, null, "");
            return AttemptView.of(attempt);
        });
    }

    private String marker() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public BlobRef keepResults(@Nullable BlobRef before, ResultKeys more) {
        return translated(() -> {
            Map<Integer, String> all = new TreeMap<>(stored.results(before).keys());
            all.putAll(more.keys());
            return stored.put(new ResultKeys(all), 0);
        });
    }

    @Override
    public AttemptView examine(AttemptKey key) {
        return translated(
                () -> AttemptView.of(key, new AtMostOnceSubmit(ports.attempts(), ports.predictions()).examine(key)));
    }

    @Override
    public AttemptView lost(AttemptKey key, String evidence) {
        return translated(() -> {
            moveFromAmbiguous(key, new Lost(evidence));
            Attempt attempt = ports.attempts().get(key);
            if (attempt.state() instanceof Lost) {
                ports.ledger().post(board.account(key.jobId()).release(key, "no prediction exists"));
            }
            return AttemptView.of(attempt);
        });
    }

    @Override
    public AttemptView adopt(AttemptKey key, String predictionId) {
        return translated(() -> {
            moveFromAmbiguous(key, new Accepted(new PredictionId(predictionId), true));
            Attempt attempt = ports.attempts().get(key);
            board.showFound(attempt);
            return AttemptView.of(attempt);
        });
    }

    private void moveFromAmbiguous(AttemptKey key, AttemptState next) {
        AttemptState now = ports.attempts().get(key).state();
        if (now instanceof Ambiguous) {
            ports.attempts().move(key, now, next);
        }
    }

    @Override
    public void release(AttemptKey key, String reason) {
        run(() -> ports.ledger().post(board.account(key.jobId()).release(key, reason)));
    }

    @Override
    public void chunkStopped(ChunkOrder order, boolean needsOperator, String note) {
        run(() -> {
            String key = ChunkKeys.resultKey(ports.predictions(), order);
            String stored = ports.jobs().findChunk(key).isPresent() ? key : null;
            board.show(order, needsOperator ? ChunkPhase.NEEDS_OPERATOR : ChunkPhase.FAILED, stored, note);
        });
    }

    @Override
    public void repaired(JobId id, List<ChunkRepair> repairs, BlobRef results) {
        translated(() -> {
            List<ChunkProgress> chunks = job(id).progress().chunks();
            ResultKeys keys = stored.results(results);
            for (ChunkRepair repair : repairs) {
                ChunkProgress old = chunks.get(repair.chunk());
                String key = Objects.requireNonNull(keys.keys().get(repair.chunk()));
                String prediction = ports.jobs()
                        .findChunk(key)
                        .map(ChunkResult::predictionId)
                        .orElse(old.predictionId());
                ports.jobs()
                        .saveChunkProgress(
                                id,
                                new ChunkProgress(
                                        old.chunk(),
                                        ChunkPhase.DONE,
                                        prediction,
                                        old.attempts(),
                                        old.charged(),
                                        key,
                                        repair.why()));
            }
            return null;
        });
    }

    @Override
    public void releaseRest(JobId id) {
        translated(() -> {
            Set<AttemptKey> open = new HashSet<>();
            for (Attempt attempt : ports.attempts().ofJob(id)) {
                if (attempt.state().isOpen()) {
                    open.add(attempt.key());
                }
            }
            ports.ledger().post(board.account(id).releaseAllBut(open, "the job ended"));
            return null;
        });
    }

    @Override
    public JobResult publish(Ending ending) {
        return translated(() -> new Publication(ports, settings, stored).publish(ending));
    }
}
