package dev.sam3flow.simulator.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the blobs of a picture of zeros and ones: specks are dropped, parts that almost touch belong together. */
final class Blobs {
    /** Pixels between two parts that are still one. */
    private static final int REACH = 2;

    /** More objects than this are not told of one picture: a flickering one would have thousands. */
    private static final int MOST = 50;

    private static final byte OUTSIDE = 2;

    private final int columns;
    private final int rows;
    private final int smallest;
    private final byte[] clean;
    private int[] runs = new int[1024];
    private int[] parents = new int[512];
    private int count;

    Blobs(Grid grid) {
        this.columns = grid.columns();
        this.rows = grid.rows();
        this.smallest = Math.max(12, grid.pixels() / 2000);
        this.clean = new byte[grid.pixels()];
    }

    /**
     * Finds the blobs, by the order of their first pixel.
     *
     * @param bits 0 or 1 a pixel
     * @param fillHoles whether what a blob encloses belongs to it
     */
    List<Blob> find(byte[] bits, boolean fillHoles) {
        dropSpecks(bits);
        if (fillHoles) {
            fillHoles();
        }
        collectRuns();
        int[] firstOfRow = firstRuns();
        for (int row = 0; row < rows; row++) {
            for (int above = Math.max(0, row - REACH); above <= row; above++) {
                join(firstOfRow, row, above);
            }
        }
        return gather();
    }

    /** Keeps a pixel where at least five of the nine around it are set; the edge of the picture stays empty. */
    private void dropSpecks(byte[] bits) {
        Arrays.fill(clean, (byte) 0);
        for (int row = 1; row < rows - 1; row++) {
            int p = row * columns + 1;
            int before = column(bits, p - 1);
            int here = column(bits, p);
            for (int x = 1; x < columns - 1; x++, p++) {
                int after = column(bits, p + 1);
                clean[p] = (byte) (before + here + after >= 5 ? 1 : 0);
                before = here;
                here = after;
            }
        }
    }

    private int column(byte[] bits, int p) {
        return bits[p - columns] + bits[p] + bits[p + columns];
    }

    /** Sets all that cannot be reached from the edge, which is empty, without crossing a blob. */
    private void fillHoles() {
        int[] waiting = new int[clean.length];
        int size = 1;
        clean[0] = OUTSIDE;
        while (size > 0) {
            int p = waiting[--size];
            for (int next : new int[] {p - 1, p + 1, p - columns, p + columns}) {
                if (next >= 0 && next < clean.length && clean[next] == 0) {
                    clean[next] = OUTSIDE;
                    waiting[size++] = next;
                }
            }
        }
        for (int p = 0; p < clean.length; p++) {
            clean[p] = (byte) (clean[p] == OUTSIDE ? 0 : 1);
        }
    }

    private void collectRuns() {
        count = 0;
        for (int row = 0; row < rows; row++) {
            int end = (row + 1) * columns;
            for (int p = row * columns; p < end; p++) {
                if (clean[p] == 0) {
                    continue;
                }
                int start = p;
                while (p < end && clean[p] != 0) {
                    p++;
                }
                if (2 * count == runs.length) {
                    runs = Arrays.copyOf(runs, 4 * count);
                    parents = Arrays.copyOf(parents, 2 * count);
                }
                parents[count] = count;
                runs[2 * count] = start;
                runs[2 * count + 1] = p - start;
                count++;
            }
        }
    }

    private int[] firstRuns() {
        int[] first = new int[rows + 1];
        int run = 0;
        for (int row = 0; row <= rows; row++) {
            while (run < count && runs[2 * run] < row * columns) {
                run++;
            }
            first[row] = run;
        }
        return first;
    }

    /** Joins the runs of two rows that lie over each other or almost do. */
    private void join(int[] firstOfRow, int row, int above) {
        int shift = (row - above) * columns;
        int j = firstOfRow[above];
        for (int i = firstOfRow[row]; i < firstOfRow[row + 1]; i++) {
            int left = runs[2 * i] - REACH;
            int right = runs[2 * i] + runs[2 * i + 1] + REACH;
            while (j < firstOfRow[above + 1] && runs[2 * j] + runs[2 * j + 1] + shift <= left) {
                j++;
            }
            for (int k = j; k < firstOfRow[above + 1] && runs[2 * k] + shift < right; k++) {
                int a = root(i);
                int b = root(k);
                parents[Math.max(a, b)] = Math.min(a, b);
            }
        }
    }

    private int root(int run) {
        int root = run;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    private List<Blob> gather() {
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[root(i)]++;
        }
        int[][] collected = new int[count][];
        List<Blob> blobs = new ArrayList<>();
        int[] used = new int[count];
        for (int i = 0; i < count; i++) {
            int root = root(i);
            if (collected[root] == null) {
                collected[root] = new int[2 * sizes[root]];
            }
            collected[root][used[root]++] = runs[2 * i];
            collected[root][used[root]++] = runs[2 * i + 1];
        }
        for (int[] of : collected) {
            if (of != null) {
                Blob blob = Blob.of(of);
                if (blob.area() >= smallest) {
                    blobs.add(blob);
                }
            }
        }
        return blobs.size() <= MOST ? blobs : largest(blobs);
    }

    private static List<Blob> largest(List<Blob> blobs) {
        int[] areas = blobs.stream().mapToInt(Blob::area).sorted().toArray();
        int least = areas[areas.length - MOST];
        return blobs.stream().filter(blob -> blob.area() >= least).limit(MOST).toList();
    }
}
