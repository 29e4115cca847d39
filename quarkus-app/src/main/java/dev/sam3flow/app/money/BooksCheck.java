package dev.sam3flow.app.money;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.BillCheck;
import dev.sam3flow.core.attempt.BillCheck.Line;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.Ledger;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.TimeWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds all jobs of a stretch of time against the provider's billing rows; {@link BillCheck} for everything in the stores. */
public final class BooksCheck {
    /** The account's clock may differ from ours, and a row comes with or after its submit. */
    private static final Duration SLACK = Duration.ofHours(1);

    /** From an intent to the row of its prediction. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofDays(2);

    private final PredictionService predictions;
    private final AttemptStore attempts;
    private final JobStore jobs;
    private final Ledger ledger;
    private final PriceList prices;
    private final Clock clock;

    public BooksCheck(
            PredictionService predictions,
            AttemptStore attempts,
            JobStore jobs,
            Ledger ledger,
            PriceList prices,
            Clock clock) {
        this.predictions = predictions;
        this.attempts = attempts;
        this.jobs = jobs;
        this.ledger = ledger;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * What the check found.
     *
     * @param lines one an attempt, and one a foreign prediction
     * @param others attempts that another provider made, of which this one cannot know anything
     * @param unread why accounts' rows could not be had; what was sent by those is not checked
     */
    public record Found(List<Line> lines, int others, List<String> unread) {
        public MicroUsd booked() {
            return lines.stream().map(Line::booked).reduce(MicroUsd.ZERO, MicroUsd::plus);
        }

        public MicroUsd billed() {
            return lines.stream().map(Line::billed).reduce(MicroUsd.ZERO, MicroUsd::plus);
        }

        /** Lines that somebody should look at. */
        public List<Line> flagged() {
            return lines.stream().filter(line -> !line.verdict().explained()).toList();
        }
    }

    /** Checks what was intended within {@code window} before now. Posts nothing. */
    public Found check(Duration window) {
        Instant from = clock.instant().minus(window);
        Map<JobId, List<Attempt>> byJob = new LinkedHashMap<>();
        Set<AccountRef> accounts = new LinkedHashSet<>(Set.of(AccountRef.OWN));
        for (Attempt attempt : attempts.since(from)) {
            byJob.computeIfAbsent(attempt.key().jobId(), id -> new ArrayList<>())
                    .add(attempt);
            accounts.add(attempt.account());
        }
        Rows read =
                rows(accounts, new TimeWindow(from.minus(SLACK), clock.instant().plus(SLACK)));
        List<BillingRow> rows = read.rows();
        List<Line> lines = new ArrayList<>();
        int others = 0;
        for (Map.Entry<JobId, List<Attempt>> job : byJob.entrySet()) {
            List<LedgerEntry> entries = ledger.entries(job.getKey());
            List<Attempt> own = job.getValue().stream()
                    .filter(attempt -> ours(attempt, entries))
                    .toList();
            others += job.getValue().size() - own.size();
            own = own.stream()
                    .filter(attempt -> read.accounts().contains(attempt.account()))
                    .toList();
            JobAccount account = new JobAccount(job.getKey(), predictions.simulated(), entries);
            lines.addAll(new BillCheck(prices, durations(job.getKey())::get).check(own, account, rows));
        }
        Set<PredictionId> known = attempts.since(from.minus(LONGEST_ATTEMPT)).stream()
                .flatMap(attempt -> attempt.state().prediction().stream())
                .collect(Collectors.toSet());
        List<BillingRow> within =
                rows.stream().filter(row -> !row.createdAt().isBefore(from)).toList();
        lines.addAll(BillCheck.foreign(within, known));
        return new Found(lines, others, read.unread());
    }

    /** What accounts' lists say, for those that could be read. */
    private record Rows(List<BillingRow> rows, Set<AccountRef> accounts, List<String> unread) {}

    /** The own account's list must be had; a tenant's that cannot be read keeps nobody else's from being checked. */
    private Rows rows(Set<AccountRef> accounts, TimeWindow window) {
        List<BillingRow> rows = new ArrayList<>();
        Set<AccountRef> read = new HashSet<>();
        List<String> unread = new ArrayList<>();
        for (AccountRef account : accounts) {
            try {
                rows.addAll(PredictionService.payer(predictions, account).charges(window));
                read.add(account);
            } catch (Sam3Exception e) {
                if (account.equals(AccountRef.OWN)) {
                    throw e;
                }
                unread.add(account.value() + ": " + e.getMessage());
            }
        }
        return new Rows(rows, read, unread);
    }

    private boolean ours(Attempt attempt, List<LedgerEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.key().startsWith(attempt.key() + "/"))
                .allMatch(entry -> entry.simulated() == predictions.simulated());
    }

    private interface Durations {
        long get(AttemptKey key);
    }

    private Durations durations(JobId id) {
        Map<Integer, Long> byChunk = jobs.find(id).map(job -> job.progress().chunks()).orElse(List.of()).stream()
                .map(ChunkProgress::chunk)
                .collect(Collectors.toMap(chunk -> chunk.index(), chunk -> chunk.durationMicros(), (a, b) -> a));
        return key -> byChunk.getOrDefault(key.chunk(), 0L);
    }
}
