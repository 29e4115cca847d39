package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.app.money.BooksCheck;
import dev.sam3flow.app.money.BooksCheck.Found;
import dev.sam3flow.app.money.LateSettlement;
import dev.sam3flow.core.attempt.BillCheck.Line;
import dev.sam3flow.core.attempt.BillCheck.Verdict;
import dev.sam3flow.core.error.InvalidInputException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds the ledger against the provider's billing rows: explains every cent, or flags it. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Books what the provider billed and refunded since, and explains or flags every difference.",
        footer = "Exit code 5 where something is flagged, or an account could not be read.")
public class LedgerReconcileCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 366;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "What was submitted in so many days; default ${DEFAULT-VALUE}.")
    int days = 7;

    @Option(names = "--dry-run", description = "Only look: book nothing.")
    boolean dryRun;

    @Option(names = "--all", description = "Also print what is as quoted.")
    boolean all;

    @Option(names = "--json", description = "Print one JSON object in place of text.")
    boolean json;

    @Inject
    LateSettlement settlement;

    @Inject
    BooksCheck books;

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new InvalidInputException("--days " + days + ": give a number from 1 to " + MOST_DAYS);
        }
        Duration window = Duration.ofDays(days);
        int posted = dryRun ? 0 : settlement.settle(window).posted();
        Found found = books.check(window);
        if (json) {
            Output.of(spec).result(json(found, posted));
        } else {
            print(found, posted);
        }
        return found.flagged().isEmpty() && found.unread().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private void print(Found found, int posted) {
        Output output = Output.of(spec);
        for (Line line : found.lines()) {
            if (all || line.verdict() != Verdict.AS_QUOTED) {
                output.result(String.format(
                        Locale.ROOT,
                        "%-4s %-16s booked %8s billed %8s  %s %s  %s",
                        line.verdict().explained() ? "ok" : "FLAG",
                        word(line.verdict()),
                        line.booked(),
                        line.billed(),
                        line.what(),
                        line.prediction(),
                        line.note()));
            }
        }
        found.unread().forEach(account -> output.result("FLAG account not read: " + account));
        output.result(found.lines().size() + " lines, " + found.flagged().size() + " flagged; booked " + found.booked()
                + ", billed " + found.billed() + "; " + posted + " entries posted now"
                + (found.others() == 0 ? "" : "; " + found.others() + " attempts are another provider's"));
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ObjectNode json(Found found, int posted) {
        ObjectNode json = Output.object();
        json.put("bookedMicroUsd", found.booked().value());
        json.put("billedMicroUsd", found.billed().value());
        json.put("flagged", found.flagged().size());
        json.put("postedNow", posted);
        json.put("otherProviders", found.others());
        found.unread().forEach(json.putArray("unreadAccounts")::add);
        ArrayNode lines = json.putArray("lines");
        for (Line line : found.lines()) {
            lines.addObject()
                    .put("attempt", line.what())
                    .put("prediction", line.prediction())
                    .put("verdict", word(line.verdict()))
                    .put("explained", line.verdict().explained())
                    .put("bookedMicroUsd", line.booked().value())
                    .put("billedMicroUsd", line.billed().value())
                    .put("note", line.note());
        }
        return json;
    }
}
