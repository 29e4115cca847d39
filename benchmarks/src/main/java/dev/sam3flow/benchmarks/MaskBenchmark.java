package dev.sam3flow.benchmarks;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.mask.ReusedFrame;
import dev.sam3flow.core.mask.RunBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One mask at a time. The result to look at is {@code nanosPerItem}; an invocation is a pass over the corpus. */
@State(Scope.Thread)
public class MaskBenchmark {
    /** {@code real}: 240 person-like masks; {@code stream}: 12,000 of one video; {@code nasty}: 9 of noise and patterns. */
    @Param({"real_1920x1080"})
    public String corpus = "";

    private Corpus masks = Corpus.NONE;
    private int piece;
    private int pictures;
    private byte[][] columnMajor = {};
    private byte[] text = {};
    private byte[] pixels = {};
    private long[] words = {};
    private final RunBuffer buffer = new RunBuffer();
    private RunBuffer[] buffers = {};
    private ReusedFrame frame = new ReusedFrame(masks.size(), PixelOrder.COLUMN_MAJOR);

    @Setup
    public void load() {
        masks = Corpus.load(corpus);
        int count = masks.masks().length;
        piece = Math.max(1, Math.min(400, count / 4));
        pictures = Math.min(count, 24);
        columnMajor = new byte[pictures][];
        buffers = new RunBuffer[count];
        int room = 0;
        for (Mask mask : masks.masks()) {
            buffer.set(mask);
            room = Math.max(room, buffer.roomForCoco());
        }
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new RunBuffer();
            buffers[i].set(masks.masks()[i]);
        }
        for (int i = 0; i < pictures; i++) {
            columnMajor[i] = masks.masks()[i].toBytes(PixelOrder.COLUMN_MAJOR);
        }
        text = new byte[room];
        pixels = new byte[masks.size().pixels()];
        words = new long[masks.size().pixels() / 64 + 1];
        frame = new ReusedFrame(masks.size(), PixelOrder.COLUMN_MAJOR);
    }

    private byte[] text(int i) {
        return masks.texts()[i];
    }

    @Benchmark
    public long fromString(Stopwatch watch) {
        return watch.time(masks.texts().length, piece, i -> {
            buffer.readCoco(masks.size(), text(i), 0, text(i).length);
            return i;
        });
    }

    @Benchmark
    public long stringToMask(Stopwatch watch) {
        return watch.time(
                masks.texts().length,
                piece,
                i -> Mask.ofCoco(masks.size(), text(i), 0, text(i).length).area());
    }

    @Benchmark
    public long toString(Stopwatch watch) {
        return watch.time(buffers.length, piece, i -> buffers[i].writeCoco(text, 0));
    }

    @Benchmark
    public long area(Stopwatch watch) {
        return watch.time(buffers.length, piece, i -> buffers[i].area());
    }

    @Benchmark
    public long bbox(Stopwatch watch) {
        return watch.time(buffers.length, piece, i -> {
            Box box = buffers[i].boundingBox();
            return box.x() + box.y() + box.width() + box.height();
        });
    }

    @Benchmark
    public long stringToBytes(Stopwatch watch) {
        return draw(watch, PixelOrder.COLUMN_MAJOR);
    }

    @Benchmark
    public long stringToRowMajor(Stopwatch watch) {
        return draw(watch, PixelOrder.ROW_MAJOR);
    }

    private long draw(Stopwatch watch, PixelOrder order) {
        return watch.time(pictures, 4, i -> {
            buffer.readCoco(masks.size(), text(i), 0, text(i).length);
            buffer.writeInto(pixels, order);
            return pixels[i];
        });
    }

    @Benchmark
    public long stringToBits(Stopwatch watch) {
        return watch.time(pictures, 4, i -> {
            buffer.readCoco(masks.size(), text(i), 0, text(i).length);
            buffer.writeInto(words);
            return words[i];
        });
    }

    @Benchmark
    public long redraw(Stopwatch watch) {
        return watch.time(pictures, 4, i -> frame.show(masks.masks()[i])[i]);
    }

    @Benchmark
    public long encodeBytes(Stopwatch watch) {
        return watch.time(
                pictures,
                4,
                i -> Mask.ofBytes(masks.size(), columnMajor[i], PixelOrder.COLUMN_MAJOR)
                        .area());
    }
}
