package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.activity.MaskCopies;
import dev.sam3flow.temporal.activity.MaskCopies.Copied;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The provider keeps masks for seven days, whether or not a job lives to fetch them. */
class MaskCopiesTest extends BenchTest {
    private static final Duration WINDOW = Duration.ofDays(7);

    /** A job whose workflow was ended from outside, while its first prediction ran, which has completed since. */
    private JobId endedFromOutside() {
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        AttemptKey key = new AttemptKey(id, 0, 1);
        Awaitility.await()
                .until(() -> bench.attempts
                        .find(key)
                        .filter(attempt -> attempt.state() instanceof AttemptState.Accepted)
                        .isPresent());
        bench.service.letGo(id);
        bench.client()
                .newUntypedWorkflowStub(TemporalJobService.workflowId(id) + "/chunk/0")
                .terminate("lost");
        bench.provider.release();
        AttemptState accepted = bench.attempts.get(key).state();
        bench.provider.poll(accepted.prediction().orElseThrow());
        bench.attempts.move(
                key, accepted, new Finished(accepted.prediction().orElseThrow(), PredictionStatus.COMPLETED));
        return id;
    }

    private void ended(JobId id) {
        bench.jobs.saveResult(new JobResult(id, JobPhase.FAILED, Map.of(), null, MicroUsd.ZERO, null));
    }

    @Test
    void masksThatNoJobFetchedAreCopiedAndServeTheNextOrderWhenTheProviderHasForgottenThem() {
        JobId id = endedFromOutside();
        ended(id);

        assertThat(new MaskCopies(bench.ports()).copy(WINDOW))
                .containsExactly(new Copied(new AttemptKey(id, 0, 1), ""));

        bench.provider.forget(bench.provider.created().get(0));
        JobResult again = bench.run(bench.request("a"));
        assertThat(again.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(new MaskCopies(bench.ports()).copy(WINDOW)).isEmpty();
    }

    @Test
    void aJobThatHasNotEndedFetchesItsOwn() {
        endedFromOutside();

        assertThat(new MaskCopies(bench.ports()).copy(WINDOW)).isEmpty();
    }

    @Test
    void masksThatAreGoneAreNamed() {
        JobId id = endedFromOutside();
        ended(id);
        bench.provider.expired = true;

        assertThat(new MaskCopies(bench.ports()).copy(WINDOW))
                .singleElement()
                .satisfies(copied -> assertThat(copied.failure()).contains("can no longer be had"));
    }
}
