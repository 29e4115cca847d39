package dev.sam3flow.core.result;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.SideLists;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks' RLE files together to one {@code masks.jsonl}: decides the dialect once for all, maps local frame
 * {@code j} of a chunk to frame {@code sent.startFrame + j}, takes from each chunk the frames it owns, and joins tracks
 * over the overlaps. Reads every file twice; memory does not depend on the video's length.
 */
public final class ResultAssembly {
    private static final int[] NO_FRAMES = {};

    /** Opens stored bytes; the assembly closes the stream. */
    @FunctionalInterface
    public interface Opener {
        InputStream open(BlobRef ref) throws IOException;
    }

    private final VideoFacts video;
    private final IntToLongFunction timeMicros;
    private final ChunkPlan plan;
    private final @Nullable Prompts prompts;
    private final AssemblyOptions options;

    /** @throws IllegalArgumentException if the plan is not for a video of that many frames */
    public ResultAssembly(Video video, ChunkPlan plan, Prompts prompts, AssemblyOptions options) {
        this(VideoFacts.of(video), video.table()::timeMicros, plan, prompts, options);
    }

    /**
     * An assembly for which no more is known of the video than this.
     *
     * @param timeMicros time of a frame from the first frame on, in microseconds
     * @param prompts what was asked for; null if that is not known
     * @throws IllegalArgumentException if the plan is not for a video of that many frames
     */
    ResultAssembly(
            VideoFacts video,
            IntToLongFunction timeMicros,
            ChunkPlan plan,
            @Nullable Prompts prompts,
            AssemblyOptions options) {
        if (plan.frames() != video.frames()) {
            throw new IllegalArgumentException(
                    "a plan of " + plan.frames() + " frames for a video of " + video.frames() + " frames");
        }
        this.video = video;
        this.timeMicros = timeMicros;
        this.plan = plan;
        this.prompts = prompts;
        this.options = options;
    }

    /**
     * Writes {@code masks.jsonl}; {@code masks} stays open. Chunks of the plan that are absent become gaps.
     *
     * @param chunks results in any order, each of another chunk of the plan
     * @throws AmbiguousDialectException if the masks can be read in more than one way; nothing is written
     * @throws MalformedRleException if a file is not what its dialect says; nothing is written
     * @throws MalformedResponseException if a file has another number of frames, or masks of another size, than what was
     *     sent; nothing is written
     */
    public AssembledResult write(List<ChunkResult> chunks, Opener opener, OutputStream masks) throws IOException {
        return pass(chunks, opener, masks, null, 0).result();
    }

    /**
     * A result and what its notes are made of.
     *
     * @param followedLabels labels of objects without ids
     * @param leftOut why scores of a chunk were left out, by the chunk's index
     * @param renamed sentences about tracks that go on under another id
     */
    record Pass(
            AssembledResult result, List<String> followedLabels, Map<Integer, String> leftOut, List<String> renamed) {}

    /**
     * As {@link #write}.
     *
     * @param earlier whose tracks keep their ids; null where there is none
     * @param chunksBefore chunks of the whole plan before those of this pass
     */
    Pass pass(
            List<ChunkResult> chunks,
            Opener opener,
            OutputStream masks,
            @Nullable EarlierTracks earlier,
            int chunksBefore)
            throws IOException {
        @Nullable ChunkResult[] results = inPlanOrder(chunks);
        DialectChoice choice = DialectChoice.of(chunks, options.dialect());
        Work work = new Work(results, opener, choice.dialect(), earlier);
        List<FoundSeam> seams;
        try (KeptIds kept = earlier == null ? null : earlier.pass(chunksBefore)) {
            seams = work.findObjects(kept);
        }
        List<Track> tracks = work.book.number();
        List<Gap> gaps = gaps(results);
        MasksHeader header = new MasksHeader(
                video,
                prompts,
                tracks,
                new Provenance(options.simulated(), choice.found().name(), plan.chunks(), gaps));
        try (MasksWriter writer = new MasksWriter(masks, header)) {
            work.writeFrames(writer);
            writer.finish();
        }
        List<Seam> named = seams.stream().map(seam -> seam.withIds(work.book)).toList();
        List<String> followed = work.followedLabels();
        Map<Integer, String> leftOut = work.leftOut();
        List<String> renamed =
                seams.stream().flatMap(seam -> seam.renamed(work.book)).toList();
        List<String> notes = ResultNotes.of(tracks, named, gaps, followed, leftOut, renamed, options.simulated());
        long segments = tracks.stream().mapToLong(Track::segments).sum();
        return new Pass(
                new AssembledResult(tracks, named, gaps, choice.found(), segments, notes), followed, leftOut, renamed);
    }

    private @Nullable ChunkResult[] inPlanOrder(List<ChunkResult> chunks) {
        @Nullable ChunkResult[] results = new ChunkResult[plan.chunks().size()];
        for (ChunkResult result : chunks) {
            int index = result.chunk().index();
            if (index < 0
                    || index >= results.length
                    || !plan.chunks().get(index).equals(result.chunk())) {
                throw new IllegalArgumentException(
                        "result of chunk " + index + " " + result.chunk().sent() + ", which is not in the plan");
            }
            if (results[index] != null) {
                throw new IllegalArgumentException("two results of chunk " + index);
            }
            results[index] = result;
        }
        return results;
    }

    private List<Gap> gaps(@Nullable ChunkResult[] results) {
        List<Gap> gaps = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            if (results[chunk.index()] == null) {
                gaps.add(new Gap(chunk.index(), chunk.owned()));
            }
        }
        return gaps;
    }

    /** The two passes over the files. */
    private final class Work {
        private final @Nullable ChunkResult[] results;
        private final Opener opener;
        private final Dialect dialect;
        private final @Nullable ChunkObjects[] objects;
        private final Map<Integer, SideLists> beside = new HashMap<>();
        private final TrackBook book;

        Work(@Nullable ChunkResult[] results, Opener opener, Dialect dialect, @Nullable EarlierTracks earlier) {
            this.results = results;
            this.opener = opener;
            this.dialect = dialect;
            this.objects = new ChunkObjects[results.length];
            this.book = new TrackBook(earlier);
        }

        /** First pass: finds objects and joins neighbours; only the masks of two chunks' overlaps are held at a time. */
        List<FoundSeam> findObjects(@Nullable KeptIds kept) throws IOException {
            List<FoundSeam> seams = new ArrayList<>();
            ChunkObjects before = null;
            for (Chunk chunk : plan.chunks()) {
                ChunkResult result = results[chunk.index()];
                ChunkObjects found = result == null ? null : find(chunk, result, kept);
                objects[chunk.index()] = found;
                if (before != null && found != null) {
                    Chunk earlier = plan.chunks().get(chunk.index() - 1);
                    seams.add(FoundSeam.find(earlier, before, chunk, found, options.stitch(), book));
                }
                if (before != null) {
                    before.forgetMasks();
                }
                before = found;
            }
            return seams;
        }

        private ChunkObjects find(Chunk chunk, ChunkResult result, @Nullable KeptIds kept) throws IOException {
            ChunkObjects found = new ChunkObjects(
                    chunk, compared(chunk.index() - 1, chunk.index()), compared(chunk.index(), chunk.index() + 1));
            read(result, kept == null ? found : kept.watching(chunk, found));
            found.finish();
            book.add(found, kept == null ? Map.of() : kept.of(found));
            return found;
        }

        private int[] compared(int earlier, int later) {
            if (earlier < 0 || later == results.length || results[earlier] == null || results[later] == null) {
                return NO_FRAMES;
            }
            return FoundSeam.comparedFrames(
                    plan.chunks().get(earlier), plan.chunks().get(later), options.stitch());
        }

        private void read(ChunkResult result, ChunkFrames.Visitor visitor) throws IOException {
            int chunk = result.chunk().index();
            try (InputStream in = opener.open(result.rle())) {
                SideLists found = new ChunkFrames(result.chunk(), video.size(), prompts, dialect)
                        .read(in, beside.getOrDefault(chunk, SideLists.NONE), visitor);
                beside.put(chunk, found);
            }
        }

        /** Second pass: every frame once, from the chunk that owns it. */
        void writeFrames(MasksWriter writer) throws IOException {
            for (Chunk chunk : plan.chunks()) {
                ChunkResult result = results[chunk.index()];
                ChunkObjects found = objects[chunk.index()];
                if (result == null || found == null) {
                    for (int frame = chunk.owned().startFrame();
                            frame < chunk.owned().endFrame();
                            frame++) {
                        writer.write(new FrameSegments(frame, timeMicros.applyAsLong(frame), List.of()));
                    }
                    continue;
                }
                read(result, (frame, segments) -> {
                    if (chunk.owned().contains(frame)) {
                        writer.write(
                                new FrameSegments(frame, timeMicros.applyAsLong(frame), withTracks(found, segments)));
                    }
                });
            }
        }

        private List<Segment> withTracks(ChunkObjects found, List<LocalSegment> segments) {
            List<Segment> tracked = new ArrayList<>();
            for (LocalSegment segment : segments) {
                int track = book.id(found.index(), found.object(segment.key()).number);
                tracked.add(new Segment(track, segment.key().label(), segment.mask(), segment.score()));
            }
            tracked.sort(Comparator.comparingInt(Segment::track));
            return tracked;
        }

        /** What the files list beside their masks and cannot be said of them. */
        Map<Integer, String> leftOut() {
            Map<Integer, String> why = new TreeMap<>();
            beside.forEach((chunk, lists) -> {
                String reason = lists.leftOut();
                if (reason != null) {
                    why.put(chunk, reason);
                }
            });
            return why;
        }

        List<String> followedLabels() {
            List<String> labels = new ArrayList<>();
            for (ChunkObjects found : objects) {
                if (found != null) {
                    labels.addAll(found.followedLabels());
                }
            }
            return labels.stream().distinct().sorted().toList();
        }
    }
}
