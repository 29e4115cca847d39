package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.RecordedRequest;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is told to end while it works. */
class DrainIT {
    @TempDir
    Path folder;

    /** What the application is told beside its provider. */
    Map<String, String> environment() {
        return Map.of();
    }

    private static List<ProviderCall> calls(ProviderSimulator simulator) {
        return simulator.recorded().stream().map(RecordedRequest::call).toList();
    }

    /** Its answer is waited for and kept: who comes after has nothing to look for. */
    @Test
    void aSubmitUnderWayIsLetFinishBeforeTheProcessEnds() {
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().delay(Duration.ofSeconds(1)).start()) {
            simulator.faults().next(ProviderCall.SUBMIT, new Fault(FaultKind.ANSWER_DELAYED, 6_000));
            Map<String, String> environment = new HashMap<>(environment());
            environment.put("WAVESPEED_API_KEY", "any");
            environment.put("WAVESPEED_BASE_URL", simulator.baseUrl());
            try (RunningService service = RunningService.start(folder, environment)) {
                service.upload("/api/v1/jobs", Map.of("prompt", "red ball", "requestKey", "k1"));
                await().atMost(RunningService.PATIENCE)
                        .until(() -> simulator.book().paidPredictions().size() == 1);
                // told to end with SIGTERM here, and waited for
            }
            try (RunningService next = RunningService.start(folder, environment)) {
                await().atMost(RunningService.PATIENCE)
                        .until(() -> next.json("/api/v1/jobs/k1")
                                .path("phase")
                                .asText()
                                .equals("DONE"));
            }
            assertThat(calls(simulator)).containsOnlyOnce(ProviderCall.SUBMIT).doesNotContain(ProviderCall.LIST);
        }
    }
}
