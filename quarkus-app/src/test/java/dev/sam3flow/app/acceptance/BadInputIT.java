package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with an order is one line on standard error and exit code 2, and costs nothing. */
class BadInputIT {
    private static final Path BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private ProviderSimulator simulator;
    private Sam3Process sam3;

    @BeforeEach
    void start() {
        simulator = ProviderSimulator.start();
        sam3 = new Sam3Process(folder).with("WAVESPEED_API_KEY", "any").with("WAVESPEED_BASE_URL", simulator.baseUrl());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** One command line with all of them: a line for each, in order. */
    @Test
    void videosThatAreNone() throws IOException {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("missing.mp4", "no such file");
        bad.put(write("text.mp4", "To be, or not to be: that is the question.\n".repeat(50)), "");
        bad.put(write("playlist.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1/a.ts\n"), "");
        bad.put(audioOnly(), "");
        bad.put(write("empty.mp4", ""), "");
        bad.put(truncated(), "");
        bad.put(".", "");
        List<String> arguments = new ArrayList<>(List.of("segment", "--prompt", "person"));
        arguments.addAll(bad.keySet());
        Outcome outcome = sam3.run(arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errorLines()).as(outcome.err()).hasSameSizeAs(bad.keySet());
        int line = 0;
        for (Map.Entry<String, String> video : bad.entrySet()) {
            assertThat(outcome.errorLines().get(line++))
                    .startsWith("sam3: " + video.getKey() + ": ")
                    .contains(video.getValue());
        }
        nothingWasSpent();
    }

    @Test
    void anEmptyPrompt() throws IOException {
        refused("prompt", "--prompt", "  ");
    }

    @Test
    void aPromptLongerThanTheOperatorAllows() throws IOException {
        sam3.with("SAM3_PROVIDER_PROMPT_EXCESS", "refuse");
        refused("33 characters", "--prompt", "the person who carries a red ball");
    }

    @Test
    void aNegativeChunkLength() throws IOException {
        refused("--max-chunk", "--prompt", "person", "--max-chunk", "-5");
    }

    @Test
    void aBoxOutsideTheFrame() throws IOException {
        refused("outside", "--prompt", "person", "--box", "600,300,700,350");
    }

    @Test
    void aThresholdOfSeamsThatIsNoScore() throws IOException {
        sam3.with("SAM3_STITCH_ACCEPT", "7.5");
        Outcome outcome = sam3.run("segment", BALLS.toString(), "--prompt", "person", "--quiet");
        assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(2);
        assertThat(outcome.errorLines()).last().asString().contains("7.5", "above 0 up to 1");
        nothingWasSpent();
    }

    /** Neither a port that nobody listens on nor a machine of ours is reached. */
    @Test
    void urlsThatCannotOrMustNotBeReached() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        for (String url : List.of(
                "http://127.0.0.1:" + closed + "/secret-path/film.mp4?token=secret-token",
                "http://192.168.1.1/film.mp4",
                "https://no-such-host.invalid/film.mp4")) {
            Outcome outcome = sam3.run("segment", url, "--prompt", "person", "--quiet");
            assertThat(outcome.exitCode()).as(url + outcome.err() + sam3.log()).isEqualTo(2);
            assertThat(outcome.err()).doesNotContain("secret-token").doesNotContain("\tat ");
            assertThat(outcome.errorLines().stream().filter(line -> !line.contains("SIMULATED")))
                    .as(outcome.err())
                    .hasSize(1);
        }
        nothingWasSpent();
    }

    private void refused(String named, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("segment", BALLS.toString()));
        arguments.addAll(Arrays.asList(options));
        Outcome outcome = sam3.run(arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errorLines()).hasSize(1).allMatch(line -> line.startsWith("sam3: ") && line.contains(named));
        nothingWasSpent();
    }

    private void nothingWasSpent() throws IOException {
        assertThat(simulator.recorded()).noneMatch(request -> request.call() == ProviderCall.SUBMIT);
        assertThat(simulator.book().rows()).isEmpty();
        String ledger = sam3.run("ledger", "--json").out();
        assertThat(new ObjectMapper().readTree(ledger).path("entries")).isEmpty();
    }

    private String write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return name;
    }

    private String truncated() throws IOException {
        byte[] whole = Files.readAllBytes(BALLS);
        Files.write(folder.resolve("truncated.mp4"), Arrays.copyOf(whole, whole.length / 2));
        return "truncated.mp4";
    }

    private String audioOnly() {
        FfmpegPrograms programs = FfmpegPrograms.find();
        ChildProcess.Outcome made = ChildProcess.run(
                List.of(
                        programs.ffmpeg().toString(),
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=duration=2",
                        folder.resolve("audio.mp4").toString()),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS);
        assertThat(made.exitCode()).as(made.stderr()).isZero();
        return "audio.mp4";
    }
}
