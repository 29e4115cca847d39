package dev.sam3flow.core.job;

import dev.sam3flow.core.prediction.PredictionId;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that a job waits for from a person.
 *
 * @param what a plain sentence
 * @param choices texts of the {@link JobCommand}s that it may be answered with; an upper-case word stands for what the person
 *     has to fill in
 */
public record JobWait(String what, List<String> choices) {
    public JobWait {
        choices = List.copyOf(choices);
    }

    /** What a job waits for as it stands; nothing for one that goes on by itself. */
    public static List<JobWait> of(JobProgress job) {
        List<JobWait> waits = new ArrayList<>();
        if (job.phase() == JobPhase.WAITING_FOR_APPROVAL) {
            waits.add(new JobWait(
                    "waits for approval: " + job.note(),
                    List.of(new JobCommand.Approve(null).text() + " [USD]", new JobCommand.Refuse().text())));
        }
        if (job.phase() == JobPhase.PAUSED) {
            waits.add(new JobWait("is paused", List.of(new JobCommand.Resume().text())));
        }
        if (!job.phase().isTerminal()) {
            job.chunks().forEach(chunk -> of(job.phase(), chunk).forEach(waits::add));
        }
        return waits;
    }

    private static List<JobWait> of(JobPhase phase, ChunkProgress chunk) {
        int index = chunk.chunk().index();
        if (chunk.phase() == ChunkPhase.NEEDS_OPERATOR) {
            String found = new JobCommand.SubmitFound(index, new PredictionId("ID")).text();
            return List.of(new JobWait(
                    "needs a decision about chunk " + (index + 1) + ": " + chunk.note(),
                    List.of(
                            found,
                            new JobCommand.SubmitAbsent(index).text(),
                            new JobCommand.SubmitAbandoned(index).text())));
        }
        if (phase == JobPhase.NEEDS_OPERATOR && chunk.phase() == ChunkPhase.FAILED) {
            List<String> choices = new ArrayList<>(
                    List.of(new JobCommand.RetryChunk(index).text(), new JobCommand.SkipChunk(index).text()));
            if (!chunk.charged().isZero() || chunk.resultKey() != null) {
                choices.add(new JobCommand.PayAgain(index).text());
            }
            return List.of(new JobWait("needs a decision about chunk " + (index + 1) + ": " + chunk.note(), choices));
        }
        return List.of();
    }
}
