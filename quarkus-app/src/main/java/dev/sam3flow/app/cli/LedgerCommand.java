package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.Ledger;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the book: every entry, and what they come to. Simulated and real money are never added up. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows what was reserved, charged, released, refunded and adjusted.",
        subcommands = {LedgerReconcileCommand.class, LedgerStatementCommand.class, LedgerReapCommand.class})
public class LedgerCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--job", paramLabel = "ID", description = "Only this job: its request key, or tenant/key.")
    @Nullable
    String job;

    @Option(names = "--json", description = "Print one JSON object in place of text.")
    boolean json;

    @Inject
    Ledger ledger;

    @Inject
    JobStore jobs;

    @Override
    public Integer call() {
        List<LedgerEntry> entries = entries();
        Output output = Output.of(spec);
        if (json) {
            output.result(json(entries));
            return ExitCode.DONE;
        }
        for (LedgerEntry entry : entries) {
            output.result(String.format(
                    Locale.ROOT,
                    "%-8s %10s  %s%s  %s",
                    entry.kind().name().toLowerCase(Locale.ROOT),
                    entry.amount(),
                    entry.key(),
                    entry.simulated() ? "  simulated" : "",
                    entry.reason()));
        }
        output.result(line("real money", balance(entries, false)));
        output.result(line("simulated", balance(entries, true)));
        return ExitCode.DONE;
    }

    private List<LedgerEntry> entries() {
        if (job == null) {
            return ledger.entries(JobId.DEFAULT_TENANT);
        }
        JobId id = JobId.parse(job);
        List<LedgerEntry> entries = ledger.entries(id);
        if (entries.isEmpty() && jobs.find(id).isEmpty()) {
            throw new NotFoundException("job " + id + " is not known: 'sam3 ledger' lists the entries of all jobs");
        }
        return entries;
    }

    private static Balance balance(List<LedgerEntry> entries, boolean simulated) {
        Balance balance = Balance.ZERO;
        for (LedgerEntry entry : entries) {
            balance = entry.simulated() == simulated ? balance.with(entry) : balance;
        }
        return balance;
    }

    private static String line(String what, Balance balance) {
        return what + ": spent " + balance.spent() + ", held " + balance.held();
    }

    private static ObjectNode json(List<LedgerEntry> entries) {
        ObjectNode json = Output.object();
        ArrayNode list = json.putArray("entries");
        for (LedgerEntry entry : entries) {
            list.addObject()
                    .put("key", entry.key())
                    .put("job", entry.jobId())
                    .put("kind", entry.kind().name())
                    .put("amountMicroUsd", entry.amount().value())
                    .put("reason", entry.reason())
                    .put("simulated", entry.simulated());
        }
        put(json.putObject("real"), balance(entries, false));
        put(json.putObject("simulated"), balance(entries, true));
        return json;
    }

    private static void put(ObjectNode json, Balance balance) {
        json.put("spentMicroUsd", balance.spent().value());
        json.put("heldMicroUsd", balance.held().value());
    }
}
