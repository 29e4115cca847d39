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
        int to = first.length;
        for (int[] other : others) {
            int count = merge(left, from, to, other, merged);
            left = merged;
            from = room - count;
            to = room;
            System.arraycopy(merged, 0, merged, from, count);
        }
        return Arrays.copyOfRange(left, from, to);
    }

    /** Merges the run ends from {@code fromA} to {@code toA} with others; returns how many run ends there are. */
    private static int merge(int[] a, int fromA, int toA, int[] b, int[] target) {
        int lastA = toA - 1;
        int lastB = b.length - 1;
        int i = fromA;
        int j = 0;
        int used = 0;
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
        System.arraycopy(a, i, target, used, lastA - i);
        used += lastA - i;
        System.arraycopy(b, j, target, used, lastB - j);
        used += lastB - j;
        target[used++] = a[lastA];
        return used;
    }
}
