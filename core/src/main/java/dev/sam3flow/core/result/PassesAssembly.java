package dev.sam3flow.core.result;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.result.ResultAssembly.Opener;
import dev.sam3flow.core.result.ResultAssembly.Pass;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a plan's chunks together, however often it passes over the video: each pass by itself as {@link ResultAssembly} does,
 * then all of them side by side. The dialect is one for all; tracks of two passes are never one.
 */
public final class PassesAssembly {
    /** Where a pass's masks are kept until all are there. */
    @FunctionalInterface
    public interface Scratch {
        /** Writes a file of its own. */
        @FunctionalInterface
        interface Content {
            void write(OutputStream out) throws IOException;
        }

        MasksSource keep(Content content) throws IOException;
    }

    private final Video video;
    private final ChunkPlan plan;
    private final Prompts prompts;
    private final List<Prompts> calls;
    private final AssemblyOptions options;
    private final @Nullable EarlierTracks earlier;

    /**
     * @param prompts what was asked for
     * @param calls what was asked for in each pass
     * @throws IllegalArgumentException if the plan has another number of passes
     */
    public PassesAssembly(Video video, ChunkPlan plan, Prompts prompts, List<Prompts> calls, AssemblyOptions options) {
        this(video, plan, prompts, calls, options, null);
    }

    private PassesAssembly(
            Video video,
            ChunkPlan plan,
            Prompts prompts,
            List<Prompts> calls,
            AssemblyOptions options,
            @Nullable EarlierTracks earlier) {
        if (plan.passes() != calls.size()) {
            throw new IllegalArgumentException("a plan of " + plan.passes() + " passes for " + calls.size() + " calls");
        }
        this.video = video;
        this.plan = plan;
        this.prompts = prompts;
        this.calls = List.copyOf(calls);
        this.options = options;
        this.earlier = earlier;
    }

    /**
     * The same with the ids and the dialect of an earlier result, where that is known: its lines are written again as they
     * are, but for frames of chunks that were segmented again.
     */
    public PassesAssembly keeping(@Nullable EarlierTracks result) {
        return result == null ? this : new PassesAssembly(video, plan, prompts, calls, result.pinned(options), result);
    }

    /**
     * Writes {@code masks.jsonl}; {@code masks} stays open. Chunks of the plan that are absent become gaps.
     *
     * @param chunks results in any order, each of another chunk of the plan
     * @throws AmbiguousDialectException as {@link ResultAssembly#write}, as the other two; nothing is written then
     * @throws MalformedRleException if a file is not what its dialect says
     * @throws MalformedResponseException if a file has other frames or another size than what was sent
     */
    public AssembledResult write(List<ChunkResult> chunks, Opener opener, Scratch scratch, OutputStream masks)
            throws IOException {
        if (calls.size() == 1) {
            return new ResultAssembly(video, plan, calls.get(0), options)
                    .pass(chunks, opener, masks, earlier, 0)
                    .result();
        }
        DialectFound dialect = DialectChoice.of(chunks, options.dialect()).found();
        List<Pass> passes = new ArrayList<>();
        List<MasksSource> sources = passes(chunks, dialect, opener, scratch, passes);
        PassTracks tracks = new PassTracks(
                passes.stream().map(pass -> pass.result().tracks()).toList(), earlier != null);
        AssembledResult result = together(passes, tracks, dialect);
        VideoFacts facts = VideoFacts.of(video);
        Provenance provenance = new Provenance(options.simulated(), dialect.name(), plan.chunks(), result.gaps());
        try (MasksWriter writer =
                new MasksWriter(masks, new MasksHeader(facts, prompts, result.tracks(), provenance))) {
            tracks.interleave(sources, writer);
            writer.finish();
        }
        return result;
    }

    /** Each pass by itself, as {@code masks.jsonl} of its own; fails as {@link #write}. */
    public List<MasksSource> passes(List<ChunkResult> chunks, Opener opener, Scratch scratch) throws IOException {
        DialectFound dialect = DialectChoice.of(chunks, options.dialect()).found();
        return passes(chunks, dialect, opener, scratch, new ArrayList<>());
    }

    private List<MasksSource> passes(
            List<ChunkResult> chunks, DialectFound dialect, Opener opener, Scratch scratch, List<Pass> passes)
            throws IOException {
        List<MasksSource> sources = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            ResultAssembly assembly = new ResultAssembly(video, plan.pass(i), calls.get(i), pinned(dialect));
            List<ChunkResult> own = ofPass(chunks, i);
            int chunksBefore = i * chunksInPass();
            sources.add(scratch.keep(out -> passes.add(assembly.pass(own, opener, out, earlier, chunksBefore))));
        }
        return sources;
    }

    /** What was found over all files holds for each; where all are empty there is nothing to read. */
    private AssemblyOptions pinned(DialectFound dialect) {
        return dialect.name().equals(DialectChoice.NONE)
                ? options
                : new AssemblyOptions(dialect.name(), options.stitch(), options.simulated());
    }

    private int chunksInPass() {
        return plan.chunks().size() / calls.size();
    }

    private List<ChunkResult> ofPass(List<ChunkResult> chunks, int pass) {
        List<Chunk> own = plan.pass(pass).chunks();
        return chunks.stream()
                .filter(result -> result.chunk().index() / chunksInPass() == pass)
                .map(result -> result.of(own.get(result.chunk().index() % chunksInPass())))
                .toList();
    }

    private AssembledResult together(List<Pass> passes, PassTracks tracks, DialectFound dialect) {
        List<Seam> seams = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        List<String> followed = new ArrayList<>();
        Map<Integer, String> leftOut = new TreeMap<>();
        List<String> renamed = new ArrayList<>();
        long segments = 0;
        for (int i = 0; i < passes.size(); i++) {
            int pass = i;
            int before = i * chunksInPass();
            AssembledResult one = passes.get(i).result();
            one.seams().forEach(seam -> seams.add(tracks.renamed(pass, before, seam)));
            one.gaps().forEach(gap -> gaps.add(new Gap(before + gap.chunk(), gap.frames())));
            passes.get(i).leftOut().forEach((chunk, why) -> leftOut.put(before + chunk, why));
            passes.get(i).followedLabels().stream()
                    .filter(label -> !followed.contains(label))
                    .forEach(followed::add);
            renamed.addAll(passes.get(i).renamed());
            segments += one.segments();
        }
        List<Track> all = tracks.all();
        List<String> notes = ResultNotes.of(all, seams, gaps, followed, leftOut, renamed, options.simulated());
        return new AssembledResult(all, seams, gaps, dialect, segments, notes);
    }
}
