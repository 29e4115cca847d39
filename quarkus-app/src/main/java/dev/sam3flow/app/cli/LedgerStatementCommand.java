package dev.sam3flow.app.cli;

import dev.sam3flow.app.money.Statement;
import dev.sam3flow.app.money.StatementText;
import dev.sam3flow.app.store.PostedLedger;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a tenant's month. */
@Command(
        name = "statement",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Writes a tenant's month as CSV or JSON; months are of UTC.")
public class LedgerStatementCommand implements Callable<Integer> {
    /** How a statement is written. */
    public enum Format {
        CSV,
        JSON
    }

    @Spec
    CommandSpec spec;

    @Option(names = "--tenant", paramLabel = "T", description = "Whose; default ${DEFAULT-VALUE}.")
    String tenant = JobId.DEFAULT_TENANT;

    @Option(names = "--month", paramLabel = "YYYY-MM", description = "Which; the present one if not given.")
    @Nullable
    String month;

    @Option(names = "--format", paramLabel = "csv|json", description = "Default csv.")
    Format format = Format.CSV;

    @Option(names = "--simulated", description = "Simulated money in place of real.")
    boolean simulated;

    @Inject
    PostedLedger ledger;

    @Override
    public Integer call() {
        String owner = new JobId(tenant, "statement").tenant();
        Statement statement = Statement.of(ledger, owner, month(), simulated);
        Output output = Output.of(spec);
        if (format == Format.JSON) {
            output.result(StatementText.json(statement));
        } else {
            StatementText.csv(statement).forEach(output::result);
        }
        if (statement.lines().isEmpty()) {
            output.say("tenant " + owner + " has no entries of " + (simulated ? "simulated" : "real") + " money in "
                    + statement.month());
        }
        return ExitCode.DONE;
    }

    private YearMonth month() {
        if (month == null) {
            return YearMonth.now(Clock.systemUTC());
        }
        try {
            return YearMonth.parse(month);
        } catch (DateTimeParseException e) {
            throw new InvalidInputException("--month " + month + ": give a year and a month, such as 2026-03", e);
        }
    }
}
