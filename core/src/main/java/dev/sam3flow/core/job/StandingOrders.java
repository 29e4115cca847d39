package dev.sam3flow.core.job;

import dev.sam3flow.core.money.MicroUsd;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What operators have told a job that has not ended: it goes by this also where its workflow was lost and begins anew.
 *
 * @param cancelled whether it is to end
 * @param paused whether nothing is to be submitted
 * @param parallel most chunks at once; 0 where it is what was ordered
 * @param approval what the quote was approved for; null where it was not
 * @param skipped indices of chunks that go without a result
 */
public record StandingOrders(
        boolean cancelled,
        boolean paused,
        int parallel,
        @Nullable Approval approval,
        Set<Integer> skipped) {
    /** Nothing was told. */
    public static final StandingOrders NONE = new StandingOrders(false, false, 0, null, Set.of());

    /**
     * A quote over a budget that was approved.
     *
     * @param limit most that the job may come to; null for no limit of its own
     */
    public record Approval(@Nullable MicroUsd limit) {}

    public StandingOrders {
        skipped = Set.copyOf(skipped);
    }

    public StandingOrders withCancelled(boolean end) {
        return new StandingOrders(end, paused, parallel, approval, skipped);
    }

    public StandingOrders withPaused(boolean stop) {
        return new StandingOrders(cancelled, stop, parallel, approval, skipped);
    }

    public StandingOrders withParallel(int most) {
        return new StandingOrders(cancelled, paused, most, approval, skipped);
    }

    /** @param limit most that the job may come to; null for no limit of its own */
    public StandingOrders approved(@Nullable MicroUsd limit) {
        return new StandingOrders(cancelled, paused, parallel, new Approval(limit), skipped);
    }

    /** What holds where another order takes the job's place, with a limit and chunks of its own. */
    public StandingOrders ofAnotherOrder() {
        return new StandingOrders(cancelled, paused, 0, null, Set.of());
    }

    public StandingOrders withSkipped(int chunk) {
        Set<Integer> more = new TreeSet<>(skipped);
        more.add(chunk);
        return new StandingOrders(cancelled, paused, parallel, approval, more);
    }
}
