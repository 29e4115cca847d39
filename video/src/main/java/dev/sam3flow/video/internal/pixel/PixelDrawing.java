package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.export.TarWriter;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the formats of {@link PixelExport}, one frame at a time, whatever the video's length. */
public final class PixelDrawing {
    private final FfmpegPrograms programs;
    private final VideoLimits limits;

    public PixelDrawing(FfmpegPrograms programs, VideoLimits limits) {
        this.programs = programs;
        this.limits = limits;
    }

    /** @throws InvalidInputException if the masks are not of this video, or its frames do not decode one by one */
    public void draw(PixelExport export, Path source, Video video, MasksSource masks, Path target) {
        try {
            MasksHeader header = masks.header();
            requireSameVideo(header.video(), video);
            switch (export) {
                case MATTE_PNG -> pictures(source, video, masks, target, files -> new PngMattes(video.size(), files));
                case CROPS -> pictures(source, video, masks, target, files -> new Crops(video.size(), files));
                case CONTACT_SHEET ->
                    pictures(source, video, masks, target, files -> new ContactSheets(header, video.table(), files));
                default -> film(export, source, video, masks, target);
            }
        } catch (IOException e) {
            throw new MediaException(export.fileName() + " could not be written: " + e.getMessage(), true, e);
        }
    }

    private static void requireSameVideo(MasksHeader.VideoFacts masked, Video video) {
        String digest = masked.sha256();
        if (masked.frames() != video.frames() || !masked.size().equals(video.size())) {
            throw new InvalidInputException("the masks are of a video of " + masked.frames() + " frames of "
                    + masked.size() + "; " + video.name() + " has " + video.frames() + " of " + video.size()
                    + ": give the video that they were made from");
        }
        if (digest != null && !digest.equals(video.sha256())) {
            throw new InvalidInputException("the masks are of another video than " + video.name() + " (SHA-256 "
                    + digest + ", not " + video.sha256() + "): give the file that they were made from");
        }
    }

    private void film(PixelExport export, Path source, Video video, MasksSource masks, Path target) throws IOException {
        boolean alpha = FilmWriter.hasAlpha(export);
        Picture picture = new Picture(video.size(), alpha);
        OverlayPainter painter = new OverlayPainter(video.size());
        FilmFacts facts = FilmFacts.of(programs, limits, source);
        try (SourceFrames frames = new SourceFrames(programs, limits, source, video, "yuv420p");
                FilmWriter film = new FilmWriter(programs, limits, export, source, video, facts, target)) {
            masks.forEachFrame(frame -> {
                frames.read(picture.bytes(), picture.opaqueBytes());
                if (alpha) {
                    picture.cutOut(frame.segments().stream().map(Segment::mask).toList());
                } else {
                    painter.paint(picture, frame.segments());
                }
                film.write(picture.bytes());
            });
            frames.requireEnd();
            film.finish();
        }
    }

    /** Takes frames as red, green and blue of each pixel, row by row. */
    interface FrameTaker {
        void take(int frameIndex, byte[] pixels, java.util.List<Segment> segments) throws IOException;
    }

    private interface TakerMaking {
        FrameTaker of(TarWriter files);
    }

    private void pictures(Path source, Video video, MasksSource masks, Path target, TakerMaking making)
            throws IOException {
        byte[] pixels = new byte[Math.multiplyExact(3, video.size().pixels())];
        try (SourceFrames frames = new SourceFrames(programs, limits, source, video, "rgb24");
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            TarWriter files = new TarWriter(out);
            FrameTaker taker = making.of(files);
            masks.forEachFrame(frame -> {
                frames.read(pixels, pixels.length);
                taker.take(frame.frame(), pixels, frame.segments());
            });
            frames.requireEnd();
            files.finish();
        }
    }

    /** The pixels of a mask within a window, with opacity; transparent pixels are black. */
    static byte[] cutOut(byte[] pixels, int width, Iterable<Mask> masks, dev.sam3flow.core.mask.Box window) {
        byte[] cut = new byte[4 * Math.toIntExact(window.area())];
        for (Mask mask : masks) {
            Spans.forEach(mask, (y, startX, endX) -> {
                for (int x = Math.max(startX, window.x()); x < Math.min(endX, window.endX()); x++) {
                    int from = 3 * (y * width + x);
                    int to = 4 * ((y - window.y()) * window.width() + x - window.x());
                    System.arraycopy(pixels, from, cut, to, 3);
                    cut[to + 3] = (byte) 255;
                }
            });
        }
        return cut;
    }
}
