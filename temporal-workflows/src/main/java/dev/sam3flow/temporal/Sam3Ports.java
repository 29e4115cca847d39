package dev.sam3flow.temporal;

import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.SourceReader;
import dev.sam3flow.core.port.VideoTools;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the activities reach the world by.
 *
 * @param clock the time of attempts; workflows have their own
 * @param webhook makes the https URL that the provider calls back for an attempt's marker; null for none
 */
public record Sam3Ports(
        PredictionService predictions,
        VideoTools videos,
        BlobStore blobs,
        SourceReader sources,
        Ledger ledger,
        AttemptStore attempts,
        JobStore jobs,
        Clock clock,
        @Nullable UnaryOperator<String> webhook) {}
