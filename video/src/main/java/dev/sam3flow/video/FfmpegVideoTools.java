package dev.sam3flow.video;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.CopyCut;
import dev.sam3flow.video.internal.Normaliser;
import dev.sam3flow.video.internal.Probe;
import dev.sam3flow.video.internal.SceneScan;
import dev.sam3flow.video.internal.pixel.PixelDrawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** {@link VideoTools} by ffmpeg and ffprobe in processes of their own. */
public final class FfmpegVideoTools implements VideoTools {
    private final Probe probe;
    private final CopyCut copyCut;
    private final Normaliser normaliser;
    private final SceneScan scenes;
    private final PixelDrawing drawing;

    /** Tools with the default limits and the first ffmpeg that is found: on the PATH, or the bundled one. */
    public FfmpegVideoTools() {
        this(FfmpegPrograms.find());
    }

    /** Tools with the default limits. */
    public FfmpegVideoTools(FfmpegPrograms programs) {
        this(programs, VideoLimits.DEFAULTS);
    }

    public FfmpegVideoTools(FfmpegPrograms programs, VideoLimits limits) {
        probe = new Probe(programs, limits);
        copyCut = new CopyCut(programs, limits);
        normaliser = new Normaliser(programs, limits, probe);
        scenes = new SceneScan(programs, limits);
        drawing = new PixelDrawing(programs, limits);
    }

    @Override
    public Video probe(Path file) {
        return probe.of(file);
    }

    @Override
    public Video probe(Path file, String sha256) {
        return probe.of(file, sha256);
    }

    @Override
    public Optional<String> cut(Path source, Video video, FrameRange frames, Path target) {
        return whole(target, part -> copyCut.cut(source, video, frames, part));
    }

    @Override
    public void normalise(Path source, Video video, ChunkPlan plan, Path target) {
        whole(target, part -> {
            normaliser.normalise(source, video, plan, part);
            return Optional.empty();
        });
    }

    @Override
    public int[] sceneCuts(Path source, Video video) {
        return scenes.of(source, video);
    }

    @Override
    public void draw(PixelExport export, Path source, Video video, MasksSource masks, Path target) {
        whole(target, part -> {
            drawing.draw(export, source, video, masks, part);
            return Optional.empty();
        });
    }

    /** Writes a file, and says what is wrong with it. */
    private interface Work {
        Optional<String> write(Path part) throws IOException;
    }

    /** Lets {@code work} write a neighbour of the target, which takes its name if nothing is wrong with it. */
    private Optional<String> whole(Path target, Work work) {
        Path part = target.resolveSibling("part-" + UUID.randomUUID() + ".mp4");
        try {
            try {
                Optional<String> wrong = work.write(part);
                if (wrong.isEmpty()) {
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                return wrong;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new MediaException("could not write " + target.getFileName() + ": " + e.getMessage(), true, e);
        }
    }
}
