package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is paid for once serves every order of a tenant, whatever became of the job that paid. */
class SharingTest extends BenchTest {
    private void hang(int submits) {
        bench.provider.then(Collections.nCopies(submits, Behaviour.HANG).toArray(Behaviour[]::new));
    }

    private JobRequest wide(String key) {
        return bench.request(key).withParallel(7);
    }

    private JobId running(String key) {
        JobId id = bench.service.start(wide(key));
        Awaitility.await()
                .until(() -> bench.attempts.ofJob(id).stream()
                                .filter(a -> a.state() instanceof AttemptState.Accepted)
                                .count()
                        == 7);
        return id;
    }

    private void isShared(JobId id) {
        Awaitility.await()
                .until(() -> bench.progress(id).chunks().stream()
                                .filter(chunk -> chunk.note().contains("has this chunk under way"))
                                .count()
                        == 7);
    }

    @Test
    void chunksThatAnotherJobHasUnderWayAreSharedAndPaidOnce() {
        hang(7);
        JobId payer = running("a");
        JobId sharer = bench.service.start(wide("b").withExports(List.of("coco")));
        isShared(sharer);

        bench.provider.release();
        JobResult paid = bench.finish(payer);
        JobResult shared = bench.finish(sharer);

        assertThat(paid.failure()).isNull();
        assertThat(shared.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(paid.charged()).isEqualTo(paid.quoted()).isEqualTo(bench.provider.billed());
        assertThat(shared.charged()).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.ledger.balance(sharer).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void twoJobsOrderedAtOncePayOnce() {
        JobId first = bench.service.start(wide("a"));
        JobId second = bench.service.start(wide("b"));

        JobResult one = bench.finish(first);
        JobResult two = bench.finish(second);

        assertThat(one.failure()).isNull();
        assertThat(two.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(one.charged().plus(two.charged())).isEqualTo(bench.provider.billed());
        assertThat(bench.ledger.balance(first).held()).isEqualTo(MicroUsd.ZERO);
        assertThat(bench.ledger.balance(second).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void whatIsSharedAndCancelledByItsPayerIsMadeByTheOther() {
        hang(7);
        JobId payer = running("a");
        JobId sharer = bench.service.start(wide("b"));
        isShared(sharer);

        bench.service.cancel(payer);
        JobResult cancelled = bench.finish(payer);
        JobResult shared = bench.finish(sharer);

        assertThat(cancelled.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(shared.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(14);
        assertThat(shared.charged()).isEqualTo(shared.quoted());
        assertThat(cancelled.charged().plus(shared.charged())).isEqualTo(bench.provider.billed());
    }

    @Test
    void cancellingAJobThatSharesLeavesThePredictionsToTheirPayer() {
        hang(7);
        JobId payer = running("a");
        JobId sharer = bench.service.start(wide("b"));
        isShared(sharer);

        bench.service.cancel(sharer);
        JobResult cancelled = bench.finish(sharer);
        bench.provider.release();
        JobResult paid = bench.finish(payer);

        assertThat(cancelled.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.deleted()).isEmpty();
        assertThat(paid.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(bench.ledger.balance(sharer).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void predictionsOfAJobThatNobodyRunsAnyMoreServeTheNextOrder() {
        hang(7);
        JobId payer = running("a");
        bench.loseServer();
        bench.provider.release();

        JobResult shared = bench.run(wide("b"));
        bench.service.recover();
        JobResult paid = bench.finish(payer);

        assertThat(shared.failure()).isNull();
        assertThat(paid.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
        assertThat(paid.charged()).isEqualTo(bench.provider.billed());
        assertThat(shared.charged()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void aSubmitOfAJobThatNobodyRunsAnyMoreIsFoundByTheNextOrder() {
        bench.provider.unlisted = true;
        bench.provider.then(Behaviour.LOSE_ANSWER);
        JobId payer = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await()
                .until(() -> bench.attempts.ofJob(payer).stream()
                        .anyMatch(a -> a.state() instanceof AttemptState.Ambiguous));
        bench.loseServer();
        bench.provider.unlisted = false;

        JobResult shared = bench.run(wide("b"));

        assertThat(shared.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }

    @Test
    void aJobWithoutReuseSharesNothing() {
        hang(7);
        JobId first = running("a");
        JobId second = bench.service.start(wide("b").withReuse(false));
        Awaitility.await().until(() -> bench.provider.created().size() == 14);

        bench.provider.release();

        assertThat(bench.finish(first).failure()).isNull();
        assertThat(bench.finish(second).charged()).isEqualTo(bench.finish(first).charged());
    }

    @Test
    void aJobWithABoxThatFailedIsOrderedAgainWithinTheSameLimit() {
        Prompts boxed = new Prompts(List.of("person"), List.of(), List.of(new BoxPrompt(5, 0, 46, 41)));
        JobResult whole = bench.run(bench.request("whole", boxed));
        JobRequest request = bench.request("a", boxed).withReuse(false).withMaxCharge(whole.quoted());
        bench.provider.then(Behaviour.COMPLETE, Behaviour.COMPLETE, Behaviour.COMPLETE, Behaviour.REFUSE);
        JobResult failed = bench.run(request);

        JobResult again = bench.run(request);

        assertThat(failed.failure()).isNotNull();
        assertThat(again.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(14);
        assertThat(again.charged()).isEqualTo(again.quoted());
    }

    private void loseMasks(JobId id) {
        for (var chunk : bench.progress(id).chunks()) {
            BlobRef rle = bench.jobs
                    .findChunk(Objects.requireNonNull(chunk.resultKey()))
                    .orElseThrow()
                    .rle();
            bench.blobs.lose(rle);
        }
    }

    @Test
    void masksThatAreGoneFromTheStoreAreFetchedAgainAndNotPaidAgain() {
        loseMasks(bench.run(bench.request("a")).id());

        JobResult second = bench.run(bench.request("b"));

        assertThat(second.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(7);
        assertThat(second.charged()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void masksThatAreGoneEverywhereFailTheJobWithWhatCanBeDone() {
        loseMasks(bench.run(bench.request("a")).id());
        bench.provider.expired = true;

        JobResult second = bench.run(bench.request("b").withParallel(1));

        assertThat(Objects.requireNonNull(second.failure()).message())
                .containsPattern("prediction p[1-7], which is paid for")
                .contains("seven days")
                .contains("pay-again 1");
        assertThat(bench.provider.submits).isEqualTo(7);
    }

    @Test
    void masksThatCannotBeReadAreKeptAndFetchedAgainWithTheNextOrder() {
        bench.provider.garbled = true;
        JobResult unreadable = bench.run(bench.request("a").withParallel(1));
        bench.provider.garbled = false;

        JobResult again = bench.run(bench.request("a"));

        assertThat(Objects.requireNonNull(unreadable.failure()).message())
                .contains("prediction p1")
                .contains("is kept as")
                .contains("pay-again 1");
        assertThat(again.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(7);
    }
}
