package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.MaskSource;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.RowRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run may end other than well: each its exit code, and what it leaves of money and masks. */
class EndingsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize().toString();

    @TempDir
    Path folder;

    /** Ctrl-C gives back what can be given back, and says what cannot. */
    @Test
    void anInterruptedRunDeletesItsPredictionAndReturns130() throws IOException {
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().delay(Duration.ofMinutes(5)).start()) {
            Sam3Process sam3 = against(simulator);
            Running run = sam3.start("segment", BALLS, "--prompt", "red ball");
            await().atMost(Duration.ofSeconds(90))
                    .until(() ->
                            !simulator.book().rows().isEmpty() || !run.process().isAlive());
            interrupt(run);
            Outcome outcome = run.await();
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(130);
            assertThat(simulator.recorded()).anyMatch(request -> request.call() == ProviderCall.DELETE);
            JsonNode ledger = JSON.readTree(sam3.run("ledger", "--json").out());
            assertThat(ledger.path("simulated").path("heldMicroUsd").asLong()).isZero();
        }
    }

    @Test
    void aVideoThatWouldCostTooMuchIsNotSent() {
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            Sam3Process sam3 = against(simulator);
            Outcome outcome = sam3.run("segment", BALLS, "--prompt", "ball", "--max-charge", "0.09");
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(3);
            assertThat(outcome.err()).contains("$0.10").contains("$0.09");
            assertThat(ResultFiles.submits(simulator)).isZero();
            Outcome dearer = sam3.run("segment", BALLS, "--prompt", "ball", "--max-charge", "0.10");
            assertThat(dearer.exitCode()).as(dearer.err() + sam3.log()).isZero();
        }
    }

    @Test
    void aProviderThatRefusesTheKeyIsExitCode4() {
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().apiKey("another").start()) {
            Sam3Process sam3 = against(simulator);
            Outcome outcome = sam3.run("segment", BALLS, "--prompt", "ball");
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(4);
            assertThat(simulator.book().rows()).isEmpty();
        }
    }

    /** One Ctrl-C more: no waiting, but the user knows what to look for on the bill. */
    @Test
    void aSecondInterruptStopsAtOnceAndNamesWhatMayBeBilled() throws IOException {
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().delay(Duration.ofMinutes(5)).start()) {
            simulator.faults().next(ProviderCall.DELETE, new Fault(FaultKind.DELAY, 60_000), 20);
            Sam3Process sam3 = against(simulator);
            Running run = sam3.start("segment", BALLS, "--prompt", "red ball");
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> run.errSoFar().contains("predicting")
                            || simulator.recorded().stream().anyMatch(r -> r.call() == ProviderCall.RESULT)
                            || !run.process().isAlive());
            interrupt(run);
            await().atMost(Duration.ofSeconds(30)).until(() -> run.errSoFar().contains("stopping"));
            interrupt(run);
            Outcome outcome = run.await();
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(130);
            String paid = simulator.book().paidPredictions().iterator().next();
            assertThat(outcome.errorLines())
                    .anyMatch(line -> line.contains(paid) && line.contains("may still be billed"));
        }
    }

    /** Half a result is better than none, if it says so. */
    @Test
    void aChunkThatCannotBeHadLeavesAGapWhereGapsAreAllowed() throws IOException {
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            simulator.faults().nextRun(Fault.of(FaultKind.ENDS_FAILED)).nextRun(Fault.of(FaultKind.ENDS_FAILED));
            Sam3Process sam3 = against(simulator);
            Outcome outcome = sam3.run(
                    "segment", BALLS, "--prompt", "ball", "--max-chunk", "6", "--parallel", "1", "--allow-gaps");
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(5);
            assertThat(outcome.out()).contains("PARTIAL");
            JsonNode summary = ResultFiles.summary(folder.resolve("balls-sam3"));
            assertThat(summary.path("gaps")).isNotEmpty();
            assertThat(summary.path("chargedMicroUsd").asLong())
                    .isEqualTo(simulator.book().chargedMicroUsd());
            assertThat(ResultFiles.frames(folder.resolve("balls-sam3"))).hasSize(250);
        }
    }

    /** Single pixels look the same in every dialect; what was paid for waits for the setting. */
    @Test
    void masksThatCanBeReadInTwoWaysAreRefusedUntilTheDialectIsGiven() throws IOException {
        MaskSource dots = (video, request, sink) -> {
            for (int i = 0; i < video.frames(); i++) {
                sink.frame(List.of(new ObjectMask(1, RowRuns.of(video.width(), video.height(), 40, 1))));
            }
        };
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().masks(dots).start()) {
            Sam3Process sam3 = against(simulator);
            Outcome outcome = sam3.run("segment", BALLS, "--prompt", "dot");
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(6);
            assertThat(outcome.err()).contains("dialect");
            Outcome pinned = sam3.run("segment", BALLS, "--prompt", "dot", "--dialect", "pairs-row-1");
            assertThat(pinned.exitCode()).as(pinned.err() + sam3.log()).isZero();
            assertThat(ResultFiles.submits(simulator)).isEqualTo(1);
        }
    }

    /** What the application is told beside its provider. */
    Map<String, String> environment() {
        return Map.of();
    }

    private Sam3Process against(ProviderSimulator simulator) {
        Sam3Process sam3 = new Sam3Process(folder)
                .with("WAVESPEED_API_KEY", "any")
                .with("WAVESPEED_BASE_URL", simulator.baseUrl());
        environment().forEach(sam3::with);
        return sam3;
    }

    private static void interrupt(Running run) throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(run.process().pid())).start();
    }
}
