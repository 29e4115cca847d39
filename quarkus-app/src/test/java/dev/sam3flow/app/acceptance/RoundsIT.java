package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.simulator.ProviderSimulator;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service does from time to time, on a workflow server that has schedules. */
class RoundsIT {
    private static final List<String> ROUNDS = List.of("settle", "reap", "copy", "clean");

    @TempDir
    Path folder;

    @Test
    void eachRoundIsAScheduleOfTheWorkflowServerAndIsCarriedOut() throws Exception {
        try (TemporalProcess temporal = TemporalProcess.start()) {
            assumeThat(temporal)
                    .as("SAM3FLOW_TEMPORAL names no Temporal CLI: the official server is not tested")
                    .isNotNull();
            WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(temporal.target())
                    .build());
            ScheduleClient schedules = ScheduleClient.newInstance(stubs);
            try (RunningService service = RunningService.start(
                    folder,
                    Map.of(
                            "TEMPORAL_TARGET", temporal.target(),
                            "SAM3_LEDGER_SETTLE_EVERY", "2s",
                            "SAM3_LEDGER_REAP_EVERY", "2s",
                            "SAM3_LEDGER_COPY_EVERY", "2s",
                            "SAM3_LEDGER_CLEAN_EVERY", "2s"))) {
                await().atMost(RunningService.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                    for (String round : ROUNDS) {
                        ScheduleDescription found =
                                schedules.getHandle("sam3flow/" + round).describe();
                        assertThat(found.getSchedule().getSpec().getIntervals())
                                .singleElement()
                                .satisfies(interval ->
                                        assertThat(interval.getEvery()).isEqualTo(Duration.ofSeconds(2)));
                        assertThat(temporal.completed("sam3flow/" + round)).isTrue();
                    }
                });
                assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
            } finally {
                stubs.shutdownNow();
            }
        }
    }

    @Test
    void withoutSuchAServerTheServiceKeepsTimeItself() {
        try (RunningService service = RunningService.start(
                folder,
                Map.of(
                        "SAM3_LEDGER_ROUNDS_AFTER", "1s",
                        "SAM3_LEDGER_SETTLE_EVERY", "2s",
                        "SAM3_LEDGER_REAP_EVERY", "2s",
                        "SAM3_LEDGER_COPY_EVERY", "2s",
                        "SAM3_LEDGER_CLEAN_EVERY", "2s"))) {
            await().atMost(RunningService.PATIENCE).untilAsserted(() -> {
                String metrics = service.get("/q/metrics").body();
                for (String round : ROUNDS) {
                    assertThat(times(metrics, round, "done")).as(round).isGreaterThan(1);
                    assertThat(times(metrics, round, "failed")).as(round).isZero();
                }
            });
        }
    }

    @Test
    void aRoundThatFailsForAJobCountsAsFailed() throws Exception {
        try (ProviderSimulator simulator = ProviderSimulator.start();
                RunningService service = RunningService.start(
                        folder,
                        Map.of(
                                "WAVESPEED_API_KEY", "any",
                                "WAVESPEED_BASE_URL", simulator.baseUrl(),
                                "SAM3_LEDGER_ROUNDS_AFTER", "1s",
                                "SAM3_LEDGER_SETTLE_EVERY", "2s"))) {
            service.finishedJob("to-be-settled");
            assertThat(times(service.get("/q/metrics").body(), "settle", "failed"))
                    .isZero();

            simulator.close();

            await().atMost(RunningService.PATIENCE)
                    .until(() -> times(service.get("/q/metrics").body(), "settle", "failed") > 0);
        }
    }

    private static double times(String metrics, String round, String outcome) {
        String begin = "sam3_rounds_seconds_count{outcome=\"" + outcome + "\",round=\"" + round + "\"} ";
        return metrics.lines()
                .filter(line -> line.startsWith(begin))
                .mapToDouble(line -> Double.parseDouble(line.substring(begin.length())))
                .sum();
    }
}
