package dev.sam3flow.app.cli;

import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import java.util.Optional;

/** Says once what a job will cost and how long it is expected to take, as soon as its video, a remote one, has been planned. */
final class PlanNotice {
    static final String ASSUMED = ", if the provider needs 20 s a prediction and as long as it plays";

    private final Objective objective;
    private final PriceList prices;
    private final int atOnce;
    private boolean said;

    /** @param said true where it was said before the job began */
    PlanNotice(Objective objective, PriceList prices, int atOnce, boolean said) {
        this.objective = objective;
        this.prices = prices;
        this.atOnce = atOnce;
        this.said = said;
    }

    /** The line, at the first look at which there is a plan; until a job is probed it has that of an earlier order. */
    Optional<String> fresh(JobProgress progress) {
        boolean earlier =
                progress.phase() == JobPhase.PROBING || progress.phase().isTerminal();
        if (said || earlier || progress.quoted() == null || progress.chunks().isEmpty()) {
            return Optional.empty();
        }
        said = true;
        ChunkPlan plan = new ChunkPlan(
                progress.chunks().stream().map(ChunkProgress::chunk).toList(), null);
        return Optional.of(PlanFlags.line(objective, plan, 0, prices, atOnce) + ASSUMED);
    }
}
