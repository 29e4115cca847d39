package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks that look bad are tried once more, and never for more money than the job may cost. */
class AutoRepairTest extends BenchTest {
    /** The third of seven chunks; the texts alone lose the object in the middle of it. */
    private static final int BAD = 2;

    private static final int LOST_FROM = 225;
    private static final int LOST_UNTIL = 245;

    @BeforeEach
    void loseTheObjectWhereOnlyTextsAreGiven() {
        bench.provider.seen =
                (prompts, frame) -> isLost(frame) && prompts.boxes().isEmpty() ? null : slow(frame);
    }

    private static boolean isLost(int frame) {
        return frame >= LOST_FROM && frame < LOST_UNTIL;
    }

    /** Moves a little every few frames: it neither jumps nor stands still for long. */
    private static @Nullable Mask slow(int frame) {
        return FakeProvider.diamond(30 + frame / 10, frame / 20);
    }

    private JobRequest repairing(String key) {
        return bench.request(key).withAutoRepair(true);
    }

    @Test
    void aChunkThatLooksBadIsTriedOnceMoreWithTheBoxOfItsLastGoodFrame() throws Exception {
        JobResult result = bench.run(repairing("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(8);
        ChunkProgress chunk = bench.progress(result.id()).chunks().get(BAD);
        int start = chunk.chunk().sent().startFrame();
        assertThat(bench.provider.inputs().get(7).prompts())
                .isEqualTo(new Prompts(
                        List.of("person"),
                        List.of(),
                        List.of(new BoxPrompt(10 + start / 10, start / 20, 51 + start / 10, 41 + start / 20))));
        assertThat(framesWithoutMasks(result)).isZero();
        assertThat(chunk.phase()).isEqualTo(ChunkPhase.DONE);
        assertThat(chunk.attempts()).isEqualTo(2);
        assertThat(chunk.predictionId()).isEqualTo("p8");
    }

    @Test
    void theSecondTryIsChargedOnTopAndTheSummarySaysWhatBecameOfIt() throws Exception {
        JobResult result = bench.run(repairing("a"));

        JsonNode summary = summary(result);
        JsonNode repair = summary.path("repairs").path(0);
        assertThat(summary.path("repairs")).hasSize(1);
        assertThat(repair.path("chunk").asInt()).isEqualTo(BAD);
        assertThat(repair.path("kept").asText()).isEqualTo("repaired");
        assertThat(repair.path("badFramesBefore").asInt()).isEqualTo(LOST_UNTIL - LOST_FROM);
        assertThat(repair.path("badFramesAfter").asInt(-1)).isZero();
        assertThat(summary.path("chunks").path(BAD).path("predictionId").asText())
                .isEqualTo("p8");
        MicroUsd again = bench.attempts.ofJob(result.id()).stream()
                .filter(attempt -> attempt.key().attempt() == 2)
                .findFirst()
                .orElseThrow()
                .reserved();
        assertThat(result.charged())
                .isEqualTo(Objects.requireNonNull(result.quoted()).plus(again));
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(bench.ledger.balance(result.id()).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void theFirstResultStaysWhereTheSecondLooksNoBetter() throws Exception {
        bench.provider.seen = (prompts, frame) -> isLost(frame) ? null : slow(frame);

        JobResult result = bench.run(repairing("a"));

        assertThat(bench.provider.submits).isEqualTo(8);
        assertThat(summary(result).path("repairs").path(0).path("kept").asText())
                .isEqualTo("original");
        assertThat(summary(result).path("chunks").path(BAD).path("predictionId").asText())
                .isEqualTo(bench.progress(result.id()).chunks().get(BAD).predictionId())
                .isNotEqualTo("p8");
        assertThat(framesWithoutMasks(result)).isEqualTo(LOST_UNTIL - LOST_FROM);
    }

    /** A result without masks has nothing that looks bad. */
    @Test
    void aSecondResultThatHasLostTheObjectIsNotTaken() throws Exception {
        bench.provider.seen =
                (prompts, frame) -> isLost(frame) || !prompts.boxes().isEmpty() ? null : slow(frame);

        JobResult result = bench.run(repairing("a"));

        assertThat(bench.provider.submits).isEqualTo(8);
        assertThat(summary(result).path("repairs").path(0).path("kept").asText())
                .isEqualTo("original");
        assertThat(framesWithoutMasks(result)).isEqualTo(LOST_UNTIL - LOST_FROM);
    }

    @Test
    void nothingIsTriedAgainThatWouldGoOverTheLimit() throws Exception {
        MicroUsd quote =
                Objects.requireNonNull(bench.run(bench.request("quote")).quoted());

        JobResult result = bench.run(repairing("a").withReuse(false).withMaxCharge(quote));

        assertThat(result.failure()).isNull();
        assertThat(result.charged()).isEqualTo(quote);
        assertThat(bench.provider.submits).isEqualTo(14);
        JsonNode repair = summary(result).path("repairs").path(0);
        assertThat(repair.path("kept").asText()).isEqualTo("original");
        assertThat(repair.path("badFramesAfter").isNull()).isTrue();
        assertThat(repair.path("why").asText()).startsWith("no second result: ").contains(quote.toString());
        assertThat(bench.progress(result.id()).chunks().get(BAD).phase()).isEqualTo(ChunkPhase.DONE);
    }

    @Test
    void aSecondPredictionThatFailsLeavesTheFirstResult() throws Exception {
        secondTry(Behaviour.FAIL);

        JobResult result = bench.run(repairing("a"));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(8);
        assertThat(summary(result).path("repairs").path(0).path("why").asText()).contains("model failed");
        assertThat(framesWithoutMasks(result)).isEqualTo(LOST_UNTIL - LOST_FROM);
    }

    @Test
    void aLostAnswerToTheSecondTryIsLookedForAndNotSentAgain() throws Exception {
        secondTry(Behaviour.LOSE_ANSWER);

        JobResult result = bench.run(repairing("a"));

        assertThat(bench.provider.submits).isEqualTo(8);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(framesWithoutMasks(result)).isZero();
    }

    @Test
    void cancellingDuringTheSecondTryDeletesItAndKeepsTheFirstResults() throws Exception {
        secondTry(Behaviour.HANG);
        JobId id = bench.service.start(repairing("a"));
        bench.server.sleep(Duration.ofMinutes(10));
        Awaitility.await().until(() -> bench.provider.created().size() == 8);

        bench.service.cancel(id);
        JobResult result = bench.finish(id);

        assertThat(result.phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.deleted())
                .containsExactly(bench.provider.created().get(7));
        assertThat(framesWithoutMasks(result)).isEqualTo(LOST_UNTIL - LOST_FROM);
        assertThat(bench.ledger.balance(id).held()).isEqualTo(MicroUsd.ZERO);
    }

    @Test
    void losingTheServerDuringTheSecondTryCostsNoThirdPrediction() throws Exception {
        secondTry(Behaviour.HANG);
        JobId id = bench.service.start(repairing("a"));
        bench.server.sleep(Duration.ofMinutes(10));
        Awaitility.await().until(() -> bench.provider.created().size() == 8);

        bench.loseServer();
        bench.provider.release();
        bench.service.recover();
        JobResult result = bench.finish(id);

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.created()).hasSize(8);
        assertThat(result.charged()).isEqualTo(bench.provider.billed());
        assertThat(framesWithoutMasks(result)).isZero();
    }

    /** Of a job of seven chunks that all complete. */
    private void secondTry(Behaviour behaviour) {
        for (int chunk = 0; chunk < 7; chunk++) {
            bench.provider.then(Behaviour.COMPLETE);
        }
        bench.provider.then(behaviour);
    }

    @Test
    void withoutTheOptionBadChunksStayAsTheyAre() throws Exception {
        JobResult result = bench.run(bench.request("a"));

        assertThat(bench.provider.submits).isEqualTo(7);
        assertThat(summary(result).path("repairs")).isEmpty();
        assertThat(framesWithoutMasks(result)).isEqualTo(LOST_UNTIL - LOST_FROM);
    }

    @Test
    void aResultThatLooksGoodCostsNothingMore() throws Exception {
        bench.provider.seen = (prompts, frame) -> slow(frame);

        JobResult result = bench.run(repairing("a"));

        assertThat(bench.provider.submits).isEqualTo(7);
        assertThat(summary(result).path("repairs")).isEmpty();
    }

    @Test
    void whatARepairHasPaidForIsNotPaidAgainWhenTheJobStartsAnew() throws Exception {
        bench.run(repairing("a"));

        JobResult again = bench.run(repairing("b"));

        assertThat(bench.provider.submits).isEqualTo(8);
        assertThat(again.charged()).isEqualTo(MicroUsd.ZERO);
        assertThat(framesWithoutMasks(again)).isZero();
        assertThat(summary(again).path("repairs").path(0).path("kept").asText()).isEqualTo("repaired");
    }

    @Test
    void ofOneChunkForEachObjectOnlyTheBadOneIsTriedAgain() throws Exception {
        bench.provider.seen = (prompts, frame) -> prompts.texts().contains("dog")
                ? slow(frame)
                : isLost(frame) && prompts.boxes().isEmpty() ? null : slow(frame);

        JobResult result = bench.run(bench.request("a", Prompts.ofText("dog", "person"))
                .withPerObject(true)
                .withAutoRepair(true));

        assertThat(bench.provider.submits).isEqualTo(15);
        assertThat(bench.provider.inputs().get(14).prompts().texts()).containsExactly("person");
        assertThat(summary(result).path("repairs")).hasSize(1);
        assertThat(summary(result).path("repairs").path(0).path("chunk").asInt())
                .isEqualTo(7 + BAD);
    }

    private JsonNode summary(JobResult result) throws IOException {
        return new ObjectMapper()
                .readTree(String.join("\n", bench.text(result.files().get(JobResult.SUMMARY))));
    }

    private long framesWithoutMasks(JobResult result) throws IOException {
        return bench.text(result.files().get(JobResult.MASKS)).stream()
                .filter(line -> line.endsWith("\"segments\":[]}"))
                .count();
    }
}
