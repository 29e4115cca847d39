package dev.sam3flow.app.money;

import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.app.store.StoreException;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One process of the budget race: half of the jobs, a thread each. Lines in: {@code race R} (all jobs of round R that hold
 * nothing reserve at once) and {@code fail R} (some that hold something fail and give it back, or are charged and refunded,
 * while the others go on trying). Lines out: {@code held N}.
 */
public final class BudgetRacer {
    static final int JOBS = 64;
    static final MicroUsd PRICE = MicroUsd.ofUsd("0.30");
    static final MicroUsd BUDGET = MicroUsd.ofUsd("5.00");
    private static final int OWN = JOBS / 2;

    private final Ledger ledger;
    private final int index;
    private final long seed;
    private final ExecutorService threads = Executors.newFixedThreadPool(OWN);
    private final CyclicBarrier together = new CyclicBarrier(OWN);
    private final AtomicInteger failures = new AtomicInteger();

    private BudgetRacer(Ledger ledger, int index, long seed) {
        this.ledger = ledger;
        this.index = index;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws Exception {
        MoneyDatabase database = new MoneyDatabase(arguments[0], arguments[1], null, null);
        Budgets budgets = new Budgets(Optional.of(BUDGET), Optional.empty(), Optional.empty());
        BudgetRacer racer = new BudgetRacer(
                new JdbcLedger(database.open(10), budgets, Clock.systemUTC()),
                Integer.parseInt(arguments[2]),
                Long.parseLong(arguments[3]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            int round = Integer.parseInt(words[1]);
            int held = words[0].equals("race")
                    ? racer.all(job -> racer.raced(round, job))
                    : racer.all(job -> racer.failed(round, job));
            System.out.println("held " + held + " " + racer.failures.get());
        }
        System.exit(0);
    }

    /** Does something for every own job at once; how many hold money afterwards. */
    private int all(IntFunction<Boolean> deed) throws Exception {
        List<Future<Boolean>> done = IntStream.range(0, OWN)
                .mapToObj(i -> threads.submit(() -> {
                    together.await();
                    return deed.apply(index * OWN + i);
                }))
                .toList();
        int held = 0;
        for (Future<Boolean> one : done) {
            held += one.get() ? 1 : 0;
        }
        return held;
    }

    static JobId job(int round, int number) {
        return new JobId("round-" + round, "job-" + number);
    }

    private static AttemptKey key(int round, int number) {
        return new AttemptKey(job(round, number), 0, 1);
    }

    private JobAccount account(int round, int number) {
        return new JobAccount(job(round, number), false, ledger.entries(job(round, number)));
    }

    private boolean raced(int round, int number) {
        Random random = new Random(seed + 1000L * round + number);
        AttemptKey key = key(round, number);
        List<LedgerEntry> missing = retried(() -> account(round, number).reserve(key, PRICE));
        if (missing.isEmpty()) {
            return true;
        }
        try {
            retried(() -> {
                ledger.reserve(missing, null);
                return null;
            });
            if (random.nextInt(5) == 0) {
                // the worker dies after the commit, and its successor does the step again
                failures.incrementAndGet();
                ledger.reserve(missing, null);
            }
            return true;
        } catch (OverBudgetException refused) {
            return false;
        }
    }

    private boolean failed(int round, int number) {
        Random random = new Random(seed + 7000L * round + number);
        AttemptKey key = key(round, number);
        boolean holds = !retried(() -> account(round, number).held(key)).isZero();
        if (!holds) {
            return raced(round, number);
        }
        int fate = random.nextInt(4);
        if (fate > 1) {
            return true;
        }
        failures.incrementAndGet();
        if (fate == 0) {
            retried(() -> {
                ledger.post(account(round, number).release(key, "failed"));
                return null;
            });
            return false;
        }
        PredictionId id = new PredictionId("p-" + round + "-" + number);
        BillingRow refund = new BillingRow("row-" + id, BillingRow.Kind.REFUND, PRICE, Instant.EPOCH, true, id);
        retried(() -> {
            ledger.post(account(round, number).charge(key, id, PRICE));
            ledger.post(account(round, number).settle(key, id, List.of(refund)));
            return null;
        });
        return false;
    }

    private interface Step<T> {
        T take();
    }

    /** A database that gives up under load did nothing, and is asked again. */
    private static <T> T retried(Step<T> step) {
        for (int tries = 1; ; tries++) {
            try {
                return step.take();
            } catch (StoreException busy) {
                if (tries == 20) {
                    throw busy;
                }
            }
        }
    }
}
