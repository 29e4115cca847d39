package dev.sam3flow.core.mask;

import java.util.Arrays;

/** The union of masks of one size, by merging their foreground runs in the order of their starts. */
final class RunUnion {
    private RunUnion() {}

    /** One array for all: what is merged so far goes to its end, where writing from its start never catches up with it. */
    static int[] of(int[] first, int[][] others) {
        int room = first.length;
        for (int[] other : others) {
            room += other.length;
        }
        int[] merged = new int[room];
        int[] left = first;
        int from = 0;
        int to = first.length - 1;
        for (int[] other : others) {
            if (left == merged) {
                from = room - to;
                System.arraycopy(merged, 0, merged, from, to);
                to = room;
            }
            to = merge(left, from, to, other, merged);
            left = merged;
            from = 0;
        }
        int[] union = Arrays.copyOf(left, to + 1);
        union[to] = first[first.length - 1];
        return union;
    }

    /**
     * Merges the foreground of {@code a} from {@code fromA} to {@code toA} with that of {@code b}. Runs before or after all of
     * the other mask are copied: masks of different objects mostly overlap in some columns only.
     *
     * @return how many run ends there are, all of foreground runs
     */
    private static int merge(int[] a, int fromA, int toA, int[] b, int[] target) {
        int toB = b.length - 1;
        int i = toB == 0 ? toA : skipBefore(a, fromA, toA, b[0]);
        int j = fromA == toA ? toB : skipBefore(b, 0, toB, a[fromA]);
        int lastA = toB == 0 ? toA : skipAfter(a, i, toA, b[toB - 1]);
        int lastB = fromA == toA ? toB : skipAfter(b, j, toB, a[toA - 1]);
        int used = copy(a, fromA, i, target, 0);
        used = copy(b, 0, j, target, used);
        while (i < lastA && j < lastB) {
            int startA = a[i];
            int startB = b[j];
            int endA = a[i + 1];
            int endB = b[j + 1];
            if (endA < startB) {
                target[used++] = startA;
                target[used++] = endA;
                i += 2;
            } else if (endB < startA) {
                target[used++] = startB;
                target[used++] = endB;
                j += 2;
            } else {
                int end = Math.max(endA, endB);
                i += 2;
                j += 2;
                boolean grows = true;
                while (grows) {
                    if (i < lastA && a[i] <= end) {
                        end = Math.max(end, a[i + 1]);
                        i += 2;
                    } else if (j < lastB && b[j] <= end) {
                        end = Math.max(end, b[j + 1]);
                        j += 2;
                    } else {
                        grows = false;
                    }
                }
                target[used++] = Math.min(startA, startB);
                target[used++] = end;
            }
        }
        used = copy(a, i, lastA, target, used);
        used = copy(b, j, lastB, target, used);
        used = copy(a, lastA, toA, target, used);
        return copy(b, lastB, toB, target, used);
    }

    private static int copy(int[] ends, int from, int to, int[] target, int used) {
        System.arraycopy(ends, from, target, used, to - from);
        return used + to - from;
    }

    /** Past the runs that end before a place and do not touch it, which are looked for in steps that double. */
    private static int skipBefore(int[] ends, int from, int to, int place) {
        int low = from;
        int step = 2;
        while (low + step <= to && ends[low + step - 1] < place) {
            low += step;
            step *= 2;
        }
        int high = Math.min(to, low + step);
        while (low < high) {
            int middle = low + ((high - low) / 4) * 2;
            if (ends[middle + 1] < place) {
                low = middle + 2;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Back to the runs that start after a place and do not touch it. */
    private static int skipAfter(int[] ends, int from, int to, int place) {
        int high = to;
        int step = 2;
        while (high - step >= from && ends[high - step] > place) {
            high -= step;
            step *= 2;
        }
        int low = Math.max(from, high - step);
        while (low < high) {
            int middle = low + ((high - low) / 4) * 2;
            if (ends[middle] <= place) {
                low = middle + 2;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
