package dev.sam3flow.benchmarks;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Masks that {@code peers/Gen.java} made, the same for every peer.
 *
 * @param size of all masks
 * @param texts COCO text of each
 * @param masks the same, read
 */
record Corpus(FrameSize size, byte[][] texts, Mask[] masks) {
    static final Corpus NONE = new Corpus(new FrameSize(1, 1), new byte[0][], new Mask[0]);

    /** The folder of the corpora is the system property {@code corpus}. */
    static Corpus load(String name) {
        Path file = Path.of(System.getProperty("corpus", "target/corpus"), name + ".bin");
        try {
            return read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new IllegalStateException("No corpus " + file + ": start benchmarks/run, which makes it", e);
        }
    }

    private static Corpus read(ByteBuffer in) {
        in.getInt();
        byte[][] texts = new byte[in.getInt()][];
        Mask[] masks = new Mask[texts.length];
        FrameSize size = new FrameSize(1, 1);
        for (int i = 0; i < texts.length; i++) {
            int height = in.getInt();
            size = new FrameSize(in.getInt(), height);
            in.getInt();
            int counts = in.getInt();
            in.position(in.position() + 4 * counts);
            texts[i] = new byte[in.getInt()];
            in.get(texts[i]);
            masks[i] = Mask.ofCoco(size, texts[i], 0, texts[i].length);
        }
        return new Corpus(size, texts, masks);
    }
}
