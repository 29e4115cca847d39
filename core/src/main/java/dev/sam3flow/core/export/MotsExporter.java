package dev.sam3flow.core.export;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * MOTS text: {@code frame object class height width rle}, one line a segment, frames from 1, object = class × 1000 + number
 * within the class. A pixel belongs to one object only: where masks overlap, the lower track keeps it, and a mask of which
 * nothing is left has no line. Source: the file format of motchallenge.net's MOTS data.
 */
final class MotsExporter implements Exporter {
    private static final int PER_CLASS = 1000;

    @Override
    public String name() {
        return "mots";
    }

    @Override
    public String fileName() {
        return "mots.txt";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        MasksHeader header = masks.header();
        Categories categories = Categories.of(header.tracks());
        Map<Integer, Integer> objects = objects(header, categories);
        TextOut text = new TextOut(out);
        masks.forEachFrame(frame -> writeFrame(text, frame, categories, objects));
        text.finish();
    }

    private static Map<Integer, Integer> objects(MasksHeader header, Categories categories) {
        Map<String, Integer> used = new HashMap<>();
        Map<Integer, Integer> objects = new HashMap<>();
        for (Track track : header.tracks()) {
            int number = used.merge(track.label(), 1, Integer::sum);
            if (number >= PER_CLASS) {
                throw new InvalidInputException("more than " + (PER_CLASS - 1) + " tracks of '" + track.label()
                        + "': MOTS cannot number them; export another format");
            }
            objects.put(track.id(), categories.id(track.label()) * PER_CLASS + number);
        }
        return objects;
    }

    private static void writeFrame(
            TextOut text, FrameSegments frame, Categories categories, Map<Integer, Integer> objects)
            throws IOException {
        Mask taken = null;
        for (Segment segment : frame.segments()) {
            Mask own = taken == null ? segment.mask() : segment.mask().difference(taken);
            taken = taken == null ? segment.mask() : taken.union(segment.mask());
            if (!own.isEmpty()) {
                text.line(
                        (frame.frame() + 1) + " " + objects.get(segment.track()) + " " + categories.id(segment.label()),
                        " " + own.size().height() + " " + own.size().width() + " ",
                        own.toCoco());
            }
        }
    }
}
