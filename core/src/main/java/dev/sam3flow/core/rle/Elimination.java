package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.rle.Dialect.Form;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dialects that are left while the evidence is weighed, and why the others are not. */
final class Elimination {
    /** So many different masks that sum to the frame by chance do not occur. */
    private static final int CONVINCING_SUMS = 3;

    private static final long MANY_EDGES = 8;
    private static final long EDGE_FACTOR = 20;

    private final DialectEvidence evidence;
    private final Set<Dialect> left;
    private final Map<Dialect, String> ruledOut;
    private final List<String> notes = new ArrayList<>();

    Elimination(DialectEvidence evidence) {
        this.evidence = evidence;
        this.ruledOut = new EnumMap<>(Dialect.class);
        this.ruledOut.putAll(evidence.ruledOut());
        this.left = EnumSet.allOf(Dialect.class);
        this.left.removeAll(ruledOut.keySet());
    }

    Set<Dialect> left() {
        return left;
    }

    Dialect first() {
        return left.iterator().next();
    }

    List<String> notes() {
        return notes;
    }

    Map<Dialect, String> ruledOut() {
        return ruledOut;
    }

    /** Whether all that are left read the same masks. */
    boolean isSettled() {
        return left.stream().map(this::reading).distinct().count() == 1;
    }

    /** Those that are left and read the same masks as this one. */
    Set<Dialect> sameAs(Dialect dialect) {
        String reading = reading(dialect);
        return left.stream()
                .filter(other -> reading(other).equals(reading))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dialect.class)));
    }

    /** Dialects that read each mask of the file alike have the same name here. */
    private String reading(Dialect dialect) {
        boolean asCounts = evidence.pairsEqualCounts() && dialect.form() == Form.PAIRS && dialect.base() == 0;
        return (asCounts ? Form.COUNTS : dialect.form()) + " " + dialect.base() + " "
                + (evidence.sameOrder().contains(dialect) ? "any order" : dialect.order());
    }

    void weighSums() {
        if (has(Form.PAIRS) && has(Form.COUNTS) && evidence.exactSums().size() >= CONVINCING_SUMS) {
            drop(
                    dialect -> dialect.form() == Form.PAIRS,
                    "the numbers of different masks all sum to the frame's pixels");
        }
    }

    void weighOrders() {
        weighOrder(Form.PAIRS, evidence.pairs());
        weighOrder(Form.COUNTS, evidence.counts());
    }

    private void weighOrder(Form form, RunEvidence runs) {
        if (!has(form, PixelOrder.ROW_MAJOR) || !has(form, PixelOrder.COLUMN_MAJOR) || isOrderIdle(form)) {
            return;
        }
        OrderVote vote = OrderVote.of(runs, evidence.size());
        OrderVote prompts = promptVote(form);
        notes.add(vote.sentence());
        if (evidence.prompts().checks() > 0) {
            notes.add(prompts.sentence());
        }
        PixelOrder winner = vote.winner() == null ? prompts.winner() : vote.winner();
        if (winner == null) {
            return;
        }
        if (prompts.winner() != null && prompts.winner() != winner) {
            notes.add("the runs and the prompts contradict each other on the order");
            return;
        }
        drop(
                dialect -> dialect.form() == form && dialect.order() != winner,
                vote.winner() == null ? prompts.sentence() : vote.sentence());
    }

    /** Whether each dialect of the form reads the same along rows and down columns. */
    private boolean isOrderIdle(Form form) {
        return left.stream().filter(dialect -> dialect.form() == form).allMatch(evidence.sameOrder()::contains);
    }

    private OrderVote promptVote(Form form) {
        int checks = evidence.prompts().checks();
        int rows = promptHits(form, PixelOrder.ROW_MAJOR);
        int columns = promptHits(form, PixelOrder.COLUMN_MAJOR);
        PixelOrder winner = null;
        if (checks > 0 && rows != columns && Math.max(rows, columns) == checks) {
            winner = rows > columns ? PixelOrder.ROW_MAJOR : PixelOrder.COLUMN_MAJOR;
        }
        return new OrderVote(
                winner,
                "of " + checks + " points and boxes " + rows + " fit the masks read along rows and " + columns
                        + " down columns");
    }

    private int promptHits(Form form, PixelOrder order) {
        return left.stream()
                .filter(dialect -> dialect.form() == form && dialect.order() == order)
                .mapToInt(evidence.prompts()::hits)
                .max()
                .orElse(0);
    }

    /** Weighs where runs meet the ends of lines; says something only once the order is known. */
    void weighBase() {
        PixelOrder order = onlyOrderOfPairs();
        if (order == null || !has(0) || !has(1)) {
            return;
        }
        boolean rows = order == PixelOrder.ROW_MAJOR;
        long starts = rows ? evidence.pairs().rowStarts() : evidence.pairs().columnStarts();
        long ends = rows ? evidence.pairs().rowEnds() : evidence.pairs().columnEnds();
        String line = rows ? "row" : "column";
        if (starts >= MANY_EDGES && starts >= EDGE_FACTOR * ends) {
            String why = starts + " runs start a " + line + " exactly if the base is 0, " + ends
                    + " end one exactly if it is 1";
            notes.add(why);
            drop(dialect -> dialect.form() == Form.PAIRS && dialect.base() == 1, why);
        } else if (ends >= MANY_EDGES && ends >= EDGE_FACTOR * starts) {
            String why = ends + " runs end a " + line + " exactly if the base is 1, " + starts
                    + " start one exactly if it is 0";
            notes.add(why);
            drop(dialect -> dialect.form() == Form.PAIRS && dialect.base() == 0, why);
        }
    }

    private @Nullable PixelOrder onlyOrderOfPairs() {
        boolean rows = has(Form.PAIRS, PixelOrder.ROW_MAJOR);
        boolean columns = has(Form.PAIRS, PixelOrder.COLUMN_MAJOR);
        if (rows == columns) {
            return null;
        }
        return rows ? PixelOrder.ROW_MAJOR : PixelOrder.COLUMN_MAJOR;
    }

    /** Takes the configured base if nothing but the base is open; whether it was needed. */
    boolean assumeBase(int base) {
        boolean onlyPairs = left.stream().allMatch(dialect -> dialect.form() == Form.PAIRS);
        boolean oneOrder = onlyOrderOfPairs() != null || isOrderIdle(Form.PAIRS);
        if (!onlyPairs || !oneOrder || !has(0) || !has(1)) {
            return false;
        }
        notes.add("the base is open: no run starts at 0 or ends at the last pixel counted from 1; configured default "
                + base);
        drop(dialect -> dialect.base() != base, "not the configured default base " + base);
        return true;
    }

    /** Leaves only this one; the others read the same masks. */
    void settleOn(Dialect dialect) {
        drop(other -> other != dialect, "reads the same masks in this file");
    }

    /** Leaves only this one by the operator's word. */
    void keepOnly(Dialect dialect) {
        Set<Dialect> same = sameAs(dialect);
        drop(other -> other != dialect && same.contains(other), "reads the same masks in this file");
        drop(other -> other != dialect, "possible as well, but the operator asked for " + dialect.optionName());
    }

    private void drop(Predicate<Dialect> which, String why) {
        for (Dialect dialect : EnumSet.copyOf(left)) {
            if (which.test(dialect)) {
                left.remove(dialect);
                ruledOut.put(dialect, why);
            }
        }
    }

    private boolean has(Form form) {
        return left.stream().anyMatch(dialect -> dialect.form() == form);
    }

    private boolean has(Form form, PixelOrder order) {
        return left.stream().anyMatch(dialect -> dialect.form() == form && dialect.order() == order);
    }

    private boolean has(int base) {
        return left.stream().anyMatch(dialect -> dialect.form() == Form.PAIRS && dialect.base() == base);
    }
}
