package dev.sam3flow.core.rle;

/** Receives a file's frames in rising order: each frame is announced, empty ones too, then its segments follow. */
public interface RleSink {
    /** A frame begins; its number is as the file counts. */
    void frame(int frame);

    /** An object of the frame that was announced last. Objects whose RLE is empty are left out. */
    void segment(RawSegment segment);
}
