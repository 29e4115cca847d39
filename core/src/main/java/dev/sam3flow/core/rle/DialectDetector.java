package dev.sam3flow.core.rle;

import dev.sam3flow.core.rle.DialectDecision.AllEmpty;
import dev.sam3flow.core.rle.DialectDecision.Ambiguous;
import dev.sam3flow.core.rle.DialectDecision.Decided;
import dev.sam3flow.core.rle.DialectDecision.Refused;
import dev.sam3flow.core.rle.DialectDecision.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decides on evidence in which dialect files are written. Dialects that cannot read some mask go first; then the sums,
 * the distance between lines, the prompts and the ends of lines are weighed. What is left must read the same masks, or
 * differ in nothing but the base, for which a default may be configured; else the files are ambiguous.
 */
public final class DialectDetector {
    private final OptionalInt defaultBase;

    private DialectDetector(OptionalInt defaultBase) {
        this.defaultBase = defaultBase;
    }

    /** A detector that takes base 1 for pairs whose base is open, and says so. */
    public static DialectDetector standard() {
        return withDefaultBase(1);
    }

    /**
     * A detector that takes this base for pairs whose base is open, and says so.
     *
     * @throws IllegalArgumentException if it is not 0 or 1
     */
    public static DialectDetector withDefaultBase(int base) {
        if (base != 0 && base != 1) {
            throw new IllegalArgumentException("default base " + base + ": must be 0 or 1");
        }
        return new DialectDetector(OptionalInt.of(base));
    }

    /** A detector to which pairs are ambiguous while their base is open. */
    public static DialectDetector withoutDefaultBase() {
        return new DialectDetector(OptionalInt.empty());
    }

    /** Decides on the evidence of all files of a job. */
    public DialectDecision decide(DialectEvidence evidence) {
        Elimination elimination = weigh(evidence);
        if (elimination.left().isEmpty()) {
            return new Refused(
                    List.of("the masks can be read in no dialect; check the frame size " + evidence.size()
                            + " and that the file belongs to the video"),
                    elimination.ruledOut());
        }
        if (!evidence.foreground()) {
            Dialect any = evidence.masks() == 0 ? anyDialect() : elimination.first();
            return new AllEmpty(
                    any, List.of("none of " + evidence.masks() + " masks has foreground"), elimination.ruledOut());
        }
        boolean assumed =
                !elimination.isSettled() && defaultBase.isPresent() && elimination.assumeBase(defaultBase.getAsInt());
        if (!elimination.isSettled()) {
            return new Ambiguous(
                    List.copyOf(elimination.left()),
                    settledBy(elimination),
                    elimination.notes(),
                    elimination.ruledOut());
        }
        return decided(elimination, elimination.first(), assumed ? Source.CONFIGURED_BASE : Source.EVIDENCE);
    }

    /**
     * Takes the dialect the operator names if the evidence does not speak against it; refuses it otherwise.
     *
     * @param pinned the operator's choice
     */
    public DialectDecision pin(DialectEvidence evidence, Dialect pinned) {
        Elimination elimination = weigh(evidence);
        if (!elimination.left().contains(pinned)) {
            String why = elimination.ruledOut().getOrDefault(pinned, "");
            return new Refused(
                    List.of("the masks are not " + pinned.optionName() + ", which was asked for: " + why),
                    elimination.ruledOut());
        }
        if (!evidence.foreground()) {
            return new AllEmpty(pinned, List.of("no mask has foreground"), elimination.ruledOut());
        }
        elimination.notes().add("asked for by the operator");
        return decided(elimination, pinned, Source.PINNED);
    }

    private static Elimination weigh(DialectEvidence evidence) {
        Elimination elimination = new Elimination(evidence);
        elimination.weighSums();
        elimination.weighOrders();
        elimination.weighBase();
        return elimination;
    }

    private static Decided decided(Elimination elimination, Dialect dialect, Source source) {
        if (source == Source.PINNED) {
            elimination.keepOnly(dialect);
        } else {
            elimination.settleOn(dialect);
        }
        List<String> evidence = new ArrayList<>(elimination.notes());
        if (evidence.isEmpty()) {
            evidence.add("every other dialect fails to read some mask");
        }
        return new Decided(dialect, source, evidence, elimination.ruledOut());
    }

    private Dialect anyDialect() {
        return defaultBase.orElse(1) == 0 ? Dialect.PAIRS_ROW_0 : Dialect.PAIRS_ROW_1;
    }

    private static List<String> settledBy(Elimination elimination) {
        List<String> ways = new ArrayList<>();
        boolean orders =
                elimination.left().stream().map(Dialect::order).distinct().count() > 1;
        if (orders) {
            ways.add("a point or a box prompt on an object, away from the frame's diagonal");
        }
        ways.add("masks of other frames or chunks of the same job");
        ways.add("--dialect with one of the candidates, after a look at an overlay");
        return ways;
    }
}
