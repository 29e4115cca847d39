package dev.sam3flow.core.rle;

import dev.sam3flow.core.error.MalformedRleException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hands frames on in rising order, holding back those that come too early as far as the limits allow. */
final class FrameOrder {
    private final RleSink sink;
    private final RleLimits limits;
    private final TreeMap<Integer, FrameDraft> pending = new TreeMap<>();
    private int pendingBytes;
    private @Nullable Boolean numbered;

    private int frames;
    private int first;
    private int last = -1;
    private long segments;

    FrameOrder(RleSink sink, RleLimits limits) {
        this.sink = sink;
        this.limits = limits;
    }

    int frames() {
        return frames;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    long segments() {
        return segments;
    }

    /** @throws MalformedRleException if the frame was there before, or came later than the limits allow */
    void add(FrameDraft frame) {
        boolean hasNumber = frame.number != null;
        if (numbered == null) {
            numbered = hasNumber;
        } else if (numbered != hasNumber) {
            throw new MalformedRleException(
                    frame.offset, "some frames carry a number and some do not: number all of them or none");
        }
        int number = frame.number == null ? last + 1 : frame.number;
        if (frames + pending.size() >= limits.frames()) {
            throw new MalformedRleException(frame.offset, "more than " + limits.frames() + " frames");
        }
        if (frames > 0 && number <= last || pending.containsKey(number)) {
            throw new MalformedRleException(
                    frame.offset,
                    "frame " + number + " comes twice, or too late after frame " + last + " to be put in order");
        }
        if (number == last + 1) {
            emit(number, frame);
            emitFollowers();
        } else {
            hold(number, frame);
        }
    }

    /** Hands on what is held back: the frames between are not in the file. */
    void finish() {
        while (!pending.isEmpty()) {
            emitLowest();
        }
    }

    private void hold(int number, FrameDraft frame) {
        pending.put(number, frame);
        pendingBytes += frame.bytes();
        while (pendingBytes > limits.pendingBytes()) {
            emitLowest();
        }
    }

    private void emitFollowers() {
        while (!pending.isEmpty() && pending.firstKey() == last + 1) {
            emitLowest();
        }
    }

    private void emitLowest() {
        var lowest = pending.pollFirstEntry();
        pendingBytes -= lowest.getValue().bytes();
        emit(lowest.getKey(), lowest.getValue());
    }

    private void emit(int number, FrameDraft frame) {
        if (frames == 0) {
            first = number;
        }
        last = number;
        frames++;
        segments += frame.objects.size();
        frame.emit(number, sink);
    }
}
