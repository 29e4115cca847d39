package dev.sam3flow.app.cli;

import dev.sam3flow.app.money.Reaper;
import dev.sam3flow.app.money.Reaper.Outcome;
import dev.sam3flow.app.money.Reaper.Reaped;
import dev.sam3flow.app.wiring.DurableJobs;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobStore;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends what runs at the provider and nobody waits for. */
@Command(
        name = "reap",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Deletes predictions that no job waits for any more, and settles what was held for them.",
        footer = {
            "A service does this by itself. Without a Temporal server, a job that has no result and that no process drives",
            "is usually taken up again by the next one: it is touched only where --job names it."
        })
public class LedgerReapCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "This job, though it has no result yet and would be taken up again.")
    @Nullable
    String job;

    @Inject
    Reaper reaper;

    @Inject
    DurableJobs durable;

    @Inject
    JobStore jobs;

    @Inject
    JobDesk desk;

    @Inject
    Sam3Config config;

    @Override
    public Integer call() {
        Duration grace = job == null ? config.ledger().reapAfter() : Duration.ZERO;
        List<Reaped> reaped = reaper.reap(Duration.ofDays(7), grace, this::isOrphaned);
        Output output = Output.of(spec);
        for (Reaped one : reaped) {
            output.result(String.format(
                    Locale.ROOT,
                    "%-15s  %s  %s",
                    one.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    one.attempt(),
                    one.note()));
        }
        output.say(reaped.size() + " predictions or submits that nobody waited for");
        boolean open =
                reaped.stream().anyMatch(one -> one.outcome() == Outcome.STILL_RUNS || one.outcome() == Outcome.FAILED);
        return open ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private boolean isOrphaned(JobId id) {
        if (job != null && !JobId.parse(job).equals(id)) {
            return false;
        }
        if (config.temporal().target().isPresent()) {
            return !durable.isRunning(id);
        }
        boolean ended = jobs.find(id).map(found -> found.result().isPresent()).orElse(true);
        return (job != null || ended) && desk.holder(id).isEmpty();
    }
}
