package dev.sam3flow.app.cli;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobWait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says once, when it begins, that a job waits for a person, and what the person has to type. */
final class WaitNotices {
    private final Set<JobWait> standing = new HashSet<>();

    /** Lines for what the job did not wait for at the look before. */
    List<String> fresh(JobProgress progress) {
        List<JobWait> waits = JobWait.of(progress);
        List<String> lines = waits.stream()
                .filter(wait -> !standing.contains(wait))
                .map(wait -> line(progress.id(), wait))
                .toList();
        standing.clear();
        standing.addAll(waits);
        return lines;
    }

    static String line(JobId id, JobWait wait) {
        String name = id.tenant().equals(JobId.DEFAULT_TENANT) ? id.requestKey() : id.toString();
        return Errors.oneLine(wait.what()) + "; type: "
                + wait.choices().stream()
                        .map(choice -> "./sam3 job " + name + " " + choice)
                        .collect(Collectors.joining("  or: "));
    }
}
