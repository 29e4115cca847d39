package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.temporal.Sam3Ports;
import java.io.IOException;
import java.io.InputStream;

/** Copies a prediction's RLE file into the store as it is, and reads it once for its frames and its dialect's evidence. */
final class MaskFetch {
    private final Sam3Ports ports;

    MaskFetch(Sam3Ports ports) {
        this.ports = ports;
    }

    void keep(ChunkOrder order, Prediction prediction, int attempts, String resultKey, Pulse pulse) throws IOException {
        PredictionOutputs outputs = prediction
                .findOutputs()
                .orElseThrow(() -> new MalformedResponseException(
                        "outputs", "prediction " + prediction.id() + " is completed and names no masks", null));
        int frames = order.chunk().sent().frames();
        BlobRef rle = ports.blobs().put("json", frames, out -> {
            try (InputStream in = ports.predictions().fetch(outputs)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (pulse.stopped()) {
                        throw new UnavailableException("nobody waits for these masks any more", null);
                    }
                    out.write(buffer, 0, n);
                }
            }
        });
        EvidenceCollector evidence = new EvidenceCollector(order.cutFrom().size(), order.prompts());
        try (InputStream in = ports.blobs().open(rle)) {
            new RleFileReader().read(in, evidence).frameBase(frames);
        }
        ports.jobs()
                .saveChunk(
                        resultKey,
                        new ChunkResult(
                                order.chunk(),
                                prediction.id().value(),
                                attempts,
                                rle,
                                evidence.evidence(),
                                order.price()));
    }
}
