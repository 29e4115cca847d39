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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that are segmented again, by command or because they look bad, are the only ones that are paid for again. */
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
        int end = chunk.path("ownedEndFrame").asInt();
        assertThat(after.subList(1, 1 + start)).isEqualTo(before.subList(1, 1 + start));
        assertThat(end).isLessThan(200);
        assertThat(after.subList(1 + end, 201)).isEqualTo(before.subList(1 + end, 201));
        assertThat(result.resolve("overlay.mp4")).isNotEmptyFile();

        Outcome tooDear = sam3.run("repair", result.toString(), "--chunk", "1", "--max-charge", "0.01");
        assertThat(tooDear.exitCode()).as(tooDear.err() + sam3.log()).isEqualTo(2);
        assertThat(tooDear.err()).contains("--max-charge $0.01 is less than");
        assertThat(Files.readAllLines(result.resolve("masks.jsonl"))).isEqualTo(after);

        Outcome byNumber = sam3.run("repair", result.toString(), "--chunk", "1");
        assertThat(byNumber.exitCode()).as(byNumber.err() + sam3.log()).isZero();
        assertThat(byNumber.err()).contains("repair of chunk 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-reuse", "--box=60,55,84,79"})
    void ofWhateverKindTheJobIsOnlyItsMiddleChunkIsPaidAgain(String kind) throws IOException {
        Path video = folder.resolve("red.mp4");
        generate(video);
        Sam3Process sam3 = new Sam3Process(folder);
        Outcome ordered = sam3.run("segment", video.toString(), "--prompt", "red square", "--max-chunk", "8", kind);
        assertThat(ordered.exitCode()).as(ordered.err() + sam3.log()).isZero();
        Path result = folder.resolve("red-sam3");
        List<String> before = Files.readAllLines(result.resolve("masks.jsonl"));
        JsonNode chunks = summary(result).path("chunks");
        assertThat(chunks).hasSizeGreaterThanOrEqualTo(3);

        Outcome repaired = sam3.run("repair", result.toString(), "--chunk", "2");

        assertThat(repaired.exitCode()).as(repaired.err() + sam3.log()).isZero();
        JsonNode after = summary(result);
        assertThat(after.path("chargedMicroUsd").asLong())
                .isEqualTo(after.path("quoteMicroUsd").asLong())
                .isEqualTo(chunks.path(1).path("chargedMicroUsd").asLong());
        for (int i = 0; i < chunks.size(); i++) {
            String prediction =
                    after.path("chunks").path(i).path("predictionId").asText();
            String first = chunks.path(i).path("predictionId").asText();
            assertThat(prediction.equals(first)).as("chunk %d", i).isEqualTo(i != 1);
        }
        List<String> lines = Files.readAllLines(result.resolve("masks.jsonl"));
        int start = chunks.path(1).path("ownedStartFrame").asInt();
        int end = chunks.path(1).path("ownedEndFrame").asInt();
        assertThat(lines.subList(1, 1 + start)).isEqualTo(before.subList(1, 1 + start));
        assertThat(lines.subList(1 + end, 201)).isEqualTo(before.subList(1 + end, 201));
    }

    /** The red square is hidden for a second, so that it looks bad there whoever looks again; the blue one is not. */
    @Test
    void eachObjectHasItsOwnPredictionsAndABadChunkIsTriedOnceMore() throws IOException {
        Path video = folder.resolve("two.mp4");
        generate(
                video,
                "[0][1]overlay=x='20+50*sin(t/3)':y='10+5*cos(t/5)':enable='not(between(t,9.95,11))'[r];"
                        + "[r][2]overlay=x='60+50*sin(t/3)':y='55+8*cos(t/5)'");
        Sam3Process sam3 = new Sam3Process(folder);

        Outcome quoted = sam3.run("quote", video.toString(), "--max-chunk", "8", "--objects", "2");
        Outcome ordered = sam3.run(
                "segment",
                video.toString(),
                "--prompt",
                "red square",
                "--prompt",
                "blue square",
                "--max-chunk",
                "8",
                "--per-object",
                "--auto-repair");

        assertThat(quoted.out())
                .contains("one prediction for all objects: ", "one for each of 2 objects (--per-object): ");
        assertThat(ordered.exitCode()).as(ordered.err() + sam3.log()).isZero();
        assertThat(ordered.err())
                .contains(
                        "one prediction for all objects: ",
                        "<- as ordered",
                        "repair of chunks that look bad: at most ");
        JsonNode summary = summary(folder.resolve("two-sam3"));
        assertThat(summary.path("plan").path("predictionsPerChunk").asInt()).isEqualTo(2);
        assertThat(summary.path("tracks").findValuesAsText("label")).contains("red square", "blue square");
        long again = 0;
        assertThat(summary.path("repairs")).isNotEmpty();
        for (JsonNode repair : summary.path("repairs")) {
            JsonNode chunk = summary.path("chunks").path(repair.path("chunk").asInt());
            assertThat(repair.path("chunk").asInt())
                    .as("a chunk of the red square")
                    .isLessThan(4);
            assertThat(repair.path("badFramesBefore").asInt()).isPositive();
            assertThat(chunk.path("attempts").asInt()).isEqualTo(2);
            again += chunk.path("chargedMicroUsd").asLong() / 2;
        }
        assertThat(summary.path("chargedMicroUsd").asLong())
                .isEqualTo(summary.path("quoteMicroUsd").asLong() + again);
    }

    private static JsonNode summary(Path result) throws IOException {
        return new ObjectMapper().readTree(result.resolve("summary.json").toFile());
    }

    /** 20 s of a red square that wanders over grey. */
    private static void generate(Path video) {
        generate(video, "[0][1]overlay=x='60+50*sin(t/3)':y='30+25*cos(t/5)'");
    }

    /** 20 s of grey and of what a filter lays over it: a red square, its second input, and a blue one, its third. */
    private static void generate(Path video, String filter) {
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
                        "-f",
                        "lavfi",
                        "-i",
                        "color=blue:size=24x24:rate=10:duration=20",
                        "-filter_complex",
                        filter,
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
