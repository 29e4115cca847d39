package dev.sam3flow.temporal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Videos that are one line of text: {@code video FRAMES FPS KEY_EVERY} or, once cut, {@code chunk START FRAMES FPS}. */
final class FakeVideoTools implements VideoTools {
    static final FrameSize SIZE = new FrameSize(160, 90);

    final AtomicInteger cuts = new AtomicInteger();
    final AtomicInteger normalisations = new AtomicInteger();
    volatile String inexact = "";
    /** The method for which a program works that does not end by itself. */
    volatile String endless = "";
    /** Those that have been started. */
    final Queue<Process> programs = new ConcurrentLinkedQueue<>();

    static String video(int frames, int fps, int keyEvery) {
        return "video " + frames + " " + fps + " " + keyEvery;
    }

    /** As ffmpeg does: beside the file, until it is done, or the thread is interrupted. */
    private void work(String method, Path file) {
        if (!endless.equals(method)) {
            return;
        }
        Path part = file.resolveSibling("part-" + UUID.randomUUID());
        try {
            write(part, "half");
            Process program = new ProcessBuilder("sleep", "600").start();
            programs.add(program);
            try {
                program.waitFor();
            } finally {
                program.destroyForcibly();
                Files.delete(part);
            }
        } catch (InterruptedException e) {
            throw new MediaException("sleep was interrupted", true, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Video probe(Path file) {
        return probe(file, "00");
    }

    @Override
    public Video probe(Path file, String sha256) {
        work("probe", file);
        String[] words = read(file).split(" ");
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
        return new Video("fake", sha256, 1, SIZE, new Fraction(fps, 1), "fake", "text", table, null);
    }

    @Override
    public int[] sceneCuts(Path source, Video video) {
        return new int[0];
    }

    @Override
    public void draw(PixelExport export, Path source, Video video, MasksSource masks, Path target) {
        work("draw", target);
        write(target, export.exportName() + " of " + read(source));
    }

    @Override
    public Optional<String> cut(Path source, Video video, FrameRange frames, Path target) {
        String text = read(source);
        if (!inexact.isEmpty() && !text.endsWith("normalised")) {
            return Optional.of(inexact);
        }
        work("cut", target);
        cuts.incrementAndGet();
        write(target, "chunk " + frames.startFrame() + " " + frames.frames() + " " + text.split(" ")[2]);
        return Optional.empty();
    }

    @Override
    public void normalise(Path source, Video video, ChunkPlan plan, Path target) {
        work("normalise", target);
        normalisations.incrementAndGet();
        write(target, read(source) + " normalised");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
