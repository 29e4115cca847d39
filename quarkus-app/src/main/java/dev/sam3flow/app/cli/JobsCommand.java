package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobWait;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the jobs of this data folder: where each is, and what it waits for. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists jobs, newest first: where each is, and what it waits for.")
public class JobsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object a job in place of lines.")
    boolean json;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Jobs at most (default: ${DEFAULT-VALUE}).",
            defaultValue = "50")
    int most = 50;

    @Inject
    JobStore store;

    @Inject
    JobService jobs;

    @Inject
    JobDesk desk;

    @Override
    public Integer call() {
        Output output = Output.of(spec);
        var listed = store.list(JobId.DEFAULT_TENANT, Math.max(1, most));
        for (var job : listed) {
            JobProgress progress = jobs.progress(job.request().id());
            if (json) {
                output.result(json(progress, desk));
            } else {
                output.result(line(progress));
                JobWait.of(progress).forEach(wait -> output.result("    " + WaitNotices.line(progress.id(), wait)));
            }
        }
        if (listed.isEmpty() && !json) {
            output.say("there are no jobs yet: sam3 segment VIDEO --prompt TEXT orders one");
        }
        return ExitCode.DONE;
    }

    static String line(JobProgress job) {
        MicroUsd quoted = job.quoted();
        return String.format(
                Locale.ROOT,
                "%s  %s  %d/%d chunks  quote %s, charged %s%s",
                job.id().requestKey(),
                ProgressText.phase(job.phase()),
                job.chunksDone(),
                job.chunks().size(),
                quoted == null ? "-" : quoted,
                job.charged(),
                job.note().isEmpty() ? "" : "  " + Errors.oneLine(job.note()));
    }

    static ObjectNode json(JobProgress job, JobDesk desk) {
        MicroUsd quoted = job.quoted();
        ObjectNode json = Output.object();
        json.put("job", job.id().toString())
                .put("key", job.id().requestKey())
                .put("phase", job.phase().name())
                .put("note", job.note())
                .put("frames", job.videoFrames())
                .put("chunks", job.chunks().size())
                .put("chunksDone", job.chunksDone())
                .put("quoteMicroUsd", quoted == null ? null : quoted.value())
                .put("chargedMicroUsd", job.charged().value())
                .put("driver", desk.holder(job.id()).orElse(null));
        ArrayNode waits = json.putArray("waits");
        for (JobWait wait : JobWait.of(job)) {
            ArrayNode choices = waits.addObject().put("what", wait.what()).putArray("choices");
            wait.choices().forEach(choices::add);
        }
        return json;
    }
}
