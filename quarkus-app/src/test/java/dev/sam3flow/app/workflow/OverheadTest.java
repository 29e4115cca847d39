package dev.sam3flow.app.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of one chunk on the official server beside the client alone, which uploads, submits, looks at the same pace and fetches. */
@Tag("soak")
class OverheadTest {
    private static final int ROUNDS = 15;
    private static final int WARM = 5;

    @TempDir
    Path folder;

    private static long bare(PredictionService client, Path video, int round) throws Exception {
        long began = System.nanoTime();
        PredictionInput input =
                new PredictionInput(client.upload(video, "bare-" + round + ".mp4"), Prompts.ofText("person"), false);
        Prediction seen = client.submit(input, null);
        for (int looks = 1; !seen.status().isTerminal(); looks++) {
            LockSupport.parkNanos(
                    (looks == 1 ? Stage.FAST.firstLook() : Stage.FAST.untilNextLook(looks - 1)).toNanos());
            seen = client.poll(seen.id());
        }
        try (InputStream masks = client.fetch(Objects.requireNonNull(seen.outputs()))) {
            assertThat(masks.readAllBytes()).isNotEmpty();
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static long median(long[] millis) {
        long[] counted = Arrays.copyOfRange(millis, WARM, millis.length);
        Arrays.sort(counted);
        return counted[counted.length / 2];
    }

    @Test
    void aJobOfOneChunkBesideTheClientAlone() throws Exception {
        try (MoneyDatabase database = MoneyDatabase.h2(folder);
                ProviderSimulator simulator = Stage.simulator(Duration.ofSeconds(1));
                WorkflowServer server = WorkflowServer.official(List.of())) {
            Stage stage = Stage.open(database, 10, simulator.baseUrl(), folder, null);
            WorkflowServiceStubs stubs = WorkflowServer.connect(server.target());
            WorkflowClient client = WorkflowServer.client(stubs, "default");
            WorkerFactory workers = stage.work(client, false);
            Path video = Files.writeString(folder.resolve("video.mp4"), "chunk 0 90 10");
            long[] bare = new long[ROUNDS];
            long[] durable = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                bare[round] = bare(stage.ports().predictions(), video, round);
                JobId id = new JobId("round-" + round, "job");
                long began = System.nanoTime();
                stage.jobs(client).start(Stage.order(id, 90));
                JobResult result = stage.jobs(client).result(id).get(2, TimeUnit.MINUTES);
                durable[round] = (System.nanoTime() - began) / 1_000_000;
                assertThat(result.failure()).isNull();
            }
            workers.shutdownNow();
            stubs.shutdownNow();
            Evidence.row(
                    "a job of one chunk on the official development server beside the client alone, which makes the same calls;"
                            + " a prediction takes 1 s",
                    String.format(
                            Locale.ROOT,
                            "median of %d: %d ms durable, %d ms bare, %d ms ours (limit 1,000); %d predictions paid for %d asked",
                            ROUNDS - WARM,
                            median(durable),
                            median(bare),
                            median(durable) - median(bare),
                            simulator.book().paidPredictions().size(),
                            2 * ROUNDS));
            assertThat(simulator.book().paidPredictions()).hasSize(2 * ROUNDS);
        }
    }
}
