package dev.sam3flow.core.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The connected parts of a mask's foreground, numbered from 0 in the order of their first pixel, column-major. Parts of
 * neighbouring columns that meet are united (union-find); no pixel is looked at.
 */
final class Components {
    private final FrameSize size;
    private final ColumnParts parts;
    private final int[] labels;
    private final int[] areas;
    private final boolean[] atBorder;

    private Components(FrameSize size, ColumnParts parts, Connectivity connectivity) {
        this.size = size;
        this.parts = parts;
        int[] parents = united(parts, connectivity == Connectivity.EIGHT ? 1 : 0);
        labels = new int[parts.count()];
        int count = 0;
        for (int part = 0; part < labels.length; part++) {
            int root = root(parents, part);
            labels[part] = root == part ? count++ : labels[root];
        }
        areas = new int[count];
        atBorder = new boolean[count];
        measure();
    }

    static Components of(int[] ends, FrameSize size, Connectivity connectivity) {
        return new Components(size, ColumnParts.of(ends, size), connectivity);
    }

    int count() {
        return areas.length;
    }

    int area(int label) {
        return areas[label];
    }

    /** Whether a pixel of it lies at the frame's edge. */
    boolean isAtBorder(int label) {
        return atBorder[label];
    }

    /** The number of the component that holds a foreground pixel. */
    int labelAt(int x, int y) {
        return labels[parts.at(x, y)];
    }

    /** Run ends of all components that are wanted together. */
    int[] select(IntPredicate wanted) {
        RunBuilder runs = new RunBuilder(parts.count());
        each((x, part) -> {
            if (wanted.test(labels[part])) {
                add(runs, x, part);
            }
        });
        return runs.finish(size.pixels());
    }

    /** A mask for each component that is wanted, in order. */
    List<Mask> masks(IntPredicate wanted) {
        RunBuilder[] builders = new RunBuilder[count()];
        each((x, part) -> {
            int label = labels[part];
            if (wanted.test(label)) {
                if (builders[label] == null) {
                    builders[label] = new RunBuilder(4);
                }
                add(builders[label], x, part);
            }
        });
        List<Mask> masks = new ArrayList<>();
        for (RunBuilder builder : builders) {
            if (builder != null) {
                masks.add(Mask.ofEnds(size, builder.finish(size.pixels())));
            }
        }
        return List.copyOf(masks);
    }

    private interface PartSink {
        void part(int x, int part);
    }

    private void each(PartSink sink) {
        for (int x = 0; x < parts.columns(); x++) {
            for (int part = parts.first(x); part < parts.first(x + 1); part++) {
                sink.part(x, part);
            }
        }
    }

    private void add(RunBuilder runs, int x, int part) {
        int columnStart = x * size.height();
        runs.addInterval(columnStart + parts.top(part), columnStart + parts.bottom(part));
    }

    private void measure() {
        each((x, part) -> {
            int label = labels[part];
            areas[label] += parts.bottom(part) - parts.top(part);
            atBorder[label] |=
                    x == 0 || x == size.width() - 1 || parts.top(part) == 0 || parts.bottom(part) == size.height();
        });
    }

    /** @param reach rows by which parts of neighbouring columns may miss each other and still be joined */
    private static int[] united(ColumnParts parts, int reach) {
        int[] parents = new int[parts.count()];
        Arrays.setAll(parents, part -> part);
        for (int x = 1; x < parts.columns(); x++) {
            int left = parts.first(x - 1);
            int right = parts.first(x);
            while (left < parts.first(x) && right < parts.first(x + 1)) {
                if (parts.top(left) < parts.bottom(right) + reach && parts.top(right) < parts.bottom(left) + reach) {
                    unite(parents, left, right);
                }
                if (parts.bottom(left) < parts.bottom(right)) {
                    left++;
                } else {
                    right++;
                }
            }
        }
        return parents;
    }

    private static void unite(int[] parents, int a, int b) {
        int rootA = root(parents, a);
        int rootB = root(parents, b);
        parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private static int root(int[] parents, int part) {
        int at = part;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
