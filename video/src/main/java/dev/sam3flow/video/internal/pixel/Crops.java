package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.export.FileSink;
import dev.sam3flow.core.export.FrameName;
import dev.sam3flow.core.export.Png;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A picture for every segment: what its mask covers, as large as its box. */
final class Crops implements PixelDrawing.FrameTaker {
    private final FrameSize size;
    private final FileSink files;

    Crops(FrameSize size, FileSink files) {
        this.size = size;
        this.files = files;
    }

    @Override
    public void take(int frameIndex, byte[] pixels, List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            Box box = segment.mask().boundingBox();
            if (!box.isEmpty()) {
                byte[] cut = PixelDrawing.cutOut(pixels, size.width(), List.of(segment.mask()), box);
                files.put(
                        folder(segment.track()) + "/" + FrameName.of(frameIndex, "png"),
                        Png.colour(box.width(), box.height(), true, cut));
            }
        }
    }

    /** {@code "track_0007"}. */
    static String folder(int track) {
        return String.format(Locale.ROOT, "track_%04d", track);
    }
}
