package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.Mask;
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
        byte[] black = Png.mask(Mask.empty(header.video().size()));
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
                files.put(folder + FrameName.of(frame.frame(), "png"), mask == null ? black : Png.mask(mask));
            }
        }
    }
}
