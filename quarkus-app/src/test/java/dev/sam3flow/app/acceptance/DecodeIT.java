package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.acceptance.Sam3Process.Outcome;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks without a job: a file of the model becomes a result, and a result another tool's file. */
class DecodeIT {
    private static final Path BALLS =
            Path.of("..", "samples", "balls.mp4").toAbsolutePath().normalize();
    private static final FrameSize SIZE = new FrameSize(640, 360);

    @TempDir
    Path folder;

    @Test
    void aFileAndItsVideoBecomeAResultThatOtherToolsRead() throws IOException {
        Path rle = folder.resolve("balls_rle.json");
        Files.writeString(
                rle,
                IntStream.range(0, 250)
                        .mapToObj(frame -> '"' + Dialect.PAIRS_COLUMN_1.encode(mask(frame)) + '"')
                        .collect(Collectors.joining(",", "[", "]")));
        Sam3Process sam3 = new Sam3Process(folder);
        Outcome decoded = sam3.run("decode", rle.toString(), "--video", BALLS.toString(), "--prompt", "ball");
        assertThat(decoded.exitCode()).as(decoded.err() + sam3.log()).isZero();
        assertThat(decoded.out()).contains("250 frames").contains("pairs-column-1");
        Path result = folder.resolve("balls_rle-sam3");
        assertThat(ResultFiles.frames(result))
                .hasSize(250)
                .allSatisfy(frame ->
                        assertThat(frame.segments()).extracting(Segment::mask).containsExactly(mask(frame.frame())));
        Outcome converted = sam3.run("convert", result.toString(), "--export", "coco,csv", "--quality");
        assertThat(converted.exitCode()).as(converted.err() + sam3.log()).isZero();
        assertThat(result).isDirectoryContaining(file -> file.endsWith("coco.json"));
        assertThat(Files.readAllLines(result.resolve("masks.jsonl"))).hasSize(251);
        assertThat(Files.readString(result.resolve("quality.json"))).contains("sam3flow.quality/1");
    }

    private static Mask mask(int frame) {
        return Mask.ofBox(SIZE, new Box(20 + frame, 30, 31, 60))
                .union(Mask.ofBox(SIZE, new Box(10 + frame, 50, 51, 9)));
    }
}
