package dev.sam3flow.core.quality;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Centroid;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.quality.Finding.Kind;
import dev.sam3flow.core.video.FrameRange;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One track while its frames pass: its last mask and the stretches that have begun. */
final class TrackWatch {
    private final int track;
    private final QualityOptions options;
    private final Findings findings;
    private @Nullable Mask last;
    private int lastFrame;
    private int frozenSince;
    private int borderSince = -1;
    private int coveringSince = -1;

    TrackWatch(int track, QualityOptions options, Findings findings) {
        this.track = track;
        this.options = options;
        this.findings = findings;
    }

    /** The mask of the frame before the given one; null where the track was absent. */
    @Nullable
    Mask maskBefore(int frame) {
        return lastFrame == frame - 1 ? last : null;
    }

    void see(int frame, Mask mask) {
        Mask before = last;
        if (before != null && lastFrame + 1 < frame) {
            endStretches();
            reportAbsence(frame);
        } else if (before != null) {
            compare(before, mask, frame);
        }
        if (before == null || lastFrame + 1 < frame || !before.equals(mask)) {
            endFrozen();
            frozenSince = frame;
        }
        borderSince = follow(borderSince, touchesBorder(mask), frame, Kind.BORDER_GLUED);
        coveringSince = follow(coveringSince, covers(mask), frame, Kind.COVERS_FRAME);
        last = mask;
        lastFrame = frame;
    }

    /** After the last frame. */
    void end() {
        endFrozen();
        endStretches();
    }

    private void reportAbsence(int frame) {
        FrameRange absent = new FrameRange(lastFrame + 1, frame);
        if (absent.frames() <= options.flickerFrames()) {
            add(Kind.FLICKER, absent, "is gone for " + count(absent) + " and back after.");
        } else {
            add(Kind.EMPTY_SPAN, absent, "is not seen for " + count(absent) + " between two sightings.");
        }
    }

    private void compare(Mask before, Mask mask, int frame) {
        FrameRange both = new FrameRange(lastFrame, frame + 1);
        double ratio = (double) mask.area() / before.area();
        boolean large = Math.max(mask.area(), before.area()) >= options.leastArea();
        if (large && Math.max(ratio, 1 / ratio) >= options.areaRatio()) {
            add(
                    Kind.AREA_JUMP,
                    both,
                    "changes its area from " + before.area() + " to " + mask.area() + " pixels within one frame.");
        }
        Centroid from = before.centroid();
        Centroid to = mask.centroid();
        double moved = Math.hypot(to.x() - from.x(), to.y() - from.y());
        double diagonal = Math.max(diagonal(before.boundingBox()), diagonal(mask.boundingBox()));
        if (moved >= options.positionShare() * diagonal) {
            String pixels = String.format(Locale.ROOT, "%.0f", moved);
            add(Kind.POSITION_JUMP, both, "moves by " + pixels + " pixels within one frame.");
        }
    }

    private static double diagonal(Box box) {
        return Math.hypot(box.width(), box.height());
    }

    private static boolean touchesBorder(Mask mask) {
        FrameSize size = mask.size();
        Box box = mask.boundingBox();
        return box.x() == 0 || box.y() == 0 || box.endX() == size.width() || box.endY() == size.height();
    }

    private boolean covers(Mask mask) {
        return mask.area() >= options.frameShare() * mask.size().pixels();
    }

    /** The start of a stretch that goes on, or -1. */
    private int follow(int since, boolean holds, int frame, Kind kind) {
        if (holds) {
            return since < 0 ? frame : since;
        }
        endStretch(since, kind);
        return -1;
    }

    private void endStretches() {
        endStretch(borderSince, Kind.BORDER_GLUED);
        endStretch(coveringSince, Kind.COVERS_FRAME);
        borderSince = -1;
        coveringSince = -1;
    }

    private void endStretch(int since, Kind kind) {
        if (since < 0) {
            return;
        }
        FrameRange frames = new FrameRange(since, lastFrame + 1);
        if (kind == Kind.COVERS_FRAME) {
            add(kind, frames, "covers most of the frame for " + count(frames) + ".");
        } else if (frames.frames() >= options.borderFrames()) {
            add(kind, frames, "touches the frame's border for " + count(frames) + ": it may be cut off there.");
        }
    }

    private void endFrozen() {
        if (last != null && lastFrame + 1 - frozenSince >= options.frozenFrames()) {
            FrameRange frames = new FrameRange(frozenSince, lastFrame + 1);
            add(Kind.FROZEN, frames, "does not change by a pixel for " + count(frames) + ".");
        }
    }

    private void add(Kind kind, FrameRange frames, String what) {
        findings.add(new Finding(kind, List.of(track), frames, "Track " + track + " " + what));
    }

    private static String count(FrameRange frames) {
        return frames.frames() == 1 ? "1 frame" : frames.frames() + " frames";
    }
}
