package dev.sam3flow.simulator.internal;

import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A prediction. All that changes is guarded by the {@link Desk}. */
final class Run {
    /** What it is at the end. */
    record Ending(String status, int code, String error, Instant at) {}

    final String id;
    final String token;
    final Input input;
    final @Nullable String webhook;
    final Instant createdAt;
    final long priceMicroUsd;
    final @Nullable Path video;
    final CompletableFuture<Path> masks;
    final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);

    @Nullable
    Instant startedAt;

    @Nullable
    Ending ending;

    boolean waited;
    boolean deleteAtEnd;
    boolean forgotten;
    int looksWhileRunning;

    Run(
            String id,
            String token,
            Input input,
            @Nullable String webhook,
            Instant createdAt,
            long priceMicroUsd,
            @Nullable Path video,
            CompletableFuture<Path> masks,
            List<Fault> faults) {
        this.id = id;
        this.token = token;
        this.input = input;
        this.webhook = webhook;
        this.createdAt = createdAt;
        this.priceMicroUsd = priceMicroUsd;
        this.video = video;
        this.masks = masks;
        faults.forEach(fault -> this.faults.put(fault.kind(), fault.amount()));
    }

    boolean meets(FaultKind kind) {
        return faults.containsKey(kind);
    }

    long amount(FaultKind kind) {
        return faults.getOrDefault(kind, 0L);
    }

    /** The status word, without counting a look. */
    String status() {
        if (ending != null) {
            return ending.status();
        }
        return startedAt == null ? "created" : "processing";
    }

    /** The status word that this look is told. */
    String lookAt() {
        if (ending != null || startedAt == null) {
            return status();
        }
        int look = ++looksWhileRunning;
        if (look <= amount(FaultKind.UNKNOWN_WORD)) {
            return "warming_up";
        }
        boolean goesBack = look > 1 && look <= 1 + amount(FaultKind.STATUS_BACKWARDS);
        return goesBack ? "created" : "processing";
    }

    boolean completed() {
        return status().equals("completed");
    }
}
