package dev.sam3flow.app.cli;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.AttemptStore;
import java.util.List;

/** Names the predictions of a job that may still be billed. */
final class OpenPredictions {
    private final AttemptStore attempts;

    OpenPredictions(AttemptStore attempts) {
        this.attempts = attempts;
    }

    /** One line for each; none where nothing is open. */
    List<String> of(JobId job) {
        return attempts.ofJob(job).stream()
                .filter(attempt -> attempt.state().isOpen())
                .map(OpenPredictions::line)
                .toList();
    }

    private static String line(Attempt attempt) {
        String chunk = "chunk " + (attempt.key().chunk() + 1) + ", attempt "
                + attempt.key().attempt();
        String which = attempt.state()
                .prediction()
                .map(id -> "prediction " + id.value() + " (" + chunk + ")")
                .orElse("a submit of " + chunk + ", whose answer has not come,");
        return which + " may still be billed, up to " + attempt.reserved()
                + "; the same command again takes it up without paying twice";
    }
}
