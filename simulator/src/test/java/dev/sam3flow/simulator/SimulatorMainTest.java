package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorMainTest {
    private static final Pattern ADDRESS =
            Pattern.compile("SIMULATED provider at (http://127\\.0\\.0\\.1:\\d+/api/v3)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch stop = new CountDownLatch(1);

    @Test
    void saysWhereItIsAndAnswersThereUntilItIsStopped() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> run("--port", "0", "--delay", "2s", "--layout", "frames-objects", "--dialect", "coco"));
        await().until(() ->
                ADDRESS.matcher(out.toString(StandardCharsets.UTF_8)).find());
        Matcher address = ADDRESS.matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(address.find()).isTrue();

        HttpURLConnection connection = (HttpURLConnection)
                URI.create(address.group(1) + "/balance").toURL().openConnection();

        assertThat(connection.getResponseCode()).isEqualTo(401);
        stop.countDown();
        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot 1", "--port x", "--delay soon", "--layout round", "--port"})
    void argumentsThatAreNotUnderstoodAreNamed(String line) {
        int exit = run(line.split(" "));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("sam3 simulator: ", "usage:");
    }

    private int run(String... args) {
        try {
            return SimulatorMain.run(
                    args,
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    stop);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
