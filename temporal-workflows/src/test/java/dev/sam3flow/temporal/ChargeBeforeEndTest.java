package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.port.InMemoryJobStore;
import dev.sam3flow.core.port.InMemoryLedger;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.temporal.activity.ChunkOrder;
import dev.sam3flow.temporal.activity.ProviderActivities;
import dev.sam3flow.temporal.activity.ProviderCalls;
import dev.sam3flow.temporal.activity.SourceFacts;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash while a prediction's end is recorded: an attempt that has ended has been charged. */
class ChargeBeforeEndTest {
    private static final BlobRef NOTHING = new BlobRef("mem:0", "0", 1, 10);

    @TempDir
    Path scratch;

    private final FakeProvider provider = new FakeProvider();
    private final InMemoryAttemptStore attempts = new InMemoryAttemptStore();

    /** The database goes away before the charge is written. */
    private static final class LedgerThatFails implements Ledger {
        @Override
        public void reserve(List<LedgerEntry> reservations, @Nullable MicroUsd jobLimit) {}

        @Override
        public void post(List<LedgerEntry> entries) {
            throw new IllegalStateException("the database is away");
        }

        @Override
        public List<LedgerEntry> entries(JobId job) {
            return List.of();
        }

        @Override
        public List<LedgerEntry> entries(String tenant) {
            return List.of();
        }
    }

    private ChunkOrder acceptedChunk() throws Exception {
        FrameRange frames = new FrameRange(0, 10);
        SourceFacts source = new SourceFacts(
                "a", NOTHING, NOTHING, FakeVideoTools.SIZE, new Fraction(10, 1), "fake", "text", 1_000_000, null);
        ChunkOrder order = new ChunkOrder(
                new JobId("default", "a"),
                new Chunk(0, frames, frames, 1_000_000),
                "00",
                source,
                Prompts.ofText("person"),
                MicroUsd.ofUsd("0.05"),
                null,
                2,
                true,
                Pace.DEFAULTS,
                false,
                null,
                null);
        Path cut = Files.writeString(scratch.resolve("cut"), "chunk 0 10 10");
        URI video = provider.upload(cut, "m.mp4");
        PredictionId id = provider.submit(new PredictionInput(video, order.prompts(), false), null)
                .id();
        attempts.intend(
                new Attempt(order.attempt(1), "key", "m", order.price(), Instant.EPOCH, new AttemptState.Intended()));
        attempts.move(order.attempt(1), new AttemptState.Intended(), new AttemptState.Sending());
        attempts.move(order.attempt(1), new AttemptState.Sending(), new AttemptState.Accepted(id, false));
        return order;
    }

    private Sam3Ports ports(Ledger ledger) {
        return new Sam3Ports(
                provider,
                new FakeVideoTools(),
                new InMemoryBlobStore(),
                uri -> {
                    throw new UnsupportedOperationException();
                },
                ledger,
                attempts,
                new InMemoryJobStore(),
                Clock.systemUTC(),
                null);
    }

    private void look(Ledger ledger, ChunkOrder order) {
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Records.dataConverter())
                        .build())
                .build());
        try {
            environment.registerActivitiesImplementations(
                    new ProviderActivities(ports(ledger), Sam3Settings.of(scratch)));
            environment.newActivityStub(ProviderCalls.class).awaitPrediction(order, order.attempt(1), Pace.DEFAULTS);
        } finally {
            environment.close();
        }
    }

    @Test
    void anEndThatCouldNotBeChargedIsNotRecordedAsAnEnd() throws Exception {
        provider.looksUntilEnd = 1;
        ChunkOrder order = acceptedChunk();

        assertThatThrownBy(() -> look(new LedgerThatFails(), order)).hasStackTraceContaining("the database is away");

        assertThat(attempts.get(order.attempt(1)).state()).isInstanceOf(AttemptState.Accepted.class);
    }

    @Test
    void anEndIsChargedAndThenRecorded() throws Exception {
        provider.looksUntilEnd = 1;
        ChunkOrder order = acceptedChunk();
        InMemoryLedger ledger = new InMemoryLedger();

        look(ledger, order);

        assertThat(ledger.balance(order.jobId()).spent()).isEqualTo(order.price());
        assertThat(attempts.get(order.attempt(1)).state()).isInstanceOf(AttemptState.Finished.class);
    }
}
