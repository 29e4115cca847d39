package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.port.InMemoryJobStore;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.prompt.PromptLimit;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packet;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What a plan costs and how long it is expected to take is said before it runs: here of a video of 1190 s with a key frame
 * every second. In one piece it would be 238 units of 0.05 USD. The provider is taken to need 20 s a prediction and as long as
 * it plays.
 */
class PricesBeforeTest {
    private static final FrameTable TABLE = table(11_900);
    private static final String TALK = "https://example.com/talk.mp4?token=secret";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<Signal, SignalHandler> heard = new HashMap<>();
    private Path file;

    private static FrameTable table(int frames) {
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            packets.add(new Packet(i, 1, 1000, i % 10 == 0, false));
        }
        return FrameTable.ofPackets(new Fraction(1, 10), packets);
    }

    @BeforeEach
    void make() throws IOException {
        file = Files.writeString(folder.resolve("talk.mp4"), "any");
    }

    private static <T> T fake(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }

    private static VideoTools tools() {
        return fake(
                VideoTools.class,
                new Video(
                        "talk.mp4", "ab", 3, new FrameSize(640, 360), new Fraction(10, 1), "h264", "mp4", TABLE, null));
    }

    private int run(Callable<Integer> command, String... arguments) {
        CommandLine line = Sam3Main.commandLine(command, CommandLine.defaultFactory());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private List<String> quote(String... options) {
        QuoteCommand command = new QuoteCommand();
        command.tools = tools();
        command.prices = PriceList.PUBLISHED;
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of(options));
        assertThat(run(command, arguments.toArray(String[]::new))).isEqualTo(ExitCode.DONE);
        return out.toString().lines().toList();
    }

    @Test
    void aQuoteComparesTheObjectivesAndMarksTheChosenOne() {
        List<String> lines = quote();

        assertThat(lines)
                .contains(
                        "  plan charge: 2 predictions, $11.95, about 10 min with 4 at once  <- --plan charge",
                        "  plan latency: 4 predictions, $12.00, about 5 min with 4 at once",
                        "  plan balanced: 3 predictions, $11.95, about 8 min with 4 at once");
    }

    @Test
    void anotherObjectiveIsMarkedWhereItIsChosen() {
        List<String> lines = quote("--plan", "latency", "--parallel", "2");

        assertThat(lines)
                .filteredOn(line -> line.startsWith("  plan "))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("with 2 at once"))
                .filteredOn(line -> line.contains("<-"))
                .singleElement()
                .asString()
                .startsWith("  plan latency: ")
                .endsWith("  <- --plan latency");
    }

    @Test
    void jsonHasEveryObjectiveToo() throws IOException {
        JsonNode json = new ObjectMapper().readTree(quote("--json").get(0));

        assertThat(json.path("objective").asText()).isEqualTo("charge");
        Map<String, JsonNode> plans = new HashMap<>();
        json.path("plans").forEach(plan -> plans.put(plan.path("objective").asText(), plan));
        assertThat(plans).containsOnlyKeys("charge", "latency", "balanced");
        assertThat(plans.get("charge").path("quoteMicroUsd")).isEqualTo(json.path("quoteMicroUsd"));
        assertThat(plans.get("charge").path("expectedMicros")).isEqualTo(json.path("expectedMicros"));
        assertThat(plans.get("latency").path("predictions").asInt()).isEqualTo(4);
        assertThat(plans.get("latency").path("expectedMicros").asLong())
                .isLessThan(plans.get("balanced").path("expectedMicros").asLong());
        assertThat(plans.get("balanced").path("expectedMicros").asLong())
                .isLessThan(plans.get("charge").path("expectedMicros").asLong());
    }

    /** Points and boxes make chunks go one after the other, beginning with the one that they are in. */
    @Test
    void promptsAtAFrameArePricedWithAChunkThatStartsThere() {
        List<String> lines = quote("--at-frame", "1230");

        assertThat(lines).anyMatch(line -> line.matches("  chunk \\d+: frames 1230-\\d+, .*"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("  plan "))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("with 1 at once"));
    }

    @Test
    void aFrameThatTheVideoHasNotIsRefused() {
        QuoteCommand command = new QuoteCommand();
        command.tools = tools();
        command.prices = PriceList.PUBLISHED;

        assertThat(run(command, file.toString(), "--at-frame", "11900")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run(command, file.toString(), "--at-frame=-1")).isEqualTo(ExitCode.BAD_INPUT);

        assertThat(err.toString()).contains("the video has 11900 frames").contains("frames count from 0");
    }

    /** A job that has an earlier order's plan until it is probed, its own at the third look, and is over at the fourth. */
    private static final class Jobs implements JobService {
        private final CompletableFuture<JobResult> result = new CompletableFuture<>();
        private int looks;

        @Override
        public JobId start(JobRequest request) {
            return request.id();
        }

        @Override
        public JobProgress progress(JobId id) {
            looks++;
            if (looks == 4) {
                result.complete(new JobResult(id, JobPhase.CANCELLED, Map.of(), null, MicroUsd.ZERO, null));
            }
            JobPhase phase = looks == 1 ? JobPhase.FAILED : looks == 2 ? JobPhase.PROBING : JobPhase.SEGMENTING;
            List<ChunkProgress> chunks = looks < 3 ? chunks().subList(0, 1) : chunks();
            return new JobProgress(id, phase, 11_900, chunks, MicroUsd.ofUsd("11.95"), MicroUsd.ZERO, "");
        }

        private static List<ChunkProgress> chunks() {
            List<Chunk> planned = ChunkPlanner.plan(TABLE, PlanOptions.DEFAULTS, PriceList.PUBLISHED, null)
                    .chunks();
            return planned.stream().map(ChunkProgress::waiting).toList();
        }

        @Override
        public CompletableFuture<JobResult> result(JobId id) {
            return result;
        }

        @Override
        public void cancel(JobId id) {}

        @Override
        public void setPaused(JobId id, boolean paused) {}
    }

    private List<String> segment(String video, String... options) {
        SegmentCommand command = new SegmentCommand();
        command.jobs = new Jobs();
        command.store = new InMemoryJobStore();
        command.attempts = new InMemoryAttemptStore();
        command.blobs = new InMemoryBlobStore();
        command.promptLimit = PromptLimit.USUAL;
        command.tools = tools();
        command.prices = PriceList.PUBLISHED;
        command.predictions = (PredictionService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PredictionService.class},
                (proxy, method, arguments) -> method.getName().equals("simulated") ? (Object) true : "nowhere");
        List<String> arguments = new ArrayList<>(List.of(
                video, "--prompt", "ball", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(options));
        run(command, arguments.toArray(String[]::new));
        return err.toString().lines().toList();
    }

    @BeforeEach
    void rememberWhoHeardSignals() {
        for (String name : List.of("INT", "TERM")) {
            Signal signal = new Signal(name);
            heard.put(signal, Signal.handle(signal, SignalHandler.SIG_DFL));
        }
    }

    @AfterEach
    void giveTheSignalsBack() {
        heard.forEach(Signal::handle);
    }

    private static final String PLAN = "sam3: plan charge: 2 predictions, $11.95, about 10 min with 4 at once, if the"
            + " provider needs 20 s a prediction and as long as it plays";

    @Test
    void aFilesPlanIsPricedBeforeTheJobStarts() {
        assertThat(segment(file.toString())).containsOnlyOnce(PLAN);
    }

    /** Its frames are known once the job has fetched it. */
    @Test
    void aRemoteVideosPlanIsPricedAsSoonAsThereIsOne() {
        assertThat(segment(TALK)).containsOnlyOnce(PLAN);
    }

    @Test
    void whoWantsNoProgressHearsNoPrice() {
        assertThat(segment(TALK, "--quiet")).noneMatch(line -> line.contains("plan charge"));
    }
}
