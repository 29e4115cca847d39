package dev.sam3flow.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Thread CPU time of a mask, as the C peers measure it: the corpus is cut into pieces that are timed one by one, over
 * and over; the least time of each piece counts. Other programs on the machine then disturb a piece, not the figure.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Stopwatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long[] least = new long[0];
    private int items;

    /** Runs the operation for each item once and remembers the least times so far. */
    long time(int itemCount, int piece, IntToLongFunction operation) {
        int pieces = (itemCount + piece - 1) / piece;
        if (items != itemCount) {
            items = itemCount;
            least = new long[pieces];
            Arrays.fill(least, Long.MAX_VALUE);
        }
        long sink = 0;
        for (int k = 0; k < pieces; k++) {
            int end = Math.min(itemCount, (k + 1) * piece);
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = k * piece; i < end; i++) {
                sink += operation.applyAsLong(i);
            }
            least[k] = Math.min(least[k], THREADS.getCurrentThreadCpuTime() - start);
        }
        return sink;
    }

    /** JMH reads this as a result of the benchmark. */
    public double nanosPerItem() {
        return items == 0 ? 0 : (double) Arrays.stream(least).sum() / items;
    }
}
