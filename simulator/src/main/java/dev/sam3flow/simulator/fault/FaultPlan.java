package dev.sam3flow.simulator.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Which faults come when: scripted ones in the order of the script, one a call or prediction; and chances, each drawn from
 * a seed of its own at every call or prediction.
 */
public final class FaultPlan {
    /** An entry of the plan; a script is used up, a chance is not. */
    private static final class Rule {
        final Fault fault;
        final @Nullable ProviderCall call;
        final @Nullable Random random;
        final double probability;
        int left;

        Rule(Fault fault, @Nullable ProviderCall call, @Nullable Random random, double probability, int left) {
            this.fault = fault;
            this.call = call;
            this.random = random;
            this.probability = probability;
            this.left = left;
        }

        boolean concerns(FaultKind.Stage stage, @Nullable ProviderCall at) {
            return fault.kind().stage() == stage && (call == null || stage != FaultKind.Stage.CALL || call == at);
        }

        String text() {
            String where = call == null ? "" : " on " + call;
            String when = random == null ? left + " times" : "probability " + probability;
            return fault.kind() + " " + fault.amount() + where + ", " + when;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final Map<FaultKind, Integer> drawn = new EnumMap<>(FaultKind.class);

    /** The next call of this kind, or for faults of runs and webhooks the next prediction, meets the fault. */
    public FaultPlan next(ProviderCall call, Fault fault) {
        return next(call, fault, 1);
    }

    /** The next {@code times} calls of this kind, after those scripted before, meet the fault. */
    public synchronized FaultPlan next(ProviderCall call, Fault fault, int times) {
        rules.add(new Rule(fault, call, null, 1, times));
        return this;
    }

    /** The next prediction meets the fault of its run or webhook. */
    public FaultPlan nextRun(Fault fault) {
        return next(ProviderCall.SUBMIT, fault, 1);
    }

    /**
     * Each call of this kind, or for faults of runs and webhooks each prediction, meets the fault with a probability.
     *
     * @param call null for every call
     * @param probability 0 to 1
     * @param seed of this chance alone
     */
    public synchronized FaultPlan chance(@Nullable ProviderCall call, Fault fault, double probability, long seed) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability " + probability + ": must be 0 to 1");
        }
        rules.add(new Rule(fault, call, new Random(seed), probability, 0));
        return this;
    }

    /** Forgets the script and all chances. */
    public synchronized void clear() {
        rules.clear();
    }

    /** The faults that a call, or a prediction, meets; used up as they are told. */
    public synchronized List<Fault> draw(FaultKind.Stage stage, @Nullable ProviderCall call) {
        List<Fault> met = new ArrayList<>();
        boolean scripted = false;
        for (Rule rule : rules) {
            if (!rule.concerns(stage, call)) {
                continue;
            }
            if (rule.random != null) {
                if (rule.random.nextDouble() < rule.probability) {
                    met.add(rule.fault);
                }
            } else if (!scripted) {
                scripted = true;
                rule.left--;
                met.add(rule.fault);
            }
        }
        rules.removeIf(rule -> rule.random == null && rule.left <= 0);
        met.forEach(fault -> drawn.merge(fault.kind(), 1, Integer::sum));
        return met;
    }

    /** How often each fault was met so far. */
    public synchronized Map<FaultKind, Integer> drawn() {
        return new EnumMap<>(drawn);
    }

    /** What is planned, a line each. */
    public synchronized List<String> planned() {
        return rules.stream().map(Rule::text).toList();
    }
}
