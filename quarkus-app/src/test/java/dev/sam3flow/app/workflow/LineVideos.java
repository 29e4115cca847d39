package dev.sam3flow.app.workflow;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packet;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.simulator.mask.MaskRequest;
import dev.sam3flow.simulator.mask.MaskSink;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Videos that are one line of text, {@code video FRAMES FPS KEY_EVERY} or, once cut, {@code chunk START FRAMES FPS}: what costs
 * time here is the workflow, and nothing else. The simulator measures and segments the same lines.
 */
final class LineVideos implements VideoTools {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final int ROWS = 41;

    static String video(int frames, int fps, int keyEvery) {
        return "video " + frames + " " + fps + " " + keyEvery;
    }

    @Override
    public Video probe(Path file) {
        return probe(file, "00");
    }

    @Override
    public Video probe(Path file, String sha256) {
        String[] words = words(file);
        if (!words[0].equals("video")) {
            throw new InvalidInputException("'" + words[0] + "' is not a video: give a file with frames");
        }
        int fps = Integer.parseInt(words[2]);
        int keyEvery = Integer.parseInt(words[3]);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            packets.add(new Packet(i, 1, 100, i % keyEvery == 0, false));
        }
        FrameTable table = FrameTable.ofPackets(new Fraction(1, fps), packets);
        return new Video("lines", sha256, 1, SIZE, new Fraction(fps, 1), "lines", "text", table, null);
    }

    @Override
    public Optional<String> cut(Path source, Video video, FrameRange frames, Path target) {
        try {
            Files.writeString(target, "chunk " + frames.startFrame() + " " + frames.frames() + " " + words(source)[2]);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int[] sceneCuts(Path source, Video video) {
        return new int[0];
    }

    @Override
    public void normalise(Path source, Video video, ChunkPlan plan, Path target) {
        throw new UnsupportedOperationException("lines are cut exactly");
    }

    @Override
    public void draw(PixelExport export, Path source, Video video, MasksSource masks, Path target) {
        throw new UnsupportedOperationException("lines have no pixels");
    }

    private static String[] words(Path file) {
        try {
            return Files.readString(file).split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the simulator sees in a chunk that it received. */
    static ReceivedVideo measure(Path file, String sha256) {
        String[] words = words(file);
        int frames = Integer.parseInt(words[2]);
        long micros = frames * 1_000_000L / Integer.parseInt(words[3]);
        return new ReceivedVideo(file, sha256, SIZE.width(), SIZE.height(), micros, new int[frames], 1);
    }

    /** A diamond that moves right and down with the frames of the source. */
    static void segment(ReceivedVideo video, MaskRequest request, MaskSink sink) throws IOException {
        int start = Integer.parseInt(words(video.file())[1]);
        for (int frame = start; frame < start + video.frames(); frame++) {
            int[] runs = new int[2 * ROWS];
            for (int row = 0; row < ROWS; row++) {
                int half = ROWS / 2 - Math.abs(row - ROWS / 2);
                runs[2 * row] = (frame % 40 + row) * SIZE.width() + 25 + frame % 100 - half;
                runs[2 * row + 1] = 2 * half + 1;
            }
            sink.frame(List.of(new ObjectMask(1, RowRuns.of(SIZE.width(), SIZE.height(), runs))));
        }
    }
}
