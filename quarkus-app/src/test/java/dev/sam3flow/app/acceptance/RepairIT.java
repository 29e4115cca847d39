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

/** A chunk that is segmented again is the only one that is paid for, and the only one whose masks may change. */
class RepairIT {
    @TempDir
    Path folder;

    @Test
    void onlyTheRepairedChunkIsPaidAndPixelsAreDrawn() throws IOException {
        Path video = folder.resolve("red.mp4");
        generate(video);
        Sam3Process sam3 = new Sam3Process(folder);
        Outcome ordered = sam3.run(
                "segment",
                video.toString(),
                "--prompt",
                "red square",
                "--max-chunk",
                "8",
                "--plan",
                "balanced",
                "--scene-cuts",
                "--export",
                "overlay,contact-sheet");
        assertThat(ordered.exitCode()).as(ordered.err() + sam3.log()).isZero();
        assertThat(ordered.err()).contains("plan balanced: ").contains("about ");
        Path result = folder.resolve("red-sam3");
        assertThat(result.resolve("overlay.mp4")).isNotEmptyFile();
        assertThat(result.resolve("contact-sheet.tar")).isNotEmptyFile();
        List<String> before = Files.readAllLines(result.resolve("masks.jsonl"));
        JsonNode chunk = summary(result).path("chunks").get(1);

        Outcome repaired = sam3.run(
                "repair",
                result.toString(),
                "--frames",
                chunk.path("ownedStartFrame").asText());

        assertThat(repaired.exitCode()).as(repaired.err() + sam3.log()).isZero();
        assertThat(repaired.err()).contains("repair of chunk 2");
        assertThat(summary(result).path("chargedMicroUsd").asLong())
                .isEqualTo(chunk.path("chargedMicroUsd").asLong());
        List<String> after = Files.readAllLines(result.resolve("masks.jsonl"));
        assertThat(after).hasSameSizeAs(before);
        int start = chunk.path("ownedStartFrame").asInt();
        assertThat(after.subList(1, 1 + start)).isEqualTo(before.subList(1, 1 + start));
        assertThat(result.resolve("overlay.mp4")).isNotEmptyFile();
    }

    private static JsonNode summary(Path result) throws IOException {
        return new ObjectMapper().readTree(result.resolve("summary.json").toFile());
    }

    /** 20 s of a red square that wanders over grey. */
    private static void generate(Path video) {
        FfmpegPrograms programs = FfmpegPrograms.find();
        ChildProcess.Outcome made = ChildProcess.run(
                List.of(
                        programs.ffmpeg().toString(),
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=gray:size=160x90:rate=10:duration=20",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=red:size=24x24:rate=10:duration=20",
                        "-filter_complex",
                        "overlay=x='60+50*sin(t/3)':y='30+25*cos(t/5)'",
                        "-c:v",
                        "mpeg4",
                        "-g",
                        "10",
                        "-qscale:v",
                        "6",
                        video.toString()),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS);
        assertThat(made.exitCode()).as(made.stderr()).isZero();
    }
}
