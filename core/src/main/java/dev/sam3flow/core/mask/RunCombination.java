package dev.sam3flow.core.mask;

/** Pixelwise logic of two masks of one size, by walking both lists of run ends at once. */
enum RunCombination {
    INTERSECTION {
        @Override
        boolean of(boolean a, boolean b) {
            return a & b;
        }
    },
    DIFFERENCE {
        @Override
        boolean of(boolean a, boolean b) {
            return a & !b;
        }
    },
    EXCLUSIVE {
        @Override
        boolean of(boolean a, boolean b) {
            return a ^ b;
        }
    };

    abstract boolean of(boolean a, boolean b);

    /** Run ends of the result. */
    int[] combine(int[] a, int[] b) {
        RunBuilder runs = new RunBuilder(Math.max(a.length, b.length));
        int total = a[a.length - 1];
        int i = 0;
        int j = 0;
        int position = 0;
        while (position < total) {
            int end = Math.min(a[i], b[j]);
            runs.add(of((i & 1) == 1, (j & 1) == 1), end - position);
            position = end;
            i += a[i] == end ? 1 : 0;
            j += b[j] == end ? 1 : 0;
        }
        return runs.finish(total);
    }
}
