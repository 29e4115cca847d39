package dev.sam3flow.core.quality;

import dev.sam3flow.core.quality.Finding.Kind;
import dev.sam3flow.core.result.Gap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Findings as they come, of each kind only so many; absences where the model has not looked are none. */
final class Findings {
    private final int most;
    private final List<Gap> gaps;
    private final List<Finding> kept = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    Findings(int most, List<Gap> gaps) {
        this.most = most;
        this.gaps = gaps;
    }

    void add(Finding finding) {
        boolean absence = finding.kind() == Kind.FLICKER || finding.kind() == Kind.EMPTY_SPAN;
        if (absence && gaps.stream().anyMatch(gap -> overlaps(gap, finding))) {
            return;
        }
        if (counts.merge(finding.kind(), 1L, Long::sum) <= most) {
            kept.add(finding);
        }
    }

    private static boolean overlaps(Gap gap, Finding finding) {
        return gap.frames().startFrame() < finding.frames().endFrame()
                && finding.frames().startFrame() < gap.frames().endFrame();
    }

    /** In the order of their frames. */
    List<Finding> sorted() {
        kept.sort(Comparator.comparingInt((Finding f) -> f.frames().startFrame())
                .thenComparing(Finding::kind)
                .thenComparing(f -> f.tracks().get(0)));
        return kept;
    }

    Map<Kind, Long> counts() {
        return counts;
    }
}
