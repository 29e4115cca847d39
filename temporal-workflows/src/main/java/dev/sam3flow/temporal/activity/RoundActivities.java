package dev.sam3flow.temporal.activity;

import static dev.sam3flow.temporal.activity.FailureTranslation.run;

import java.util.Map;

/** {@link RoundWork} by name. */
public final class RoundActivities implements RoundWork {
    private final Map<String, Runnable> rounds;

    public RoundActivities(Map<String, Runnable> rounds) {
        this.rounds = Map.copyOf(rounds);
    }

    @Override
    public void carryOut(String round) {
        run(() -> {
            Runnable work = rounds.get(round);
            if (work == null) {
                throw new IllegalArgumentException("round '" + round + "': this worker has " + rounds.keySet());
            }
            work.run();
        });
    }
}
