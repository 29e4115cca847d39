package dev.sam3flow.core.port;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.nio.file.Path;
import java.util.Optional;

/** What is done to video files. Files are trusted no more than their sender. */
public interface VideoTools {
    /**
     * Reads the frame table with one scan of the packets.
     *
     * @throws InvalidInputException if the file is not a video that can be used
     * @throws MediaException if the tools failed
     */
    Video probe(Path file);

    /**
     * The same for a file whose digest is known, so that its bytes are not read once more for it.
     *
     * @param sha256 lower-case hex digest of the bytes
     */
    Video probe(Path file, String sha256);

    /**
     * Copies frames [startFrame, endFrame) into a video of their own, first frame at time 0, and verifies it.
     *
     * @param target written whole or not at all
     * @return empty where the cut is exact; else why it is not, and nothing is written: normalise
     */
    Optional<String> cut(Path source, Video video, FrameRange frames, Path target);

    /**
     * Re-encodes the whole video, frame for frame, with a key frame at the start of every chunk of the plan.
     *
     * @param target written whole or not at all; its frame {@code i} is the source's frame {@code i}
     */
    void normalise(Path source, Video video, ChunkPlan plan, Path target);

    /**
     * Looks for scenes by the pictures; decodes the whole video.
     *
     * @return indexes of the frames that begin a scene, rising, without the first frame
     * @throws InvalidInputException if its frames do not decode one by one
     */
    int[] sceneCuts(Path source, Video video);

    /**
     * Writes a result with the video's pixels.
     *
     * @param masks of all frames of this video
     * @param target written whole or not at all
     * @throws InvalidInputException if the masks are not of this video, or its frames do not decode one by one
     * @throws MediaException if the tools failed
     */
    void draw(PixelExport export, Path source, Video video, MasksSource masks, Path target);
}
