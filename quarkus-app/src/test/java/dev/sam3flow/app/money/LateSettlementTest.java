package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.LateSettlement.Round;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.BillCheck.Verdict;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.simulator.PriceRounding;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the provider bills and gives back after a job has ended. */
class LateSettlementTest {
    private static final Duration WINDOW = Duration.ofHours(48);
    private static final AttemptKey KEY = MoneyBench.key("street");

    private final MoneyBench bench = new MoneyBench();
    private final LateSettlement settlement =
            new LateSettlement(bench.client, bench.attempts, bench.ledger, bench.clock);
    private final BooksCheck books =
            new BooksCheck(bench.client, bench.attempts, bench.jobs, bench.ledger, PriceList.PUBLISHED, bench.clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private MicroUsd spent() {
        return bench.ledger.balance(KEY.jobId()).spent();
    }

    private Verdict verdict() {
        return books.check(WINDOW).lines().get(0).verdict();
    }

    @Test
    void aRefundHoursAfterTheEndIsBooked() {
        bench.simulator.account().setRefundDelay(Duration.ofHours(3));
        bench.simulator.faults().nextRun(Fault.of(FaultKind.ENDS_FAILED));
        bench.submitted(KEY, "marker-1");
        bench.ended(KEY);
        settlement.settle(WINDOW);
        assertThat(spent()).as("not given back yet").isEqualTo(MoneyBench.PRICE);

        bench.pass(Duration.ofHours(4));
        Round round = settlement.settle(WINDOW);

        assertThat(round.posted()).isEqualTo(1);
        assertThat(spent()).isEqualTo(MicroUsd.ZERO);
        assertThat(verdict()).isEqualTo(Verdict.REFUNDED);
        assertThat(settlement.settle(WINDOW).posted()).as("once").isZero();
        assertThat(bench.simulator.book().chargedMicroUsd()).isZero();
    }

    @Test
    void aRefundThatWasNotBookedIsFlagged() {
        bench.simulator.faults().nextRun(Fault.of(FaultKind.ENDS_FAILED));
        bench.submitted(KEY, "marker-1");
        bench.ended(KEY);
        bench.pass(Duration.ofHours(4));

        assertThat(books.check(WINDOW).flagged())
                .singleElement()
                .satisfies(line -> assertThat(line.verdict()).isEqualTo(Verdict.NOT_BOOKED));
    }

    @ParameterizedTest
    @CsvSource({
        "STARTED_UNITS, 0.15, AS_QUOTED",
        "STARTED_SECONDS, 0.13, OTHER_ROUNDING",
        "EXACT, 0.123, OTHER_ROUNDING"
    })
    void everyPublishedRoundingIsFollowedAndNamed(PriceRounding rounding, String usd, Verdict verdict) {
        bench.simulator.account().setRounding(rounding);
        bench.submitted(KEY, "marker-1");
        bench.ended(KEY);

        settlement.settle(WINDOW);

        assertThat(spent()).isEqualTo(MicroUsd.ofUsd(usd));
        assertThat(checkedWithLength().lines().get(0).verdict()).isEqualTo(verdict);
        assertThat(checkedWithLength().flagged()).isEmpty();
    }

    /** The job's plan tells the length of its chunks. */
    private BooksCheck.Found checkedWithLength() {
        MoneyFixtures.saveOneChunk(bench.jobs, KEY.jobId(), 12_300_000);
        return books.check(WINDOW);
    }

    @Test
    void aDiscountIsAnAdjustmentThatNamesTheListPrice() {
        bench.simulator.account().setDiscountPercent(20);
        bench.submitted(KEY, "marker-1");
        bench.ended(KEY);

        settlement.settle(WINDOW);

        assertThat(bench.posted)
                .filteredOn(entry -> entry.kind() == Kind.ADJUST)
                .singleElement()
                .extracting(LedgerEntry::amount, LedgerEntry::reason)
                .satisfies(values -> {
                    assertThat(values.get(0)).isEqualTo(MicroUsd.ofUsd("-0.03"));
                    assertThat((String) values.get(1)).contains("billed $0.12, discounted from $0.15");
                });
        assertThat(verdict()).isEqualTo(Verdict.DISCOUNT);
    }

    @Test
    void aPriceThatChangedIsBookedAndFlagged() {
        bench.intended(KEY, "marker-1");
        bench.simulator.account().setUnitMicroUsd(70_000);
        new dev.sam3flow.core.attempt.AtMostOnceSubmit(bench.attempts, bench.client)
                .submit(KEY, bench.input("marker-1"), null);
        bench.ended(KEY);

        settlement.settle(WINDOW);

        assertThat(spent()).isEqualTo(MicroUsd.ofUsd("0.21"));
        assertThat(checkedWithLength().flagged()).singleElement().satisfies(line -> {
            assertThat(line.verdict()).isEqualTo(Verdict.OTHER_PRICE);
            assertThat(line.note()).contains("3 units at $0.07 each");
        });
    }

    @Test
    void whatAnotherUserOfTheKeyBoughtIsFlaggedAsForeign() {
        bench.client.submit(bench.input("somebody-else"), null);

        assertThat(books.check(WINDOW).flagged())
                .singleElement()
                .satisfies(line -> assertThat(line.verdict()).isEqualTo(Verdict.FOREIGN));
    }

    @Test
    void whatIsOpenHoldsItsMoneyAndIsNotFlagged() {
        bench.submitted(KEY, "marker-1");

        assertThat(verdict()).isEqualTo(Verdict.OPEN);
        assertThat(books.check(WINDOW).flagged()).isEmpty();
    }
}
