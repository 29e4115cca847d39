package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.export.FileSink;
import dev.sam3flow.core.export.FrameName;
import dev.sam3flow.core.export.Png;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.util.List;

/** A picture a frame, transparent where no track is. */
final class PngMattes implements PixelDrawing.FrameTaker {
    private final FrameSize size;
    private final FileSink files;

    PngMattes(FrameSize size, FileSink files) {
        this.size = size;
        this.files = files;
    }

    @Override
    public void take(int frameIndex, byte[] pixels, List<Segment> segments) throws IOException {
        byte[] cut = PixelDrawing.cutOut(
                pixels, size.width(), segments.stream().map(Segment::mask).toList(), size.box());
        files.put(FrameName.of(frameIndex, "png"), Png.colour(size.width(), size.height(), true, cut));
    }
}
