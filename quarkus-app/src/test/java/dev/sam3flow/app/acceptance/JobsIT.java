package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import dev.sam3flow.simulator.ProviderSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that one process drives and another watches, commands, or takes over. */
class JobsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize().toString();

    @TempDir
    Path folder;

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

    /** What a job waits for is printed as a command, and typing that command in another terminal reaches the job. */
    @Test
    void aQuoteOverTheLimitIsApprovedFromAnotherTerminal() throws IOException {
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            Sam3Process sam3 = against(simulator);
            Running run = sam3.start("segment", BALLS, "--prompt", "ball", "--max-charge", "0.09", "--ask");
            Pattern told = Pattern.compile("type: ./sam3 job (\\S+) approve");
            await().atMost(PATIENCE)
                    .until(() -> told.matcher(run.errSoFar()).find()
                            || !run.process().isAlive());
            Matcher key = told.matcher(run.errSoFar());
            assertThat(key.find()).as(run.errSoFar() + sam3.log()).isTrue();

            JsonNode listed = JSON.readTree(sam3.run("jobs", "--json").out());
            Outcome wrong = sam3.run("job", key.group(1), "retry-chunk", "1");
            Outcome approved = sam3.run("job", key.group(1), "approve", "0.10");
            Outcome outcome = run.await();

            assertThat(listed.path("phase").asText()).isEqualTo("WAITING_FOR_APPROVAL");
            assertThat(listed.path("waits").get(0).path("choices").get(0).asText())
                    .isEqualTo("approve [USD]");
            assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(2);
            assertThat(wrong.err()).contains("chunk 1 does not wait for an operator's decision");
            assertThat(approved.exitCode()).as(approved.err() + sam3.log()).isZero();
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isZero();
            assertThat(ResultFiles.submits(simulator)).isEqualTo(1);
        }
    }

    /** Killed without a word: the next run takes the job over at once, and what was paid for is not paid again. */
    @Test
    void aKilledRunIsTakenOverByTheNextWithoutASecondPayment() throws IOException {
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().delay(Duration.ofSeconds(6)).start()) {
            Sam3Process sam3 = against(simulator);
            Running run = sam3.start("segment", BALLS, "--prompt", "ball", "--max-chunk", "6");
            await().atMost(PATIENCE)
                    .until(() -> simulator.book().paidPredictions().size() == 2
                            || !run.process().isAlive());
            run.process().destroyForcibly();
            run.await();

            Outcome again = sam3.run("segment", BALLS, "--prompt", "ball", "--max-chunk", "6");

            assertThat(again.exitCode()).as(again.err() + sam3.log()).isZero();
            assertThat(simulator.book().paidPredictions()).hasSize(2);
        }
    }
}
