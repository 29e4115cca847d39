package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.rle.DialectEvidence;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleLimits;
import dev.sam3flow.temporal.Sam3Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies a prediction's RLE file into the store as it is, and reads it once for its frames and its dialect's evidence. */
final class MaskFetch {
    private final Sam3Ports ports;

    MaskFetch(Sam3Ports ports) {
        this.ports = ports;
    }

    void keep(ChunkOrder order, PredictionId id, int attempts, String resultKey, Pulse pulse) throws IOException {
        BlobRef rle = copied(order, id, pulse);
        DialectEvidence evidence = read(order, id, rle);
        ports.jobs().findChunk(resultKey).ifPresent(old -> {
            if (!ports.blobs().contains(old.rle())) {
                ports.jobs().forgetChunk(resultKey);
            }
        });
        ports.jobs()
                .saveChunk(
                        resultKey, new ChunkResult(order.chunk(), id.value(), attempts, rle, evidence, order.price()));
    }

    private BlobRef copied(ChunkOrder order, PredictionId id, Pulse pulse) {
        try {
            Prediction prediction = ports.predictions().poll(id);
            PredictionOutputs outputs = prediction
                    .findOutputs()
                    .orElseThrow(() -> new MalformedResponseException(
                            "outputs", "prediction " + id + " is completed and names no masks", null));
            return ports.blobs().put("json", order.chunk().sent().frames(), out -> copy(outputs, out, pulse));
        } catch (NotFoundException e) {
            throw new NotFoundException(
                    "the masks of prediction " + id
                            + ", which is paid for, can no longer be had: the provider keeps them for" + " seven days. "
                            + choices(order),
                    e);
        }
    }

    private void copy(PredictionOutputs outputs, OutputStream out, Pulse pulse) throws IOException {
        try (InputStream in = ports.predictions().fetch(outputs)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (pulse.stopped()) {
                    throw new UnavailableException("nobody waits for these masks any more", null);
                }
                out.write(buffer, 0, n);
            }
        }
    }

    /** What was paid for is not thrown away because it cannot be read: the file stays, and the message says where. */
    private DialectEvidence read(ChunkOrder order, PredictionId id, BlobRef rle) throws IOException {
        FrameSize size = order.cutFrom().size();
        EvidenceCollector evidence = new EvidenceCollector(size, order.prompts());
        try (InputStream in = ports.blobs().open(rle)) {
            new RleFileReader(RleLimits.STANDARD, size)
                    .read(in, evidence)
                    .frameBase(order.chunk().sent().frames());
        } catch (MalformedRleException | InvalidInputException e) {
            throw new MalformedResponseException(
                    "masks",
                    "those of prediction " + id + ", which is paid for, cannot be read: " + e.getMessage()
                            + ". The file is kept as " + rle.uri() + ". " + choices(order),
                    e);
        }
        return evidence.evidence();
    }

    private static String choices(ChunkOrder order) {
        int chunk = order.chunk().index() + 1;
        return "Order the job again to fetch them once more, or tell it: pay-again " + chunk
                + " for a new prediction, skip-chunk " + chunk + " to go without";
    }
}
