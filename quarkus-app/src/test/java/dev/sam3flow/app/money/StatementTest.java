package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final YearMonth MARCH = YearMonth.of(2026, 3);

    private final MoneyBench bench = new MoneyBench();
    private int entries;

    @AfterEach
    void close() {
        bench.close();
    }

    private void post(String tenant, Kind kind, String usd, String reason, boolean simulated) {
        JobId job = new JobId(tenant, "j");
        bench.ledger.post(List.of(new LedgerEntry(
                job + "/0/" + ++entries + "/x", tenant, job.toString(), kind, MicroUsd.ofUsd(usd), reason, simulated)));
    }

    @Test
    void aMonthEndsAtMidnightOfItsLastDayInUtc() {
        bench.pass(Duration.ofHours(12).minusMillis(1));
        post("acme", Kind.CHARGE, "0.15", "p1", false);
        bench.pass(Duration.ofMillis(1));
        post("acme", Kind.CHARGE, "0.30", "p2", false);

        Statement march = Statement.of(bench.ledger, "acme", MARCH, false);
        Statement april = Statement.of(bench.ledger, "acme", MARCH.plusMonths(1), false);

        assertThat(march.due()).isEqualTo(MicroUsd.ofUsd("0.15"));
        assertThat(april.due()).isEqualTo(MicroUsd.ofUsd("0.30"));
        assertThat(april.opening()).isEqualTo(march.closing());
    }

    @Test
    void whatIsDueIsChargesRefundsAndAdjustmentsOfOneTenantAndOneMoney() {
        post("acme", Kind.RESERVE, "9.00", "held", false);
        post("acme", Kind.CHARGE, "0.15", "p1", false);
        post("acme", Kind.REFUND, "-0.10", "back", false);
        post("acme", Kind.ADJUST, "-0.02", "p1", false);
        post("acme", Kind.CHARGE, "5.00", "p2", true);
        post("other", Kind.CHARGE, "7.00", "p3", false);

        Statement statement = Statement.of(bench.ledger, "acme", MARCH, false);

        assertThat(statement.due()).isEqualTo(MicroUsd.ofUsd("0.03"));
        assertThat(statement.closing().held()).isEqualTo(MicroUsd.ofUsd("9.00"));
        assertThat(statement.lines()).hasSize(4);
    }

    @Test
    void csvIsQuotedAndNoFormula() {
        post("acme", Kind.CHARGE, "0.15", "=HYPERLINK(\"https://evil.example\"), now", false);

        assertThat(StatementText.csv(Statement.of(bench.ledger, "acme", MARCH, false)))
                .containsExactly(
                        "posted_at,job,kind,amount_usd,reason,entry,money",
                        "2026-03-31T12:00:00Z,acme/j,charge,0.150000,"
                                + "\"'=HYPERLINK(\"\"https://evil.example\"\"), now\",acme/j/0/1/x,real");
    }

    @Test
    void jsonHasTheSameEntriesAndTheSums() {
        post("acme", Kind.CHARGE, "0.15", "p1", false);
        post("acme", Kind.REFUND, "-0.15", "back", false);

        assertThat(StatementText.json(Statement.of(bench.ledger, "acme", MARCH, false))
                        .toString())
                .contains("\"dueUsd\":\"0.000000\"", "\"charge\":\"0.150000\"", "\"refund\":\"-0.150000\"")
                .contains("\"tenant\":\"acme\"", "\"month\":\"2026-03\"", "\"money\":\"real\"");
    }
}
