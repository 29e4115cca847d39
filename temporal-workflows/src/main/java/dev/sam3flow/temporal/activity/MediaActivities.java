package dev.sam3flow.temporal.activity;

import static dev.sam3flow.temporal.activity.FailureTranslation.translated;
import static dev.sam3flow.temporal.activity.Pulse.whileWanted;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.export.Exporter;
import dev.sam3flow.core.export.Exports;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.quality.QualityReport;
import dev.sam3flow.core.quality.QualityWriter;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.core.result.AssemblyOptions;
import dev.sam3flow.core.result.PassesAssembly;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link MediaWork} over the ports. */
public final class MediaActivities implements MediaWork {
    /** How long work waits for other work to leave the folder; it is tried again after that. */
    static final Duration FOR_ROOM = Duration.ofMinutes(10);

    private final Sam3Ports ports;
    private final Sam3Settings settings;
    private final StoredRecords stored;

    public MediaActivities(Sam3Ports ports, Sam3Settings settings) {
        this.ports = ports;
        this.settings = settings;
        this.stored = new StoredRecords(ports.blobs());
    }

    private StoredJob job(JobId id) {
        return ports.jobs().find(id).orElseThrow(() -> new NotFoundException("job " + id + " is not in the store"));
    }

    @Override
    public BlobRef ingest(JobId id) {
        return translated(() -> {
            try (InputStream in =
                    ports.sources().open(URI.create(job(id).request().video()))) {
                return ports.blobs().put("video", 0, out -> whileWanted(() -> in.transferTo(out)));
            }
        });
    }

    @Override
    public SourceFacts probe(JobId id, BlobRef file) {
        return translated(() -> {
            JobRequest request = job(id).request();
            SourceFacts source = probe(file, Publication.shownName(request.video()));
            request.prompts().checkInside(source.size());
            request.prompts().checkFrame(source.frames());
            request.exports().forEach(Exports::check);
            return source;
        });
    }

    private SourceFacts probe(BlobRef file, String name) throws IOException {
        Video video = whileWanted(() -> ports.videos().probe(local(file), file.sha256()));
        BlobRef counted = new BlobRef(file.uri(), file.sha256(), file.bytes(), video.frames());
        return SourceFacts.of(video, name, counted, stored.put(video.table()));
    }

    @Override
    public PlanFacts plan(JobId id, SourceFacts source) {
        return translated(() -> {
            JobRequest request = job(id).request();
            if (request.repairOf() != null) {
                return new RepairPlanning(ports, settings.prices(), stored).plan(request, request.repairOf(), source);
            }
            FrameTable table = stored.table(source);
            int[] scenes = request.plan().sceneCuts() ? scenes(source) : new int[0];
            ChunkPlan plan = ChunkPlanner.plan(
                            table,
                            request.plan().withStartAt(request.prompts().atFrame()),
                            settings.prices(),
                            source.normaliseReason(),
                            request.parallel(),
                            scenes)
                    .times(request.calls().size());
            return new PlanFacts(
                    stored.put(plan, plan.frames()),
                    plan.chunks().size(),
                    plan.quote(settings.prices(), source.durationMicros()),
                    plan.normaliseReason(),
                    null);
        });
    }

    private int[] scenes(SourceFacts source) throws IOException {
        Video video = stored.video(source);
        return whileWanted(() -> ports.videos().sceneCuts(local(source.file()), video));
    }

    private Path local(BlobRef file) {
        return ports.blobs().localFile(file, settings.work().folder());
    }

    @Override
    public SourceFacts normalise(SourceFacts source, PlanFacts plan) {
        return translated(() -> {
            Video video = stored.video(source);
            ChunkPlan chunks = stored.plan(plan);
            BlobRef whole = made(
                    "mp4",
                    source.frames(),
                    target -> ports.videos().normalise(local(source.file()), video, chunks, target));
            return probe(whole, source.name());
        });
    }

    @Override
    public Cut cut(SourceFacts source, Chunk chunk) {
        return translated(() -> {
            Video video = stored.video(source);
            Path target = whileWanted(this::target);
            try {
                Optional<String> inexact =
                        whileWanted(() -> ports.videos().cut(local(source.file()), video, chunk.sent(), target));
                return inexact.isPresent()
                        ? new Cut(null, inexact.get())
                        : new Cut(
                                ports.blobs().put("mp4", chunk.sent().frames(), out -> Files.copy(target, out)), null);
            } finally {
                Files.deleteIfExists(target);
            }
        });
    }

    /** Writes a file of its own. */
    private interface Making {
        void to(Path target);
    }

    private BlobRef made(String extension, int frames, Making making) throws IOException {
        Path target = whileWanted(this::target);
        try {
            whileWanted(() -> {
                making.to(target);
                return target;
            });
            return ports.blobs().put(extension, frames, out -> Files.copy(target, out));
        } finally {
            Files.deleteIfExists(target);
        }
    }

    private Path target() throws IOException {
        return settings.work().awaitRoom(FOR_ROOM).resolve(UUID.randomUUID() + ".mp4");
    }

    @Override
    public Prompts follow(JobId id, Chunk chunk, String previousResultKey) {
        return translated(() -> {
            JobRequest request = job(id).request();
            return ports.jobs()
                    .findChunk(previousResultKey)
                    .map(previous -> {
                        try {
                            return new LastMasks(ports.blobs(), request.dialect())
                                    .prompts(previous, chunk, request.prompts());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .orElseThrow(() -> new NotFoundException("result " + previousResultKey + " is not in the store"));
        });
    }

    @Override
    public Assembled assemble(JobId id, SourceFacts source, PlanFacts plan, @Nullable BlobRef results) {
        return translated(() -> {
            StoredJob job = job(id);
            JobRequest request = job.request();
            PassesAssembly assembly = new PassesAssembly(
                            stored.video(source),
                            stored.plan(plan),
                            request.prompts(),
                            request.calls(),
                            AssemblyOptions.of(
                                    request,
                                    settings.stitch(),
                                    ports.predictions().simulated()))
                    .keeping(stored.earlier(plan));
            List<ChunkResult> chunks = Publication.chunkResults(ports, job.progress(), stored.results(results));
            AssembledResult[] result = new AssembledResult[1];
            BlobRef masks;
            try (ScratchMasks scratch =
                    new ScratchMasks(whileWanted(() -> settings.work().awaitRoom(FOR_ROOM)))) {
                masks = ports.blobs()
                        .put(
                                "jsonl",
                                source.frames(),
                                out -> result[0] =
                                        whileWanted(() -> assembly.write(chunks, ports.blobs()::open, scratch, out)));
            }
            Map<String, BlobRef> files = new HashMap<>();
            files.put(JobResult.MASKS, masks);
            files.put(JobResult.QUALITY, quality(masks));
            for (String name : request.exports()) {
                Optional<PixelExport> drawn = PixelExport.find(name);
                if (drawn.isPresent()) {
                    files.put(drawn.get().fileName(), draw(drawn.get(), source, masks));
                } else {
                    Exporter exporter = Exports.named(name);
                    files.put(exporter.fileName(), export(exporter, masks));
                }
            }
            int gaps = result[0].gaps().size();
            return new Assembled(files, stored.put(result[0], source.frames()), gaps);
        });
    }

    @Override
    public Suspects suspects(JobId id, SourceFacts source, PlanFacts plan, BlobRef results) {
        return translated(() -> {
            StoredJob job = job(id);
            RepairWork repair = repair(job, source, plan);
            List<ChunkResult> chunks = chunks(job, results);
            return new Suspects(whileWanted(() -> repair.suspects(chunks)));
        });
    }

    @Override
    public Comparison compare(JobId id, SourceFacts source, PlanFacts plan, BlobRef first, BlobRef second) {
        return translated(() -> {
            StoredJob job = job(id);
            RepairWork repair = repair(job, source, plan);
            List<ChunkResult> before = chunks(job, first);
            List<ChunkResult> after = chunks(job, second);
            return new Comparison(whileWanted(() -> repair.compare(before, after)));
        });
    }

    private RepairWork repair(StoredJob job, SourceFacts source, PlanFacts plan) throws IOException {
        return new RepairWork(ports, settings, job.request(), stored.video(source), stored.plan(plan));
    }

    private List<ChunkResult> chunks(StoredJob job, BlobRef results) throws IOException {
        return Publication.chunkResults(ports, job.progress(), stored.results(results));
    }

    private BlobRef quality(BlobRef masks) throws IOException {
        QualityReport report =
                whileWanted(() -> QualityReport.of(() -> ports.blobs().open(masks), settings.quality()));
        return ports.blobs().put("json", masks.frames(), out -> QualityWriter.write(report, out));
    }

    private BlobRef draw(PixelExport export, SourceFacts source, BlobRef masks) throws IOException {
        Video video = stored.video(source);
        return made(
                extension(export.fileName()),
                source.frames(),
                target -> ports.videos()
                        .draw(
                                export,
                                local(source.file()),
                                video,
                                () -> ports.blobs().open(masks),
                                target));
    }

    private static String extension(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1);
    }

    private BlobRef export(Exporter exporter, BlobRef masks) {
        return ports.blobs()
                .put(
                        extension(exporter.fileName()),
                        masks.frames(),
                        out -> whileWanted(() -> {
                            exporter.write(() -> ports.blobs().open(masks), out);
                            return masks;
                        }));
    }
}
