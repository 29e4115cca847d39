package dev.sam3flow.simulator.internal;

import dev.sam3flow.simulator.OutputWrapping;
import dev.sam3flow.simulator.mask.MaskDialect;
import dev.sam3flow.simulator.mask.MaskLayout;
import dev.sam3flow.simulator.mask.MaskSource;
import dev.sam3flow.simulator.mask.VideoMeter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * What does not change while a simulator runs.
 *
 * @param createdFor how long a prediction is "created"
 * @param processingFor how long it is "processing" at least
 * @param externalVideos whether videos are fetched from other addresses
 * @param folder where received and made files lie
 */
public record Setup(
        int port,
        Duration createdFor,
        Duration processingFor,
        MaskLayout layout,
        MaskDialect dialect,
        OutputWrapping wrapping,
        MaskSource masks,
        VideoMeter meter,
        boolean externalVideos,
        Clock clock,
        Path folder) {
    /** The one model there is. */
    static final String MODEL = "wavespeed-ai/sam3-video-rle";

    /** How long predictions, uploads and outputs are kept. */
    static final Duration KEPT = Duration.ofDays(7);

    /** The longest video that is taken. */
    static final long LONGEST_MICROS = 600_000_000;
}
