package dev.sam3flow.core.quality;

import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.quality.Finding.Kind;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.video.FrameRange;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What looks wrong in a result.
 *
 * @param options thresholds it was made with
 * @param findings by frame; of each kind at most {@link QualityOptions#mostFindings()}
 * @param counts all findings of each kind, those that are not kept included; kinds without one are absent
 */
public record QualityReport(QualityOptions options, List<Finding> findings, Map<Kind, Long> counts) {
    public QualityReport {
        findings = List.copyOf(findings);
        Map<Kind, Long> sorted = new EnumMap<>(Kind.class);
        sorted.putAll(counts);
        counts = Collections.unmodifiableMap(sorted);
    }

    /** Reads a result once, from its start to its end. */
    public static QualityReport of(MasksSource masks, QualityOptions options) throws IOException {
        Findings findings =
                new Findings(options.mostFindings(), masks.header().provenance().gaps());
        Watch watch = new Watch(options, findings);
        masks.forEachFrame(watch::see);
        watch.end();
        return new QualityReport(options, findings.sorted(), findings.counts());
    }

    /** True where nothing looks wrong. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    private static final class Watch {
        private final QualityOptions options;
        private final Findings findings;
        private final Map<Integer, TrackWatch> tracks = new TreeMap<>();

        Watch(QualityOptions options, Findings findings) {
            this.options = options;
            this.findings = findings;
        }

        void see(FrameSegments frame) {
            findSwaps(frame);
            for (Segment segment : frame.segments()) {
                tracks.computeIfAbsent(segment.track(), id -> new TrackWatch(id, options, findings))
                        .see(frame.frame(), segment.mask());
            }
        }

        /** Two tracks of one label that each lie where the other lay in the frame before, and not where they lay. */
        private void findSwaps(FrameSegments frame) {
            List<Segment> segments = frame.segments();
            for (int i = 0; i < segments.size(); i++) {
                for (int j = i + 1; j < segments.size(); j++) {
                    Segment one = segments.get(i);
                    Segment other = segments.get(j);
                    if (one.label().equals(other.label()) && haveSwapped(frame.frame(), one, other)) {
                        findings.add(new Finding(
                                Kind.IDENTITY_SWAP,
                                List.of(one.track(), other.track()),
                                new FrameRange(frame.frame() - 1, frame.frame() + 1),
                                "Tracks " + one.track() + " and " + other.track()
                                        + " have exchanged their objects at frame " + frame.frame() + "."));
                    }
                }
            }
        }

        private boolean haveSwapped(int frame, Segment one, Segment other) {
            TrackWatch first = tracks.get(one.track());
            TrackWatch second = tracks.get(other.track());
            Mask before = first == null ? null : first.maskBefore(frame);
            Mask otherBefore = second == null ? null : second.maskBefore(frame);
            if (before == null || otherBefore == null) {
                return false;
            }
            double crosswise = Math.min(before.iou(other.mask()), otherBefore.iou(one.mask()));
            double straight = Math.max(before.iou(one.mask()), otherBefore.iou(other.mask()));
            return crosswise >= options.swapIou() && crosswise > straight;
        }

        void end() {
            tracks.values().forEach(TrackWatch::end);
        }
    }
}
