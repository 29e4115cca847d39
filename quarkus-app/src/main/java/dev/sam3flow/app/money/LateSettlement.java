package dev.sam3flow.app.money;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.Settlement;
import dev.sam3flow.core.attempt.Settlement.Settled;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Settles again what was submitted lately, whether or not its job still runs: rows become final and refunds come hours after
 * a job has ended. May be done by several processes at once.
 */
public final class LateSettlement {
    private static final Logger LOG = Logger.getLogger(LateSettlement.class);

    private final AttemptStore attempts;
    private final Settlement settlement;
    private final Clock clock;

    public LateSettlement(PredictionService predictions, AttemptStore attempts, Ledger ledger, Clock clock) {
        this.attempts = attempts;
        this.settlement = new Settlement(predictions, attempts, ledger);
        this.clock = clock;
    }

    /**
     * What a round came to.
     *
     * @param jobs jobs looked at
     * @param posted entries posted now
     * @param adjusted sum of the adjustments among them
     * @param unbilled ended predictions without a final row yet
     * @param failed jobs whose rows could not be had
     */
    public record Round(int jobs, int posted, MicroUsd adjusted, int unbilled, int failed) {}

    /** Settles all jobs with an attempt that was intended within {@code window} before now. */
    public Round settle(Duration window) {
        Set<JobId> jobs = new LinkedHashSet<>();
        for (Attempt attempt : attempts.since(clock.instant().minus(window))) {
            jobs.add(attempt.key().jobId());
        }
        int posted = 0;
        int unbilled = 0;
        int failed = 0;
        MicroUsd adjusted = MicroUsd.ZERO;
        for (JobId job : jobs) {
            try {
                Settled settled = settlement.settle(job);
                posted += settled.posted();
                unbilled += settled.unbilled();
                adjusted = adjusted.plus(settled.adjusted());
            } catch (Sam3Exception e) {
                failed++;
                LOG.warnf("job %s is not settled yet: %s", job, e.getMessage());
            }
        }
        return new Round(jobs.size(), posted, adjusted, unbilled, failed);
    }
}
