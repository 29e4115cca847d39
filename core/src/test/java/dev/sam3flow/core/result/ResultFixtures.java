package dev.sam3flow.core.result;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packet;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Videos, plans and the provider's files, made up. */
public final class ResultFixtures {
    private ResultFixtures() {}

    /** A video of ten frames a second. */
    public static Video aVideo(int frames, FrameSize size) {
        List<Packet> packets = IntStream.range(0, frames)
                .mapToObj(i -> new Packet(i, 1, 100, true, false))
                .toList();
        return new Video(
                "made-up.mp4",
                "ab".repeat(32),
                1000,
                size,
                new Fraction(10, 1),
                "h264",
                "mp4",
                FrameTable.ofPackets(new Fraction(1, 10), packets),
                null);
    }

    /** Chunks that start at these frames and overlap by that many. */
    public static ChunkPlan aPlan(int frames, int overlap, int... starts) {
        List<Chunk> chunks = new ArrayList<>();
        int owned = 0;
        for (int i = 0; i < starts.length; i++) {
            boolean last = i + 1 == starts.length;
            int sentEnd = last ? frames : Math.min(frames, starts[i + 1] + overlap);
            int ownedEnd = last ? frames : starts[i + 1] + (sentEnd - starts[i + 1]) / 2;
            chunks.add(new Chunk(
                    i,
                    new FrameRange(starts[i], sentEnd),
                    new FrameRange(owned, ownedEnd),
                    100_000L * (sentEnd - starts[i])));
            owned = ownedEnd;
        }
        return new ChunkPlan(chunks, null);
    }

    /** A rectangle. */
    public static Mask aMask(FrameSize size, int x, int y, int width, int height) {
        return Mask.ofBox(size, new Box(x, y, width, height));
    }

    /** A file with ids, as a provider would give it for these frames. */
    public static String fileWithIds(
            FrameRange frames, Dialect dialect, IntFunction<? extends Map<?, Mask>> objectsOfFrame) {
        return IntStream.range(0, frames.frames())
                .mapToObj(local -> "{\"frame_index\":" + local + ",\"objects\":["
                        + objectsOfFrame.apply(frames.startFrame() + local).entrySet().stream()
                                .map(object -> "{\"object_id\":" + object.getKey() + ",\"rle\":\""
                                        + dialect.encode(object.getValue()).replace("\\", "\\\\") + "\"}")
                                .collect(Collectors.joining(","))
                        + "]}")
                .collect(Collectors.joining(",", "{\"frames\":[", "]}"));
    }

    /** A file of one mask a frame, or of several without ids. */
    public static String fileWithoutIds(
            FrameRange frames, Dialect dialect, IntFunction<? extends List<Mask>> masksOfFrame) {
        return IntStream.range(frames.startFrame(), frames.endFrame())
                .mapToObj(frame -> {
                    List<String> texts = masksOfFrame.apply(frame).stream()
                            .map(mask -> "\"" + dialect.encode(mask).replace("\\", "\\\\") + "\"")
                            .toList();
                    return texts.isEmpty()
                            ? "\"\""
                            : texts.size() == 1 ? texts.get(0) : "[" + String.join(",", texts) + "]";
                })
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The result of a chunk whose file is this text. */
    public static ChunkResult aResult(InMemoryBlobStore blobs, Chunk chunk, FrameSize size, String file) {
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        EvidenceCollector evidence = new EvidenceCollector(size);
        try {
            new RleFileReader().read(new ByteArrayInputStream(bytes), evidence);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BlobRef ref = blobs.put("json", chunk.sent().frames(), out -> out.write(bytes));
        return new ChunkResult(chunk, "prediction-" + chunk.index(), 1, ref, evidence.evidence(), new MicroUsd(50_000));
    }
}
