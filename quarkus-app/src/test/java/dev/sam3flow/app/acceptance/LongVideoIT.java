package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Longer than one prediction may be, with everything (the simulator too) in a heap of 256 MB. */
class LongVideoIT {
    private static final int SECONDS = 25 * 60;
    private static final int RATE = 10;
    private static final long UNIT = 50_000;

    @TempDir
    Path folder;

    @Test
    void twentyFiveMinutesAreCutPricedAndMergedInASmallHeap() throws IOException {
        Path video = folder.resolve("long.mp4");
        generate(video);
        Sam3Process sam3 = new Sam3Process(folder);
        Outcome outcome = sam3.run("segment", video.toString(), "--prompt", "red square", "--json");
        assertThat(outcome.exitCode()).as(outcome.err() + sam3.log()).isZero();
        JsonNode summary = new ObjectMapper()
                .readTree(folder.resolve("long-sam3/summary.json").toFile());
        int chunks = summary.path("chunks").size();
        long floor = SECONDS / 5 * UNIT;
        assertThat(chunks).isBetween(3, 4);
        assertThat(summary.path("chunks"))
                .allSatisfy(chunk ->
                        assertThat(chunk.path("durationSeconds").asDouble()).isLessThanOrEqualTo(600));
        assertThat(summary.path("quoteMicroUsd").asLong()).isBetween(floor, floor + (chunks - 1) * UNIT);
        assertThat(summary.path("chargedMicroUsd").asLong())
                .isEqualTo(summary.path("quoteMicroUsd").asLong());
        assertThat(Files.lines(folder.resolve("long-sam3/masks.jsonl"))).hasSize(1 + SECONDS * RATE);
    }

    /** A red square that wanders over grey. */
    private static void generate(Path video) {
        FfmpegPrograms programs = FfmpegPrograms.find();
        String source = "color=gray:size=160x90:rate=" + RATE + ":duration=" + SECONDS;
        String square = "color=red:size=24x24:rate=" + RATE + ":duration=" + SECONDS;
        ChildProcess.Outcome made = ChildProcess.run(
                List.of(
                        programs.ffmpeg().toString(),
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        source,
                        "-f",
                        "lavfi",
                        "-i",
                        square,
                        "-filter_complex",
                        "overlay=x='60+50*sin(t/3)':y='30+25*cos(t/5)'",
                        "-c:v",
                        "mpeg4",
                        "-g",
                        "50",
                        "-qscale:v",
                        "6",
                        video.toString()),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS);
        assertThat(made.exitCode()).as(made.stderr()).isZero();
    }
}
