package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.app.acceptance.Sam3Process.Running;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.MaskLayout;
import dev.sam3flow.simulator.mask.MaskScript;
import dev.sam3flow.simulator.pixels.FfprobeMeter;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user runs it: the packaged program, its exit code, its streams, its folder, and the simulator's book. */
class SegmentIT {
    private static final Path SAMPLES =
            Path.of("..", "samples").toAbsolutePath().normalize();
    private static final String PEOPLE = "intel-one-by-one-person-detection";
    private static final int PEOPLE_FRAMES = 1394;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** No configuration at all: the command of the README. */
    @Test
    void theSampleBecomesMasksOfItsRedBall() throws IOException {
        Sam3Process sam3 = new Sam3Process(folder);
        Outcome outcome = sam3.run(
                "segment", SAMPLES.resolve("balls.mp4").toString(), "--prompt", "red ball", "--export", "coco");
        assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isZero();
        assertThat(outcome.err()).contains("SIMULATED");
        assertThat(outcome.out()).startsWith("balls-sam3: 250 frames, 1 track, 1 chunk; quote $0.10, charged $0.10");
        Path result = folder.resolve("balls-sam3");
        assertThat(ResultFiles.names(result))
                .containsExactlyInAnyOrder("masks.jsonl", "summary.json", "quality.json", "coco.json", ".sam3flow");
        JsonNode summary = ResultFiles.summary(result);
        assertThat(summary.path("simulated").asBoolean()).isTrue();
        assertThat(summary.path("quoteMicroUsd").asLong()).isEqualTo(100_000);
        assertThat(summary.path("chargedMicroUsd").asLong()).isEqualTo(100_000);
        KnownMasks known = KnownMasks.read(SAMPLES.resolve("balls.masks.json"), "red ball"::equals);
        List<FrameSegments> frames = ResultFiles.frames(result);
        assertThat(frames).hasSize(250);
        long alike = frames.stream()
                .filter(frame -> alike(frame, known.frames().get(frame.frame())))
                .count();
        assertThat(alike)
                .as("frames with an IoU of 0.9 or an absence on both sides")
                .isGreaterThan(225);
    }

    /** Switches of the environment and of the launcher are no settings, and no reason not to start. */
    @Test
    void aTerminalHasALiveLineThatMakesWayForTheOthers() throws IOException {
        Sam3Process sam3 = new Sam3Process(folder).with("SAM3_DEBUG", "1").inTerminal();
        Outcome outcome = sam3.run("segment", SAMPLES.resolve("balls.mp4").toString(), "--prompt", "blue ball");
        assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isZero();
        String cleared = "\r\u001b[K";
        assertThat(outcome.err()).contains(cleared + "[....", cleared + "sam3: chunk 1/1 done");
        // a quick process ends before the line is drawn again, and a slow one clears it
        assertThat(outcome.err().substring(outcome.err().lastIndexOf(cleared) + cleared.length()))
                .doesNotContain("/1 chunks");
    }

    private static boolean alike(FrameSegments frame, Map<Integer, Mask> known) {
        if (known.isEmpty() || frame.segments().isEmpty()) {
            return known.isEmpty() && frame.segments().isEmpty();
        }
        return frame.segments().get(0).mask().iou(known.values().iterator().next()) >= 0.9;
    }

    /** What was promised is what the provider's own book says was taken, and a second run takes nothing. */
    @Test
    void quoteChargeAndTheProvidersBookAgreeOverManyChunks() throws IOException {
        Path video = footage(".mp4");
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            Sam3Process sam3 = against(simulator);
            String[] order = {"segment", video.toString(), "--prompt", "person", "--max-chunk", "30", "--json"};
            Outcome outcome = sam3.run(order);
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isZero();
            JsonNode said = JSON.readTree(outcome.out());
            Path result = folder.resolve(PEOPLE + "-sam3");
            JsonNode summary = ResultFiles.summary(result);
            assertThat(Files.lines(result.resolve("masks.jsonl"))).hasSize(1 + PEOPLE_FRAMES);
            assertThat(summary.path("chunks").size()).isGreaterThanOrEqualTo(5);
            JsonNode quality = JSON.readTree(result.resolve("quality.json").toFile());
            assertThat(quality.path("schema").asText()).isEqualTo("sam3flow.quality/1");
            assertThat(quality.path("thresholds").path("frozenFrames").asInt()).isEqualTo(15);
            long charged = simulator.book().chargedMicroUsd();
            assertThat(charged).isPositive();
            assertThat(List.of(
                            said.path("quoteMicroUsd").asLong(),
                            said.path("chargedMicroUsd").asLong(),
                            summary.path("quoteMicroUsd").asLong(),
                            summary.path("chargedMicroUsd").asLong()))
                    .containsOnly(charged);
            assertThat(said.path("simulated").asBoolean()).isTrue();
            Outcome again = sam3.run(order);
            assertThat(again.exitCode()).isZero();
            assertThat(again.out()).isEqualTo(outcome.out());
            assertThat(simulator.book().chargedMicroUsd()).isEqualTo(charged);
            JsonNode ledger = JSON.readTree(sam3.run("ledger", "--json").out());
            assertThat(ledger.path("simulated").path("spentMicroUsd").asLong()).isEqualTo(charged);
            assertThat(ledger.path("simulated").path("heldMicroUsd").asLong()).isZero();
            assertThat(ledger.path("real").path("spentMicroUsd").asLong()).isZero();
        }
    }

    /** Cut, sent, answered in another dialect, stitched and written again, a mask has not changed by a pixel. */
    @Test
    void masksThatTheProviderGivesComeOutUnchangedOnEveryFrame() throws IOException {
        Path video = footage(".mp4");
        Path masks = footage(".masks.json");
        MaskScript script = MaskScript.read(new FfprobeMeter(FfmpegPrograms.find()).measure(video, ""), masks);
        try (ProviderSimulator simulator = ProviderSimulator.builder()
                .masks(script)
                .layout(MaskLayout.FRAMES_OBJECTS)
                .start()) {
            Sam3Process sam3 = against(simulator);
            Outcome outcome =
                    sam3.run("segment", video.toString(), "--prompt", "person", "--max-chunk", "30", "--out", "merged");
            assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isZero();
            KnownMasks known = KnownMasks.read(masks);
            Map<Integer, Integer> trackOfObject = new HashMap<>();
            for (FrameSegments frame : ResultFiles.frames(folder.resolve("merged"))) {
                Map<Integer, Mask> wanted = known.frames().get(frame.frame());
                assertThat(frame.segments()).as("frame %d", frame.frame()).hasSameSizeAs(wanted.keySet());
                wanted.forEach((object, mask) -> {
                    Segment same = frame.segments().stream()
                            .filter(segment -> segment.mask().equals(mask))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("frame " + frame.frame() + " object " + object));
                    assertThat(trackOfObject.computeIfAbsent(object, o -> same.track()))
                            .as("track of object %d in frame %d", object, frame.frame())
                            .isEqualTo(same.track());
                });
            }
            assertThat(new HashSet<>(trackOfObject.values())).hasSameSizeAs(trackOfObject.keySet());
            assertThat(trackOfObject).isNotEmpty();
        }
    }

    /** Power gone between the submit and the result; the same command again pays nothing more. */
    @Test
    void aKilledRunIsTakenUpByTheSameCommandWithoutASecondPrediction() throws IOException {
        try (ProviderSimulator simulator =
                ProviderSimulator.builder().delay(Duration.ofSeconds(12)).start()) {
            Sam3Process sam3 = against(simulator);
            String[] order = {"segment", SAMPLES.resolve("balls.mp4").toString(), "--prompt", "red ball"};
            Running first = sam3.start(order);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> !simulator.book().rows().isEmpty()
                            || !first.process().isAlive());
            first.process().destroyForcibly().onExit().join();
            assertThat(folder.resolve("balls-sam3")).doesNotExist();
            Outcome second = sam3.run(order);
            assertThat(second.exitCode()).as(second.err() + sam3.log()).isZero();
            assertThat(ResultFiles.frames(folder.resolve("balls-sam3"))).hasSize(250);
            assertThat(simulator.book().rows()).hasSize(1);
            assertThat(ResultFiles.submits(simulator)).isEqualTo(1);
        }
    }

    private Sam3Process against(ProviderSimulator simulator) {
        return new Sam3Process(folder).with("WAVESPEED_API_KEY", "any").with("WAVESPEED_BASE_URL", simulator.baseUrl());
    }

    private static Path footage(String ending) {
        String place = System.getenv("SAM3FLOW_FOOTAGE");
        assumeThat(place)
                .as("SAM3FLOW_FOOTAGE names the folder of the test footage")
                .isNotNull();
        Path file = Path.of(String.valueOf(place), PEOPLE + ending);
        assumeThat(file).as("footage").exists();
        return file;
    }
}
