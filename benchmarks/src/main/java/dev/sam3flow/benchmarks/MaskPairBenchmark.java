package dev.sam3flow.benchmarks;

import dev.sam3flow.core.mask.Mask;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Masks of one frame against those of two frames later. */
@State(Scope.Thread)
public class MaskPairBenchmark {
    private static final int MANY = 20;

    private Mask[] now = {};
    private Mask[] next = {};

    @Setup
    public void load() {
        now = Corpus.load("real_1920x1080").masks();
        next = Corpus.load("next_1920x1080").masks();
    }

    @Benchmark
    public long iouPair(Stopwatch watch) {
        return watch.time(now.length, now.length / 4, i -> Double.doubleToRawLongBits(now[i].iou(next[i])));
    }

    @Benchmark
    public long iou20x20(Stopwatch watch) {
        return watch.time(now.length / MANY, 1, k -> {
            double sum = 0;
            for (int i = 0; i < MANY; i++) {
                for (int j = 0; j < MANY; j++) {
                    sum += now[k * MANY + i].iou(next[k * MANY + j]);
                }
            }
            return Double.doubleToRawLongBits(sum);
        });
    }

    @Benchmark
    public long merge2(Stopwatch watch) {
        return watch.time(now.length, now.length / 4, i -> now[i].union(next[i]).area());
    }

    @Benchmark
    public long merge5(Stopwatch watch) {
        return watch.time(
                now.length / 5,
                12,
                k -> now[5 * k]
                        .union(now[5 * k + 1], now[5 * k + 2], now[5 * k + 3], now[5 * k + 4])
                        .area());
    }
}
