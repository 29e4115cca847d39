package dev.sam3flow.app.money;

import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcLedger;
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
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One worker process of the submit soak. It knows nothing but what the database says, so that its successor goes on where a
 * {@code kill -9} left it: every chunk, those of its own slot first, is taken to an accepted prediction that is charged, or to
 * a parked attempt. At the chunks of other slots it meets workers that are alive, and takes them for dead.
 */
public final class SubmitWorker {
    static final MicroUsd PRICE = MicroUsd.ofUsd("0.15");
    private static final Duration ANSWERED = Duration.ofMillis(1500);
    /** As in the product three times what a submit may take, and many times longer than the list lags here. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final int THREADS = 8;

    private final JdbcAttemptStore attempts;
    private final JdbcLedger ledger;
    private final WaveSpeedClient client;
    private final JobId job;
    private final Path video;

    private SubmitWorker(Database database, WaveSpeedClient client, JobId job, Path video) {
        this.attempts = new JdbcAttemptStore(database);
        this.ledger = new JdbcLedger(database, Budgets.NONE, Clock.systemUTC());
        this.client = client;
        this.job = job;
        this.video = video;
    }

    /** @param arguments JDBC URL, user, simulator, job, slot, slots, chunks */
    public static void main(String[] arguments) throws Exception {
        MoneyDatabase database = new MoneyDatabase(arguments[0], arguments[1], null, null);
        WaveSpeedClient client = new WaveSpeedClient(settings(arguments[2]));
        client.balance();
        Path video = Files.write(Files.createTempFile("soak", ".mp4"), new byte[100]);
        video.toFile().deleteOnExit();
        SubmitWorker worker = new SubmitWorker(database.open(THREADS), client, new JobId("soak", arguments[3]), video);
        int slot = Integer.parseInt(arguments[4]);
        int slots = Integer.parseInt(arguments[5]);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> chunks = new ArrayList<>();
        int all = Integer.parseInt(arguments[6]);
        Set<Integer> done = worker.charged();
        for (int i = 0; i < all; i++) {
            int chunk = (slot * all / slots + i) % all;
            if (!done.contains(chunk)) {
                chunks.add(threads.submit(() -> worker.segment(chunk)));
            }
        }
        System.out.println("ready");
        for (Future<?> chunk : chunks) {
            try {
                chunk.get();
            } catch (ExecutionException failed) {
                failed.getCause().printStackTrace();
                System.exit(3);
            }
        }
        System.exit(0);
    }

    private static WaveSpeedSettings settings(String simulator) {
        return WaveSpeedSettings.builder(ApiKey.of("soak"))
                .baseUrl(URI.create(simulator))
                .timeouts(new Timeouts(ANSWERED, ANSWERED, ANSWERED, ANSWERED, Duration.ofSeconds(10)))
                .retries(new Retries(3, Duration.ofMillis(5), Duration.ofMillis(50)))
                .build();
    }

    /** Chunks that need no look any more. */
    private Set<Integer> charged() {
        return ledger.entries(job).stream()
                .filter(entry -> entry.kind() == LedgerEntry.Kind.CHARGE)
                .map(entry -> Integer.parseInt(entry.key().split("/")[2]))
                .collect(Collectors.toSet());
    }

    /** Attempt after attempt until one is accepted, or parked. */
    private void segment(int chunk) {
        for (int number = 1; ; number++) {
            AttemptState state = settled(new AttemptKey(job, chunk, number));
            if (state instanceof Accepted accepted) {
                AttemptKey key = key(chunk, number);
                JobAccount own =
                        new JobAccount(job, client.simulated(), account().reserve(key, PRICE));
                ledger.post(own.charge(key, accepted.predictionId(), PRICE));
                return;
            }
            if (state instanceof Ambiguous) {
                return; // parked: its row says why
            }
        }
    }

    private AttemptKey key(int chunk, int number) {
        return new AttemptKey(job, chunk, number);
    }

    /** An account without entries: to read the whole job's for each of a thousand chunks would be the test's own load. */
    private JobAccount account() {
        return new JobAccount(job, client.simulated(), List.of());
    }

    /** Accepted, refused or lost; or ambiguous, where it cannot be told. */
    private AttemptState settled(AttemptKey key) {
        if (attempts.find(key).isEmpty()) {
            List<LedgerEntry> reservation = account().reserve(key, PRICE);
            ledger.reserve(reservation, null);
            attempts.intend(new Attempt(
                    key, job + "/" + key.chunk(), UUID.randomUUID().toString(), PRICE, Instant.now(), new Intended()));
        }
        AttemptState state = attempts.get(key).state();
        while (state instanceof Intended) {
            state = sent(key);
        }
        if (state instanceof Sending) {
            state = new AtMostOnceSubmit(attempts, client).examine(key);
        }
        if (state instanceof Ambiguous ambiguous) {
            state = reconciled(key, ambiguous);
        }
        if (state instanceof Lost || state instanceof Refused) {
            ledger.post(List.of(new LedgerEntry(
                    key + "/release",
                    job.tenant(),
                    job.toString(),
                    LedgerEntry.Kind.RELEASE,
                    PRICE.negated(),
                    "no prediction exists",
                    client.simulated())));
        }
        return state;
    }

    private AttemptState sent(AttemptKey key) {
        try {
            URI url = client.upload(video, attempts.get(key).marker() + ".mp4");
            return new AtMostOnceSubmit(attempts, client)
                    .submit(key, new PredictionInput(url, Prompts.ofText("person"), false), null);
        } catch (RateLimitedException | UnavailableException notSent) {
            LockSupport.parkNanos(2_000_000);
            return attempts.get(key).state();
        }
    }

    /** Looks until it is found, or has been absent for the whole quiet period, or cannot be told at its end. */
    private AttemptState reconciled(AttemptKey key, Ambiguous ambiguous) {
        Instant absentSince = Instant.MAX;
        while (true) {
            Attempt attempt = attempts.get(key);
            if (!attempt.state().equals(ambiguous)) {
                return attempt.state(); // another worker found it
            }
            try {
                Finding finding = new Reconciliation(client, attempts).look(attempt, Instant.now());
                if (finding instanceof Finding.Found found) {
                    return moved(key, ambiguous, new Accepted(found.prediction().id(), true));
                }
                boolean unknown = finding instanceof Finding.Unknown;
                if (unknown && Instant.now().minus(QUIET).isAfter(attempt.intendedAt())) {
                    return ambiguous;
                }
                absentSince = unknown ? Instant.MAX : absentSince.equals(Instant.MAX) ? Instant.now() : absentSince;
            } catch (UnavailableException noAnswer) {
                absentSince = Instant.MAX;
            }
            if (Instant.now().minus(QUIET).isAfter(absentSince)) {
                return moved(key, ambiguous, new Lost("absent for " + QUIET));
            }
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
        }
    }

    private AttemptState moved(AttemptKey key, AttemptState from, AttemptState to) {
        attempts.move(key, from, to);
        return attempts.get(key).state();
    }
}
