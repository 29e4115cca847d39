package dev.sam3flow.app.cli;

import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobWait;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobService;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one job, or tells it something, whichever process drives it. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows one job, or tells it something, whichever process drives it.",
        footer = {"", "COMMAND is one of: " + JobCommand.FORMS, "Chunks count from 1."})
public class JobCommandLine implements Callable<Integer>, Prechecked {
    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "JOB", description = "Its key, as 'sam3 jobs' lists it, or tenant/key.")
    String job = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "What to tell it; none shows it.")
    List<String> command = new ArrayList<>();

    @Option(names = "--json", description = "Show it as one JSON object.")
    boolean json;

    @Inject
    JobService jobs;

    @Inject
    JobDesk desk;

    @Override
    public void precheck() {
        JobId.parse(job);
        if (!command.isEmpty()) {
            JobCommand.parse(command);
        }
    }

    @Override
    public Integer call() {
        Output output = Output.of(spec);
        JobId id = JobId.parse(job);
        if (!command.isEmpty()) {
            JobCommand told = JobCommand.parse(command);
            jobs.command(id, told);
            output.say("job " + id.requestKey() + " was told: " + told.text());
            return ExitCode.DONE;
        }
        JobProgress progress = jobs.progress(id);
        if (json) {
            output.result(JobsCommand.json(progress, desk));
            return ExitCode.DONE;
        }
        output.result(JobsCommand.line(progress));
        desk.holder(id).ifPresent(driver -> output.result("    driven by " + driver));
        progress.chunks().forEach(chunk -> output.result("    " + ProgressText.chunk(chunk)));
        JobWait.of(progress).forEach(wait -> output.result("    " + WaitNotices.line(id, wait)));
        return ExitCode.DONE;
    }
}
