package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.RepairOf;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.temporal.Sam3Ports;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Plans a repair: as the job was planned whose result it is, with the prices of the chunks that are segmented again. */
final class RepairPlanning {
    private final Sam3Ports ports;
    private final PriceList prices;
    private final StoredRecords stored;

    RepairPlanning(Sam3Ports ports, PriceList prices, StoredRecords stored) {
        this.ports = ports;
        this.prices = prices;
        this.stored = stored;
    }

    PlanFacts plan(JobRequest request, RepairOf of, SourceFacts source) throws IOException {
        StoredJob job = ports.jobs()
                .find(of.job())
                .orElseThrow(() -> new NotFoundException("job " + of.job() + " is not in the store"));
        Planned first = stored.get(
                ports.jobs()
                        .findPlanned(of.job())
                        .orElseThrow(() -> new InvalidInputException("how job " + of.job()
                                + " was planned is not in the store: it cannot be repaired; order it again")),
                Planned.class);
        if (!first.source().file().sha256().equals(source.file().sha256())) {
            throw new InvalidInputException(
                    "the video is no longer the one that job " + of.job() + " has masks of: its bytes have changed");
        }
        ChunkPlan plan = stored.plan(first.plan());
        RepairPlan repair = new RepairPlan(Set.copyOf(of.chunks()), keys(job), onlyFor(request, of), masks(job, of));
        requireKept(plan, repair);
        return new PlanFacts(
                first.plan().plan(),
                plan.chunks().size(),
                quote(plan, of),
                plan.normaliseReason(),
                stored.put(repair, source.frames()));
    }

    private static Map<Integer, String> keys(StoredJob job) {
        Map<Integer, String> keys = new TreeMap<>();
        for (ChunkProgress chunk : job.progress().chunks()) {
            if (chunk.phase() == ChunkPhase.DONE && chunk.resultKey() != null) {
                keys.put(chunk.chunk().index(), chunk.resultKey());
            }
        }
        return keys;
    }

    private static String onlyFor(JobRequest request, RepairOf of) {
        return request.reuse() ? "" : of.job().toString();
    }

    private BlobRef masks(StoredJob job, RepairOf of) {
        return job.result()
                .map(result -> result.files().get(JobResult.MASKS))
                .filter(ports.blobs()::contains)
                .orElseThrow(() -> new InvalidInputException(
                        "the masks of job " + of.job() + " are not in the store: there is nothing to repair"));
    }

    /** What is to be kept has to be there before anything is paid for. */
    private void requireKept(ChunkPlan plan, RepairPlan repair) {
        for (Chunk chunk : plan.chunks()) {
            String kept = repair.kept(chunk.index());
            if (kept != null && !kept.isEmpty() && ports.jobs().findChunk(kept).isEmpty()) {
                throw new InvalidInputException("the result of chunk " + (chunk.index() + 1)
                        + " is no longer in the store and cannot be kept: have it segmented again, too");
            }
        }
    }

    private Quote quote(ChunkPlan plan, RepairOf of) {
        List<Chunk> again = of.chunks().stream()
                .map(index -> plan.chunks()
                        .get(Objects.checkIndex(index, plan.chunks().size())))
                .toList();
        MicroUsd total = again.stream()
                .map(chunk -> prices.charge(chunk.durationMicros()))
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
        long billed = again.stream()
                .mapToLong(chunk -> prices.billedSeconds(chunk.durationMicros()))
                .sum();
        return new Quote(total, again.size(), billed, total);
    }
}
