package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A folder a track with black-and-white PNG pictures (1 bit, white within the mask), named by frame from the track's first
 * frame to its last; black where the object is absent in between.
 */
final class PngTracksExporter implements FolderExporter {
    @Override
    public String name() {
        return "png-tracks";
    }

    @Override
    public void writeFiles(MasksSource masks, FileSink files) throws IOException {
        MasksHeader header = masks.header();
        byte[] black = drawn(Mask.empty(header.video().size()));
        masks.forEachFrame(frame -> writeFrame(header, frame, black, files));
    }

    private static void writeFrame(MasksHeader header, FrameSegments frame, byte[] black, FileSink files)
            throws IOException {
        Map<Integer, Mask> seen = new HashMap<>();
        for (Segment segment : frame.segments()) {
            seen.put(segment.track(), segment.mask());
        }
        for (Track track : header.tracks()) {
            if (frame.frame() >= track.firstFrame() && frame.frame() <= track.lastFrame()) {
                Mask mask = seen.get(track.id());
                String folder = String.format(Locale.ROOT, "track_%04d/", track.id());
                files.put(folder + FrameName.of(frame.frame(), "png"), mask == null ? black : drawn(mask));
            }
        }
    }

    private static byte[] drawn(Mask mask) {
        FrameSize size = mask.size();
        int stride = (size.width() + 7) / 8;
        byte[] rows = new byte[stride * size.height()];
        int start = 0;
        int[] counts = mask.counts(PixelOrder.ROW_MAJOR);
        for (int run = 0; run < counts.length; run++) {
            int end = start + counts[run];
            for (int i = start; i < end && (run & 1) == 1; i++) {
                int x = i % size.width();
                rows[i / size.width() * stride + x / 8] |= (byte) (0x80 >>> x % 8);
            }
            start = end;
        }
        return Png.grey(size.width(), size.height(), 1, rows);
    }
}
