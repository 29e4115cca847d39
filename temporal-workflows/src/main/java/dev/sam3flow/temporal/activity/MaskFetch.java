package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.DialectEvidence;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.temporal.Sam3Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Copies a prediction's RLE file into the store as it is, and reads it once for its frames and its dialect's evidence. */
final class MaskFetch {
    private final Sam3Ports ports;

    MaskFetch(Sam3Ports ports) {
        this.ports = ports;
    }

    /**
     * What is fetched for.
     *
     * @param size of the video's frames
     * @param prompts what was asked for; null if that is not known
     * @param price what the provider charged
     */
    record Wanted(Chunk chunk, FrameSize size, @Nullable Prompts prompts, MicroUsd price) {
        static Wanted of(ChunkOrder order) {
            return new Wanted(order.chunk(), order.cutFrom().size(), order.prompts(), order.price());
        }
    }

    /**
     * @param payer by the account that the prediction was sent by
     * @param stopped true once nobody waits for the masks any more
     */
    void keep(
            PredictionService payer,
            Wanted wanted,
            PredictionId id,
            int attempts,
            String resultKey,
            BooleanSupplier stopped)
            throws IOException {
        BlobRef rle = copied(payer, wanted, id, stopped);
        DialectEvidence evidence = read(wanted, id, rle);
        ports.jobs().findChunk(resultKey).ifPresent(old -> {
            if (!ports.blobs().contains(old.rle())) {
                ports.jobs().forgetChunk(resultKey);
            }
        });
        ports.jobs()
                .saveChunk(
                        resultKey,
                        new ChunkResult(wanted.chunk(), id.value(), attempts, rle, evidence, wanted.price()));
    }

    private BlobRef copied(PredictionService payer, Wanted wanted, PredictionId id, BooleanSupplier stopped) {
        try {
            Prediction prediction = payer.poll(id);
            PredictionOutputs outputs = prediction
                    .findOutputs()
                    .orElseThrow(() -> new MalformedResponseException(
                            "outputs", "prediction " + id + " is completed and names no masks", null));
            return ports.blobs().put("json", wanted.chunk().sent().frames(), out -> copy(payer, outputs, out, stopped));
        } catch (NotFoundException e) {
            throw new NotFoundException(
                    "the masks of prediction " + id
                            + ", which is paid for, can no longer be had: the provider keeps them for" + " seven days. "
                            + choices(wanted),
                    e);
        }
    }

    private static void copy(
            PredictionService payer, PredictionOutputs outputs, OutputStream out, BooleanSupplier stopped)
            throws IOException {
        try (InputStream in = payer.fetch(outputs)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (stopped.getAsBoolean()) {
                    throw new UnavailableException("nobody waits for these masks any more", null);
                }
                out.write(buffer, 0, n);
            }
        }
    }

    /** What was paid for is not thrown away because it cannot be read: the file stays, and the message says where. */
    private DialectEvidence read(Wanted wanted, PredictionId id, BlobRef rle) throws IOException {
        FrameSize size = wanted.size();
        EvidenceCollector evidence = new EvidenceCollector(size, wanted.prompts());
        try (InputStream in = ports.blobs().open(rle)) {
            new RleFileReader(RleLimits.STANDARD, size)
                    .read(in, evidence)
                    .frameBase(wanted.chunk().sent().frames());
        } catch (MalformedRleException | InvalidInputException e) {
            throw new MalformedResponseException(
                    "masks",
                    "those of prediction " + id + ", which is paid for, cannot be read: " + e.getMessage()
                            + ". The file is kept as " + rle.uri() + ". " + choices(wanted),
                    e);
        }
        return evidence.evidence();
    }

    private static String choices(Wanted wanted) {
        int chunk = wanted.chunk().index() + 1;
        return "Order the job again to fetch them once more, or tell it: pay-again " + chunk
                + " for a new prediction, skip-chunk " + chunk + " to go without";
    }
}
