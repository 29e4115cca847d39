package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.core.result.AssemblyOptions;
import dev.sam3flow.core.result.PassesAssembly;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.Sam3Settings;
import dev.sam3flow.temporal.activity.JobRecords.ResultKeys;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a job has so far, for readers who do not want to wait for its end. Reads the stores only; nothing is kept. */
public final class PartialResults {
    private final Sam3Ports ports;
    private final Sam3Settings settings;
    private final StoredRecords stored;

    public PartialResults(Sam3Ports ports, Sam3Settings settings) {
        this.ports = ports;
        this.settings = settings;
        this.stored = new StoredRecords(ports.blobs());
    }

    /** As {@link #write}, into a file that the caller deletes. */
    public Path file(JobId id) throws IOException {
        Path file = settings.work().room().resolve(UUID.randomUUID() + ".jsonl");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(id, out);
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Writes {@code masks.jsonl} of the chunks that are done; the others are gaps. Track ids are those of the chunks that there
     * are: with more of them, a later reading, as the result, may number otherwise.
     *
     * @throws NotFoundException if there is no such job, or if it has no chunk that is done
     * @throws dev.sam3flow.core.error.AmbiguousDialectException if what there is does not tell yet how masks are written
     */
    public AssembledResult write(JobId id, OutputStream masks) throws IOException {
        StoredJob job =
                ports.jobs().find(id).orElseThrow(() -> new NotFoundException("job " + id + " is not in the store"));
        Map<Integer, String> done = job.progress().chunks().stream()
                .filter(chunk -> chunk.phase() == ChunkPhase.DONE && chunk.resultKey() != null)
                .collect(Collectors.toMap(
                        chunk -> chunk.chunk().index(), chunk -> Objects.requireNonNull(chunk.resultKey())));
        BlobRef planned = ports.jobs().findPlanned(id).orElse(null);
        if (done.isEmpty() || planned == null) {
            throw new NotFoundException(
                    "job " + id + " has no chunk with masks yet: look again when its detail shows one");
        }
        Planned from = stored.get(planned, Planned.class);
        JobRequest request = job.request();
        PassesAssembly assembly = new PassesAssembly(
                        stored.video(from.source()),
                        stored.plan(from.plan()),
                        request.prompts(),
                        request.calls(),
                        AssemblyOptions.of(
                                request, settings.stitch(), ports.predictions().simulated()))
                .keeping(stored.earlier(from.plan()));
        try (ScratchMasks scratch = new ScratchMasks(settings.work().room())) {
            return assembly.write(
                    Publication.chunkResults(ports, job.progress(), new ResultKeys(done)),
                    ports.blobs()::open,
                    scratch,
                    masks);
        }
    }
}
