package dev.sam3flow.core.attempt;

import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.PriceList.Rounding;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.BillingRow.Kind;
import dev.sam3flow.core.prediction.PredictionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Holds what our ledger says of attempts against what the provider's billing rows say, and says for each what explains the
 * difference. What nothing explains is flagged, never rounded away.
 */
public final class BillCheck {
    private final PriceList prices;
    private final ToLongFunction<AttemptKey> durations;

    /** @param durations length in microseconds of what an attempt sent; 0 where it is not known any more */
    public BillCheck(PriceList prices, ToLongFunction<AttemptKey> durations) {
        this.prices = prices;
        this.durations = durations;
    }

    /** What explains a line. */
    public enum Verdict {
        /** billed as quoted */
        AS_QUOTED(true),
        /** the row names a list price that is the quote */
        DISCOUNT(true),
        /** billed by another published reading of the rounding */
        OTHER_ROUNDING(true),
        /** given back, in whole or in part, and booked so */
        REFUNDED(true),
        /** nothing was created, nothing is held */
        NOT_CREATED(true),
        /** the prediction has not ended, or its end is not recorded: money is held for it */
        OPEN(true),
        /** no row yet, or one that may still change */
        NOT_BILLED_YET(true),
        /** the same number of units at another price each: somebody should know that the price has changed */
        OTHER_PRICE(false),
        /** billed otherwise, and nothing we know explains it */
        UNEXPLAINED(false),
        /** what we have booked is not what the rows say: settle, and if that does not help, ask */
        NOT_BOOKED(false),
        /** money is still held for an attempt that is over */
        HELD_FOR_NOTHING(false),
        /** a row about a prediction that is none of ours */
        FOREIGN(false);

        private final boolean explained;

        Verdict(boolean explained) {
            this.explained = explained;
        }

        /** False where somebody should look. */
        public boolean explained() {
            return explained;
        }
    }

    /**
     * One attempt, or one foreign prediction.
     *
     * @param what the attempt's key, or {@code "-"}
     * @param prediction its prediction; empty where there is none
     * @param booked what our ledger says was spent
     * @param billed what the provider took less what it gave back
     * @param note a plain sentence
     */
    public record Line(
            String what, String prediction, MicroUsd booked, MicroUsd billed, Verdict verdict, String note) {}

    /**
     * Checks the attempts of one job.
     *
     * @param rows the rows of all their predictions; others are passed over
     */
    public List<Line> check(List<Attempt> attempts, JobAccount account, List<BillingRow> rows) {
        List<Line> lines = new ArrayList<>();
        for (Attempt attempt : attempts) {
            List<BillingRow> own = attempt.state()
                    .prediction()
                    .map(id -> rows.stream()
                            .filter(row -> id.equals(row.predictionId()))
                            .toList())
                    .orElse(List.of());
            lines.add(line(attempt, account, own));
        }
        return lines;
    }

    /** Rows about predictions of no attempt, one line a prediction. */
    public static List<Line> foreign(List<BillingRow> rows, Set<PredictionId> ours) {
        Set<PredictionId> seen = new HashSet<>(ours);
        List<Line> lines = new ArrayList<>();
        for (BillingRow row : rows) {
            PredictionId id = row.predictionId();
            if (id == null) {
                lines.add(new Line("-", "", MicroUsd.ZERO, net(List.of(row)), Verdict.FOREIGN, "names no prediction"));
            } else if (seen.add(id)) {
                List<BillingRow> own =
                        rows.stream().filter(r -> id.equals(r.predictionId())).toList();
                lines.add(new Line(
                        "-",
                        id.value(),
                        MicroUsd.ZERO,
                        net(own),
                        Verdict.FOREIGN,
                        "no attempt of this database made it: another user of the key, or another model"));
            }
        }
        return lines;
    }

    private Line line(Attempt attempt, JobAccount account, List<BillingRow> own) {
        MicroUsd booked = account.spent(attempt.key());
        MicroUsd held = account.held(attempt.key());
        MicroUsd billed = net(own);
        String id = attempt.state().prediction().map(PredictionId::value).orElse("");
        Finding finding = finding(attempt, booked, held, own);
        return new Line(attempt.key().toString(), id, booked, billed, finding.verdict(), finding.note());
    }

    private record Finding(Verdict verdict, String note) {}

    private Finding finding(Attempt attempt, MicroUsd booked, MicroUsd held, List<BillingRow> own) {
        String state = attempt.state().getClass().getSimpleName();
        if (attempt.state().isOpen()) {
            return new Finding(Verdict.OPEN, state + ", " + held + " held");
        }
        if (!(attempt.state() instanceof Finished)) {
            // an intent keeps its reservation until it is sent or its job has ended
            boolean waits = attempt.state() instanceof AttemptState.Intended;
            return held.isZero() || waits
                    ? new Finding(Verdict.NOT_CREATED, state + (held.isZero() ? "" : ", " + held + " held"))
                    : new Finding(Verdict.HELD_FOR_NOTHING, state + ", and " + held + " is still held");
        }
        if (!held.isZero()) {
            return new Finding(Verdict.HELD_FOR_NOTHING, "ended and charged, and " + held + " is still held");
        }
        if (!JobAccount.isFinal(own)) {
            return new Finding(Verdict.NOT_BILLED_YET, own.isEmpty() ? "no row yet" : "its row is not final");
        }
        if (!booked.equals(net(own))) {
            return new Finding(Verdict.NOT_BOOKED, "booked " + booked + ", the rows come to " + net(own));
        }
        return explained(attempt, own);
    }

    private Finding explained(Attempt attempt, List<BillingRow> own) {
        MicroUsd taken = sum(own, Kind.DEDUCT);
        MicroUsd returned = sum(own, Kind.REFUND);
        Finding why = why(attempt, taken, own);
        if (returned.isZero() || !why.verdict().explained()) {
            return why;
        }
        String taking = why.verdict() == Verdict.AS_QUOTED ? "" : "; " + why.note();
        return new Finding(Verdict.REFUNDED, returned + " of " + taken + " given back" + taking);
    }

    private Finding why(Attempt attempt, MicroUsd taken, List<BillingRow> own) {
        MicroUsd quoted = attempt.reserved();
        if (taken.equals(quoted)) {
            return new Finding(Verdict.AS_QUOTED, "");
        }
        MicroUsd listed = own.stream()
                .filter(row -> row.kind() == Kind.DEDUCT)
                .map(row -> row.listPrice() == null ? row.price() : row.listPrice())
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
        String difference = "billed " + taken + " for a quote of " + quoted;
        if (listed.equals(quoted)) {
            return new Finding(Verdict.DISCOUNT, difference + ": list price " + listed + " less a discount");
        }
        long micros = durations.applyAsLong(attempt.key());
        for (Rounding rounding : micros > 0 ? Rounding.values() : new Rounding[0]) {
            PriceList other = new PriceList(prices.perUnit(), prices.unitMicros(), prices.maxMicros(), rounding);
            // nobody tells where an exact price's fraction of a micro-USD goes
            long off = Math.abs(other.charge(micros).value() - taken.value());
            if (rounding != prices.rounding() && off <= (rounding == Rounding.EXACT ? 1 : 0)) {
                String how = rounding == Rounding.EXACT ? "by the exact length" : "by started seconds";
                return new Finding(Verdict.OTHER_ROUNDING, difference + ": " + how + ", " + micros + " µs");
            }
        }
        long units = micros > 0 ? prices.units(micros) : 0;
        if (units > 0
                && taken.value() > 0
                && taken.value() % units == 0
                && prices.charge(micros).equals(quoted)) {
            MicroUsd unit = new MicroUsd(taken.value() / units);
            return new Finding(
                    Verdict.OTHER_PRICE,
                    difference + ": " + units + " units at " + unit + " each: the price has changed");
        }
        return new Finding(Verdict.UNEXPLAINED, difference + ", and nothing explains it");
    }

    private static MicroUsd net(List<BillingRow> rows) {
        return sum(rows, Kind.DEDUCT).minus(sum(rows, Kind.REFUND));
    }

    private static MicroUsd sum(List<BillingRow> rows, Kind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind)
                .map(BillingRow::price)
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
    }
}
