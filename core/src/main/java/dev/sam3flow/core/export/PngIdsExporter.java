package dev.sam3flow.core.export;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;

/** A 16-bit grey PNG a frame whose samples are track ids, 0 where there is none; where tracks overlap, the higher id. */
final class PngIdsExporter implements FolderExporter {
    private static final int MOST_TRACKS = 65_535;

    @Override
    public String name() {
        return "png-ids";
    }

    @Override
    public void writeFiles(MasksSource masks, FileSink files) throws IOException {
        int tracks = masks.header().tracks().stream().mapToInt(Track::id).max().orElse(0);
        if (tracks > MOST_TRACKS) {
            throw new InvalidInputException(
                    tracks + " tracks: a picture of 16 bits holds at most " + MOST_TRACKS + "; export png-tracks");
        }
        FrameSize size = masks.header().video().size();
        masks.forEachFrame(frame -> files.put(FrameName.of(frame.frame(), "png"), drawn(size, frame)));
    }

    private static byte[] drawn(FrameSize size, FrameSegments frame) {
        byte[] rows = new byte[2 * size.pixels()];
        for (Segment segment : frame.segments()) {
            int start = 0;
            int[] counts = segment.mask().counts(PixelOrder.ROW_MAJOR);
            for (int run = 0; run < counts.length; run++) {
                int end = start + counts[run];
                for (int i = start; i < end && (run & 1) == 1; i++) {
                    rows[2 * i] = (byte) (segment.track() >>> 8);
                    rows[2 * i + 1] = (byte) segment.track();
                }
                start = end;
            }
        }
        return Png.grey(size.width(), size.height(), 16, rows);
    }
}
