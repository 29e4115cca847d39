package dev.sam3flow.temporal.workflow;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.ChunkRepair;
import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.activity.JobRecords.PricedChunk;
import dev.sam3flow.temporal.activity.JobRecords.ResultKeys;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.activity.MediaWork.Compared;
import dev.sam3flow.temporal.activity.MediaWork.Suspect;
import dev.sam3flow.temporal.workflow.SegmentChunk.Outcome;
import dev.sam3flow.temporal.workflow.SegmentVideo.Carried;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries the chunks of a segmented job that look bad once more, prompted by boxes, and keeps whichever result looks better.
 * What this costs is reserved chunk by chunk, under the job's limit: where that is reached, the first results stay.
 */
final class AutoRepair {
    private final JobRecords records;
    private final MediaWork media;
    private final ChunkFan fan;

    AutoRepair(JobRecords records, MediaWork media, ChunkFan fan) {
        this.records = records;
        this.media = media;
        this.fan = fan;
    }

    /**
     * Comes back when each has been tried.
     *
     * @param show told when the job segments again, and when it stitches
     */
    List<ChunkRepair> repair(Carried job, Consumer<JobPhase> show) {
        BlobRef first = fan.results();
        if (first == null) {
            return List.of();
        }
        List<Suspect> suspects = media.suspects(job.order().id(), job.source(), job.plan(), first)
                .chunks();
        if (suspects.isEmpty()) {
            return List.of();
        }
        Map<Integer, Outcome> outcomes = triedAgain(job, suspects, show);
        show.accept(JobPhase.STITCHING);
        Map<Integer, String> second = new TreeMap<>();
        outcomes.forEach((chunk, outcome) -> {
            if (outcome.kind() == Outcome.Kind.DONE) {
                second.put(chunk, Objects.requireNonNull(outcome.resultKey()));
            }
        });
        Map<Integer, Compared> compared = compared(job, first, second);
        List<ChunkRepair> repairs = suspects.stream()
                .map(suspect -> told(suspect, outcomes.get(suspect.chunk()), compared.get(suspect.chunk())))
                .toList();
        keep(job, repairs, second);
        return repairs;
    }

    private Map<Integer, Outcome> triedAgain(Carried job, List<Suspect> suspects, Consumer<JobPhase> show) {
        Map<Integer, Outcome> outcomes = new TreeMap<>();
        for (Suspect suspect : suspects) {
            Prompts again = suspect.again();
            if (again != null) {
                PricedChunk chunk =
                        records.page(job.plan(), suspect.chunk(), 1).chunks().get(0);
                fan.again(chunk, again, show, outcome -> outcomes.put(suspect.chunk(), outcome));
            }
        }
        Workflow.await(fan::isIdle);
        return outcomes;
    }

    private Map<Integer, Compared> compared(Carried job, BlobRef first, Map<Integer, String> second) {
        Map<Integer, Compared> compared = new TreeMap<>();
        if (!second.isEmpty()) {
            BlobRef stored = records.keepResults(null, new ResultKeys(second));
            media.compare(job.order().id(), job.source(), job.plan(), first, stored)
                    .chunks()
                    .forEach(one -> compared.put(one.chunk(), one));
        }
        return compared;
    }

    private static ChunkRepair told(Suspect suspect, @Nullable Outcome outcome, @Nullable Compared compared) {
        int chunk = suspect.chunk();
        if (outcome == null) {
            return new ChunkRepair(
                    chunk, false, suspect.badFrames(), null, "no good frame near its start to take boxes from");
        }
        if (compared == null) {
            return new ChunkRepair(chunk, false, suspect.badFrames(), null, "no second result: " + outcome.note());
        }
        Integer after = compared.badFrames();
        String why = after == null
                ? "the second result cannot be read with the others"
                : compared.better() ? "the second result looks better" : "the second result looks no better";
        return new ChunkRepair(chunk, compared.better(), suspect.badFrames(), after, why);
    }

    private void keep(Carried job, List<ChunkRepair> repairs, Map<Integer, String> second) {
        Map<Integer, String> better = new TreeMap<>(second);
        repairs.stream().filter(repair -> !repair.repaired()).forEach(repair -> better.remove(repair.chunk()));
        fan.replace(better);
        records.repaired(job.order().id(), repairs, Objects.requireNonNull(fan.results()));
    }
}
