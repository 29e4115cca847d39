package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame while it is being read: its number may come after its objects. */
final class FrameDraft {
    /** An object of the frame while it is being read. */
    static final class ObjectDraft {
        final int position;

        @Nullable
        String id;

        @Nullable
        RawRle rle;

        @Nullable
        RawBox box;

        @Nullable
        Double score;

        @Nullable
        String label;

        @Nullable
        FrameSize size;

        /** Whether the file says anything of its mask, be it null or empty. */
        boolean hasMask;

        ObjectDraft(int position) {
            this.position = position;
        }
    }

    final long offset;
    final List<ObjectDraft> objects = new ArrayList<>(4);

    @Nullable
    Integer number;

    int places;
    /** Whether the file says anything of its masks, be it null or empty. */
    boolean hasMasks;

    FrameDraft(long offset) {
        this.offset = offset;
    }

    /** Opens the next place in the frame; it counts even if nothing is put there. */
    ObjectDraft place() {
        return new ObjectDraft(places++);
    }

    /** Keeps the object unless its RLE is absent or empty. */
    void keep(ObjectDraft object) {
        RawRle rle = object.rle;
        if (rle != null && !rle.isEmpty()) {
            objects.add(object);
        }
    }

    /** About how much memory the objects take. */
    int bytes() {
        int bytes = 64;
        for (ObjectDraft object : objects) {
            bytes += 128;
            if (object.rle instanceof RawRle.Text text) {
                bytes += text.bytes().length;
            } else if (object.rle instanceof RawRle.Numbers numbers) {
                bytes += 4 * numbers.values().length;
            }
        }
        return bytes;
    }

    void emit(int frame, RleSink sink) {
        sink.frame(frame);
        for (ObjectDraft object : objects) {
            RawRle rle = object.rle;
            if (rle != null) {
                sink.segment(new RawSegment(
                        frame, object.position, object.id, rle, object.box, object.score, object.label, object.size));
            }
        }
    }
}
