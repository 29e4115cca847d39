package dev.sam3flow.app.money;

import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcJobStore;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.app.store.TestDatabases;
import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.Retries;
import dev.sam3flow.client.Timeouts;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Stores, client and a simulator whose clock, and ours, is moved by hand; every video plays 12.3 s and costs $0.15. */
final class MoneyBench implements AutoCloseable {
    static final MicroUsd PRICE = MicroUsd.ofUsd("0.15");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-31T12:00:00Z"));
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };
    final Database database = new Database(TestDatabases.freshH2());
    final List<LedgerEntry> posted = new ArrayList<>();
    final JdbcLedger ledger = new JdbcLedger(database, Budgets.NONE, clock, posted::add);
    final JdbcAttemptStore attempts = new JdbcAttemptStore(database);
    final JdbcJobStore jobs = new JdbcJobStore(database, clock);
    final ProviderSimulator simulator;
    final WaveSpeedClient client;

    MoneyBench() {
        simulator = ProviderSimulator.builder()
                .delay(Duration.ofSeconds(10))
                .clock(clock)
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 8, 6, 12_300_000, new int[30], 1))
                .masks((video, request, sink) -> {
                    for (int frame = 0; frame < video.frames(); frame++) {
                        sink.frame(List.of());
                    }
                })
                .start();
        client = new WaveSpeedClient(settings(simulator.baseUrl()));
        client.balance(); // a simulator names itself in its answers, and that decides whose money is booked
    }

    static WaveSpeedSettings settings(String baseUrl) {
        Duration second = Duration.ofSeconds(1);
        return WaveSpeedSettings.builder(ApiKey.of("canary-key-123"))
                .baseUrl(URI.create(baseUrl))
                .timeouts(new Timeouts(
                        second.multipliedBy(5),
                        second.multipliedBy(5),
                        second.multipliedBy(5),
                        second.multipliedBy(5),
                        second.multipliedBy(10)))
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(50)))
                .build();
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    static AttemptKey key(String job) {
        return new AttemptKey(new JobId("acme", job), 0, 1);
    }

    Attempt intended(AttemptKey key, String marker) {
        jobs.create(JobRequest.of(key.jobId(), "https://example.com/v.mp4", Prompts.ofText("person")));
        ledger.reserve(account(key.jobId()).reserve(key, PRICE), null);
        return attempts.intend(new Attempt(key, "r-" + key, marker, PRICE, clock.instant(), new Intended()));
    }

    /** Intends and submits an attempt; what it came to. */
    AttemptState submitted(AttemptKey key, String marker) {
        intended(key, marker);
        return new AtMostOnceSubmit(attempts, client).submit(key, input(marker), null);
    }

    PredictionInput input(String marker) {
        try {
            Path video = Files.write(Files.createTempFile("bench", ".mp4"), new byte[100]);
            URI url = client.upload(video, marker + ".mp4");
            Files.delete(video);
            return new PredictionInput(url, Prompts.ofText("person"), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a prediction end, and charges it as a workflow does. */
    Prediction ended(AttemptKey key) {
        Accepted accepted = (Accepted) attempts.get(key).state();
        client.poll(accepted.predictionId());
        pass(Duration.ofSeconds(20));
        Prediction seen = client.poll(accepted.predictionId());
        ledger.post(account(key.jobId()).charge(key, seen.id(), PRICE));
        attempts.move(key, accepted, new Finished(seen.id(), seen.status()));
        return seen;
    }

    JobAccount account(JobId id) {
        return new JobAccount(id, client.simulated(), ledger.entries(id));
    }

    @Override
    public void close() {
        simulator.close();
    }
}
