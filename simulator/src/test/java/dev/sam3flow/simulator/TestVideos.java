package dev.sam3flow.simulator;

import dev.sam3flow.simulator.mask.MaskSource;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import dev.sam3flow.simulator.mask.VideoMeter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Videos that are a line of text, {@code frames durationMicros}, so that tests of calls need no decoder. */
final class TestVideos {
    /** Reads the line. */
    static final VideoMeter METER = (file, sha256) -> {
        String[] words = Files.readString(file).split(" ");
        if (words.length != 2) {
            throw new IOException("the file is not a video that can be read");
        }
        int[] sizes = new int[Integer.parseInt(words[0])];
        Arrays.setAll(sizes, i -> i + 1);
        return new ReceivedVideo(file, sha256, 8, 4, Long.parseLong(words[1]), sizes, 1);
    };

    /** Two objects in every frame. */
    static final MaskSource MASKS = (video, request, sink) -> {
        for (int i = 0; i < video.frames(); i++) {
            sink.frame(List.of(
                    new ObjectMask(1, RowRuns.of(8, 4, 1, 2, 9, 2)), new ObjectMask(2, RowRuns.of(8, 4, 5, 2))));
        }
    };

    private TestVideos() {}

    static Path video(Path folder, int frames, long durationMicros) throws IOException {
        return Files.writeString(
                folder.resolve("v" + frames + ".mp4"), frames + " " + durationMicros, StandardCharsets.UTF_8);
    }

    static ProviderSimulator.Builder simulator() {
        return ProviderSimulator.builder().meter(METER).masks(MASKS).delay(Duration.ZERO);
    }
}
