package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.quality.ChunkQuality;
import dev.sam3flow.core.quality.QualityOptions;
import dev.sam3flow.core.quality.QualityReport;
import dev.sam3flow.core.result.AssemblyOptions;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.PassesAssembly;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.activity.MediaWork.Compared;
import dev.sam3flow.temporal.activity.MediaWork.Suspect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the chunks of a job that look bad, what to ask them again, and which of two results looks better. */
final class RepairWork {
    /** The worst of a job; each is paid for. */
    private static final int MOST_SUSPECTS = 50;
    /** Of all of them together: what is asked travels through the workflow. */
    private static final int MOST_BOXES = 500;
    /** A box from a frame further away than that is none of the object where the chunk starts. */
    private static final int MOST_FRAMES_AWAY = 30;

    private static final int MOST_FINDINGS = 100_000;

    private final Sam3Ports ports;
    private final Sam3Settings settings;
    private final JobRequest request;
    private final Video video;
    private final ChunkPlan plan;

    RepairWork(Sam3Ports ports, Sam3Settings settings, JobRequest request, Video video, ChunkPlan plan) {
        this.ports = ports;
        this.settings = settings;
        this.request = request;
        this.video = video;
        this.plan = plan;
    }

    /** One pass as it looks. */
    private record Look(int pass, String dialect, QualityReport report, List<ChunkQuality> chunks) {}

    List<Suspect> suspects(List<ChunkResult> results) throws IOException {
        Map<Integer, ChunkResult> byIndex = new TreeMap<>();
        results.forEach(result -> byIndex.put(result.chunk().index(), result));
        List<Suspect> suspects = new ArrayList<>();
        for (Look look : looks(results)) {
            for (ChunkQuality quality : look.chunks()) {
                int index = look.pass() * chunksInPass() + quality.chunk();
                if (quality.isBad() && byIndex.containsKey(index)) {
                    suspects.add(new Suspect(index, quality.badFrames(), again(look, index, byIndex)));
                }
            }
        }
        suspects.sort(Comparator.comparingInt(Suspect::badFrames).reversed().thenComparing(Suspect::chunk));
        return worst(suspects);
    }

    private static List<Suspect> worst(List<Suspect> suspects) {
        List<Suspect> worst = new ArrayList<>();
        int boxes = 0;
        for (Suspect suspect : suspects) {
            Prompts again = suspect.again();
            boxes += again == null ? 0 : again.boxes().size();
            if (worst.size() < MOST_SUSPECTS && boxes <= MOST_BOXES) {
                worst.add(suspect);
            }
        }
        return worst;
    }

    private int chunksInPass() {
        return plan.chunks().size() / plan.passes();
    }

    /**
     * The texts with the boxes of the last good frame up to the chunk's first: of the chunk before, or, where that has none,
     * of the chunk's own beginning. Null where there is no good frame near.
     */
    private @Nullable Prompts again(Look look, int index, Map<Integer, ChunkResult> results) throws IOException {
        LastMasks masks = new LastMasks(ports.blobs(), look.dialect());
        Chunk chunk = plan.chunks().get(index);
        int start = chunk.sent().startFrame();
        ChunkResult before = index % chunksInPass() == 0 ? null : results.get(index - 1);
        List<BoxPrompt> boxes = List.of();
        if (before != null) {
            int from = Math.max(start - MOST_FRAMES_AWAY, before.chunk().sent().startFrame());
            int to = Math.min(start, before.chunk().sent().endFrame() - 1);
            int good = ChunkQuality.lastGoodFrame(look.report(), from, to);
            boxes = good < 0 ? boxes : masks.last(before, from, good);
        }
        if (boxes.isEmpty()) {
            int to = Math.min(start + MOST_FRAMES_AWAY, chunk.sent().endFrame() - 1);
            int good = ChunkQuality.firstGoodFrame(look.report(), start, to);
            boxes = good < 0 ? boxes : masks.first(Objects.requireNonNull(results.get(index)), good, to);
        }
        Prompts first = request.calls().get(look.pass());
        return boxes.isEmpty() ? null : new Prompts(first.texts(), List.of(), boxes);
    }

    /** @param second results of some chunks in place of those in {@code first} */
    List<Compared> compare(List<ChunkResult> first, List<ChunkResult> second) throws IOException {
        Map<Integer, ChunkQuality> before = byChunk(looks(first));
        try {
            Map<Integer, ChunkQuality> after = byChunk(looks(replaced(first, second)));
            return second.stream()
                    .map(result -> compared(result.chunk().index(), before, after))
                    .toList();
        } catch (Sam3Exception unreadable) {
            return oneByOne(first, second, before);
        }
    }

    /** One that cannot be read with the others stands in the way of itself alone. */
    private List<Compared> oneByOne(
            List<ChunkResult> first, List<ChunkResult> second, Map<Integer, ChunkQuality> before) throws IOException {
        List<Compared> all = new ArrayList<>();
        for (ChunkResult result : second) {
            int chunk = result.chunk().index();
            try {
                all.add(compared(chunk, before, byChunk(looks(replaced(first, List.of(result))))));
            } catch (Sam3Exception unreadable) {
                all.add(new Compared(chunk, false, null));
            }
        }
        return all;
    }

    private static Compared compared(int chunk, Map<Integer, ChunkQuality> before, Map<Integer, ChunkQuality> after) {
        ChunkQuality second = Objects.requireNonNull(after.get(chunk));
        return new Compared(chunk, second.isBetterThan(Objects.requireNonNull(before.get(chunk))), second.badFrames());
    }

    private static List<ChunkResult> replaced(List<ChunkResult> first, List<ChunkResult> second) {
        Map<Integer, ChunkResult> all = new TreeMap<>();
        first.forEach(result -> all.put(result.chunk().index(), result));
        second.forEach(result -> all.put(result.chunk().index(), result));
        return List.copyOf(all.values());
    }

    private Map<Integer, ChunkQuality> byChunk(List<Look> looks) {
        Map<Integer, ChunkQuality> all = new TreeMap<>();
        for (Look look : looks) {
            look.chunks().forEach(quality -> all.put(look.pass() * chunksInPass() + quality.chunk(), quality));
        }
        return all;
    }

    private List<Look> looks(List<ChunkResult> results) throws IOException {
        AssemblyOptions assembly = AssemblyOptions.of(
                request, settings.stitch(), ports.predictions().simulated());
        QualityOptions quality = settings.quality().withMostFindings(MOST_FINDINGS);
        List<Look> looks = new ArrayList<>();
        try (ScratchMasks scratch = new ScratchMasks(settings.work().awaitRoom(MediaActivities.FOR_ROOM))) {
            List<MasksSource> passes = new PassesAssembly(video, plan, request.prompts(), request.calls(), assembly)
                    .passes(results, ports.blobs()::open, scratch);
            for (MasksSource masks : passes) {
                int pass = looks.size();
                String dialect = masks.header().provenance().dialect();
                QualityReport report = QualityReport.of(masks, quality);
                looks.add(new Look(pass, dialect, report, ChunkQuality.of(plan.pass(pass), masks, report)));
            }
        }
        return looks;
    }
}
