package dev.sam3flow.simulator.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Known masks of a reference video, answered for any stretch of it: the sizes of a received chunk's packets, which a
 * copying cut keeps, tell which frames of the reference it holds. Prompts are not looked at.
 */
public final class MaskScript implements MaskSource {
    /** An object of one frame, its mask still in COCO's compressed text. */
    private record Entry(int objectId, String coco) {}

    private final int width;
    private final int height;
    private final int[] packetSizes;
    private final List<List<Entry>> frames;

    private MaskScript(int width, int height, int[] packetSizes, List<List<Entry>> frames) {
        this.width = width;
        this.height = height;
        this.packetSizes = packetSizes;
        this.frames = frames;
    }

    /**
     * Reads the masks of a reference.
     *
     * @param reference the reference video
     * @param masks JSON with {@code width}, {@code height} and {@code frames[]{frame, objects[]{id, rle{counts}}}}, one
     *     entry a frame, RLE in COCO's compressed text
     * @throws IOException if the file is not that, or has not one entry for each frame of the video
     */
    public static MaskScript read(ReceivedVideo reference, Path masks) throws IOException {
        JsonNode root = new ObjectMapper().readTree(masks.toFile());
        List<List<Entry>> frames = new ArrayList<>();
        for (JsonNode frame : root.path("frames")) {
            if (frame.path("frame").asInt(-1) != frames.size()) {
                throw new IOException(masks + ": entry " + frames.size() + " is not of frame " + frames.size());
            }
            List<Entry> entries = new ArrayList<>();
            for (JsonNode object : frame.path("objects")) {
                entries.add(new Entry(
                        object.path("id").asInt(),
                        object.path("rle").path("counts").asText()));
            }
            frames.add(List.copyOf(entries));
        }
        if (frames.size() != reference.frames()) {
            throw new IOException(
                    masks + ": masks of " + frames.size() + " frames for a video of " + reference.frames());
        }
        return new MaskScript(root.path("width").asInt(), root.path("height").asInt(), reference.packetSizes(), frames);
    }

    @Override
    public void segment(ReceivedVideo video, MaskRequest request, MaskSink sink) throws IOException {
        int first = find(video.packetSizes());
        for (int i = 0; i < video.frames(); i++) {
            List<ObjectMask> objects = new ArrayList<>();
            for (Entry entry : frames.get(first + i)) {
                objects.add(new ObjectMask(entry.objectId(), decode(entry.coco())));
            }
            sink.frame(objects);
        }
    }

    /** The masks of one frame of the reference. */
    public List<ObjectMask> frame(int frameIndex) {
        List<ObjectMask> objects = new ArrayList<>();
        for (Entry entry : frames.get(frameIndex)) {
            objects.add(new ObjectMask(entry.objectId(), decode(entry.coco())));
        }
        return objects;
    }

    private int find(int[] sizes) throws IOException {
        int found = -1;
        for (int at = 0; at + sizes.length <= packetSizes.length; at++) {
            if (Arrays.equals(packetSizes, at, at + sizes.length, sizes, 0, sizes.length)) {
                if (found >= 0) {
                    throw new IOException("the script's video has these " + sizes.length + " frames at " + found
                            + " and at " + at + ": send a longer chunk");
                }
                found = at;
            }
        }
        if (found < 0) {
            throw new IOException("the script's video has no stretch of " + sizes.length
                    + " frames with these packet sizes: a script answers copied chunks of its own video only");
        }
        return found;
    }

    /** Reads COCO's compressed text: counts of background and foreground in turn, down the columns. */
    private RowRuns decode(String coco) {
        BitSet pixels = new BitSet(width * height);
        List<Integer> counts = new ArrayList<>();
        int column = 0;
        for (int at = 0; at < coco.length(); ) {
            int value = 0;
            int shift = 0;
            int bits;
            do {
                bits = coco.charAt(at++) - 48;
                value |= (bits & 0x1f) << shift;
                shift += 5;
            } while ((bits & 0x20) != 0);
            if ((bits & 0x10) != 0) {
                value |= -1 << shift;
            }
            int count = counts.size() > 2 ? value + counts.get(counts.size() - 2) : value;
            if (counts.size() % 2 == 1) {
                for (int p = column; p < column + count; p++) {
                    pixels.set(p % height * width + p / height);
                }
            }
            counts.add(count);
            column += count;
        }
        return RowRuns.ofBits(width, height, pixels);
    }
}
