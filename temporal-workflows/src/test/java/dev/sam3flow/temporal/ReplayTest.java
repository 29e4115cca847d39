package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.temporal.activity.ChunkOrder;
import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.workflow.SegmentChunk;
import dev.sam3flow.temporal.workflow.SegmentChunkImpl;
import dev.sam3flow.temporal.workflow.SegmentVideoImpl;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded histories, replayed by today's workflow code. A change that breaks runs in flight breaks this test; record
 * anew only where no run of the old code can exist:
 * {@code SAM3FLOW_RECORD_HISTORIES=src/test/resources/histories ./mvnw test -pl temporal-workflows}.
 */
class ReplayTest {
    private TestWorkflowEnvironment environment;

    @BeforeEach
    void open() {
        WorkflowClientOptions client = WorkflowClientOptions.newBuilder()
                .setDataConverter(Records.dataConverter())
                .build();
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(client)
                .build());
    }

    @AfterEach
    void close() {
        environment.close();
    }

    /** On a busy machine loading a class may take longer than the second after which a workflow counts as stuck. */
    private Worker worker() {
        return environment.newWorker(
                TaskQueues.SEGMENTATION,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(60_000)
                        .build());
    }

    static Stream<Path> histories() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ReplayTest.class.getResource("/histories"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    private static WorkflowExecutionHistory read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return WorkflowExecutionHistory.fromJson(json, workflowId(file));
        }
    }

    /** A story's file ends with the request key and, for a chunk's history, with its index; a job's earlier run with its number. */
    private static String workflowId(Path file) {
        String name = file.getFileName().toString().replaceFirst("(-run-\\d+)?\\.json\\.gz$", "");
        return "segment/default/" + name.substring(name.indexOf('-') + 1).replace('-', '/');
    }

    @ParameterizedTest
    @MethodSource("histories")
    void aRecordedHistoryIsReplayedWithoutADifference(Path file) throws Exception {
        Worker worker = worker();
        worker.registerWorkflowImplementationTypes(SegmentVideoImpl.class, SegmentChunkImpl.class);

        WorkflowReplayer.replayWorkflowExecution(read(file), worker);
    }

    @Test
    void everyKindOfStoryIsRecorded() throws Exception {
        List<String> stories = histories()
                .map(file -> file.getFileName().toString().split("-", 2)[0])
                .distinct()
                .toList();

        assertThat(stories)
                .contains("aVideoOfSevenChunksBecomesOneLineForEveryFrameAndIsChargedAsQuoted")
                .contains("aPausedJobStartsNoNewPredictionUntilItIsResumed")
                .contains(
                        "whileTheVideoIsProbedNothingWasBegun",
                        "whileTheQuoteIsReservedTheReservationIsGivenBack",
                        "whileItWaitsForApprovalNothingWasBegun",
                        "cancellingDeletesWhatRunsAtTheProviderAndKeepsWhatIsDone",
                        "whileItIsPausedWhatRunsIsStopped",
                        "whileItNeedsAnOperatorWhatIsDoneIsKept",
                        "whileItIsStitchedTheMasksAreKept",
                        "whileItIsSettledTheMasksAreKept")
                .contains(
                        "aQuoteOverTheLimitWaitsForApprovalWhereTheJobAsks",
                        "aQuoteThatIsNotApprovedEndsTheJob",
                        "anApprovalThatNeverComesExpires")
                .contains(
                        "aPredictionWhoseAnswerWasLostIsFoundByItsMarkerAndAdopted",
                        "anOperatorWhoAdoptsNamesThePredictionAndNothingIsPaidTwice",
                        "anOperatorWhoResubmitsLetsANewAttemptPayForTheChunk",
                        "anOperatorWhoSkipsLeavesAGapAndNothingHeld")
                .contains("aJobThatAsksTriesAFailedChunkAgainWhenToldTo", "aJobThatAsksLeavesAGapWhenToldTo")
                .contains("aJobWhoseHistoryGrowsLongGoesOnInANewRun")
                .contains(
                        "aChunkThatIsRefusedFailsTheJobAndItsReservationsAreGivenBack",
                        "aChunkThatCannotBeHadIsAGapWhereTheJobSaysSo")
                .hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void aChangedWorkflowIsCaught() throws Exception {
        Worker worker = worker();
        worker.registerWorkflowImplementationTypes(ChunkThatAsksTwice.class);
        Path chunk = histories()
                .filter(file -> file.toString().endsWith("-chunk-0.json.gz"))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(read(chunk), worker))
                .hasStackTraceContaining("NonDeterministic");
    }

    @ParameterizedTest
    @MethodSource("histories")
    void noHistoryHasAUrlOrALargePayload(Path file) throws Exception {
        WorkflowExecutionHistory history = read(file);

        for (HistoryEvent event : history.getHistory().getEventsList()) {
            assertThat(event.getSerializedSize()).isLessThan(64 * 1024);
            assertThat(event.toString()).doesNotContain("fake.example").doesNotContain("file:/");
        }
    }

    /** A deliberate change: one activity more at the beginning. */
    public static final class ChunkThatAsksTwice implements SegmentChunk {
        private final JobRecords records = Workflow.newActivityStub(
                JobRecords.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.SEGMENTATION)
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .build());

        @Override
        public Outcome segment(ChunkOrder order) {
            records.examine(order.attempt(1));
            records.begin(order);
            return new Outcome(0, Outcome.Kind.DONE, "", null, "");
        }

        @Override
        public void predictionChanged(int attempt, String predictionId) {}

        @Override
        public void setPaused(boolean paused) {}

        @Override
        public void setPriority(int priority) {}

        @Override
        public void resolveSubmission(Resolution resolution) {}
    }
}
