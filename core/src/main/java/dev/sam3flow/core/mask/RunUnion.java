package dev.sam3flow.core.mask;

import java.util.Arrays;

/** The union of masks of one size, by merging their foreground runs in the order of their starts. */
final class RunUnion {
    private RunUnion() {}

    static int[] of(int[] first, int[][] others) {
        int[] result = first;
        int count = first.length;
        int[] spare = new int[0];
        for (int[] other : others) {
            int room = count + other.length;
            int[] target = spare.length >= room ? spare : new int[others.length == 1 ? room : 2 * room];
            int merged = merge(result, count, other, target);
            spare = result == first ? spare : result;
            result = target;
            count = merged;
        }
        return Arrays.copyOf(result, count);
    }

    /** Merges into the target; returns how many run ends there are. */
    private static int merge(int[] a, int countA, int[] b, int[] target) {
        int lastA = countA - 1;
        int lastB = b.length - 1;
        int i = 0;
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
