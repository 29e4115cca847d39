package dev.sam3flow.core.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @RepeatedTest(200)
    void itsSumIsTheGreatestOfAllPairings(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double[][] scores = new double[1 + random.nextInt(6)][1 + random.nextInt(6)];
        for (double[] row : scores) {
            for (int c = 0; c < row.length; c++) {
                row[c] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            }
        }

        int[] found = Assignment.best(scores);

        assertThat(java.util.Arrays.stream(found).filter(c -> c >= 0)).doesNotHaveDuplicates();
        assertThat(sum(scores, found)).isCloseTo(greatest(scores, 0, 0), within(1e-9));
    }

    @Test
    void nothingIsPairedWithNothing() {
        assertThat(Assignment.best(new double[0][0])).isEmpty();
        assertThat(Assignment.best(new double[2][0])).containsExactly(-1, -1);
    }

    private static double sum(double[][] scores, int[] columnOfRow) {
        double sum = 0;
        for (int r = 0; r < scores.length; r++) {
            sum += columnOfRow[r] < 0 ? 0 : scores[r][columnOfRow[r]];
        }
        return sum;
    }

    /** Tries every pairing. */
    private static double greatest(double[][] scores, int row, int usedColumns) {
        if (row == scores.length) {
            return 0;
        }
        double best = greatest(scores, row + 1, usedColumns);
        for (int c = 0; c < scores[row].length; c++) {
            if ((usedColumns & 1 << c) == 0) {
                best = Math.max(best, scores[row][c] + greatest(scores, row + 1, usedColumns | 1 << c));
            }
        }
        return best;
    }
}
