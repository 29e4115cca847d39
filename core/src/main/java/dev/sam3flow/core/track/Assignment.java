package dev.sam3flow.core.track;

import java.util.Arrays;

/**
 * The pairing of rows with columns that has the greatest sum, each used at most once: the Hungarian method with
 * potentials (Kuhn 1955, Munkres 1957), in rows² × columns steps.
 */
final class Assignment {
    private Assignment() {}

    /**
     * Pairs rows with columns.
     *
     * @param scores rows of equal length
     * @return for each row its column, or -1 where there are more rows than columns and it has none
     */
    static int[] best(double[][] scores) {
        int rows = scores.length;
        int columns = rows == 0 ? 0 : scores[0].length;
        if (rows <= columns) {
            return solve(scores, rows, columns);
        }
        double[][] turned = new double[columns][rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                turned[c][r] = scores[r][c];
            }
        }
        int[] rowOfColumn = solve(turned, columns, rows);
        int[] columnOfRow = new int[rows];
        Arrays.fill(columnOfRow, -1);
        for (int c = 0; c < columns; c++) {
            columnOfRow[rowOfColumn[c]] = c;
        }
        return columnOfRow;
    }

    /** Adds one row after the other along the cheapest augmenting path; row and column 0 are the method's dummies. */
    private static int[] solve(double[][] scores, int rows, int columns) {
        double[] rowPotential = new double[rows + 1];
        double[] columnPotential = new double[columns + 1];
        int[] rowOf = new int[columns + 1];
        for (int row = 1; row <= rows; row++) {
            augment(row, scores, rowPotential, columnPotential, rowOf);
        }
        int[] columnOf = new int[rows];
        for (int column = 1; column <= columns; column++) {
            if (rowOf[column] > 0) {
                columnOf[rowOf[column] - 1] = column - 1;
            }
        }
        return columnOf;
    }

    private static void augment(
            int newRow, double[][] scores, double[] rowPotential, double[] columnPotential, int[] rowOf) {
        int columns = rowOf.length - 1;
        double[] least = new double[columns + 1];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        int[] cameFrom = new int[columns + 1];
        boolean[] used = new boolean[columns + 1];
        rowOf[0] = newRow;
        int column = 0;
        while (rowOf[column] != 0) {
            used[column] = true;
            int row = rowOf[column];
            double step = Double.POSITIVE_INFINITY;
            int next = 0;
            for (int c = 1; c <= columns; c++) {
                if (used[c]) {
                    continue;
                }
                double reduced = -scores[row - 1][c - 1] - rowPotential[row] - columnPotential[c];
                if (reduced < least[c]) {
                    least[c] = reduced;
                    cameFrom[c] = column;
                }
                if (least[c] < step) {
                    step = least[c];
                    next = c;
                }
            }
            for (int c = 0; c <= columns; c++) {
                if (used[c]) {
                    rowPotential[rowOf[c]] += step;
                    columnPotential[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            column = next;
        }
        while (column != 0) {
            rowOf[column] = rowOf[cameFrom[column]];
            column = cameFrom[column];
        }
    }
}
