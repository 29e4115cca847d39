package dev.sam3flow.simulator.internal;

import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.BillingBook;
import dev.sam3flow.simulator.BookRow;
import dev.sam3flow.simulator.DeleteEffect;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All predictions and what they cost. Time passes when somebody looks. */
public final class Desk {
    private record DueRefund(Run run, Instant at) {}

    private final Setup setup;
    private final Account account;
    private final BillingBook book;
    private final Consumer<Run> atEnd;
    private final Map<String, Run> runs = new HashMap<>();
    private final List<Run> order = new ArrayList<>();
    private final Set<Run> unfinished = new LinkedHashSet<>();
    private final Deque<Instant> starts = new ArrayDeque<>();
    private final List<DueRefund> dueRefunds = new ArrayList<>();

    Desk(Setup setup, Account account, BillingBook book, Consumer<Run> atEnd) {
        this.setup = setup;
        this.account = account;
        this.book = book;
        this.atEnd = atEnd;
    }

    /** Counts a start against the limit a minute. @throws Refusal with 429 if there were too many */
    synchronized void admit() throws Refusal {
        Instant now = setup.clock().instant();
        while (!starts.isEmpty() && !starts.peekFirst().plusSeconds(60).isAfter(now)) {
            starts.removeFirst();
        }
        if (starts.size() >= account.startsAMinute()) {
            Reply reply = Reply.error(429, "too many requests: " + account.startsAMinute() + " videos a minute");
            String retryAfter = account.retryAfter();
            throw new Refusal(retryAfter == null ? reply : reply.with("Retry-After", retryAfter));
        }
        starts.addLast(now);
    }

    /**
     * Creates a prediction and takes its price.
     *
     * @param video null where it could not be had: the prediction will fail
     */
    synchronized Run create(
            Input input,
            @Nullable String webhook,
            @Nullable ReceivedVideo video,
            CompletableFuture<Path> masks,
            List<Fault> faults)
            throws Refusal {
        long duration = video == null ? 0 : video.durationMicros();
        long price = account.price(duration);
        if (account.balanceMicroUsd() < price) {
            throw new Refusal(account.noBalanceStatus(), "insufficient balance");
        }
        Instant now = setup.clock().instant();
        Path file = video == null ? null : video.file();
        Run run = new Run(hex(), hex(), input, webhook, now, price, file, masks, faults);
        account.take(price);
        book.enter(new BookRow(hex(), false, price, account.originPrice(duration), now, run.id));
        runs.put(run.id, run);
        order.add(run);
        unfinished.add(run);
        return run;
    }

    /** A prediction that is known and not older than seven days. */
    synchronized Optional<Run> find(String id) {
        passTime();
        return Optional.ofNullable(runs.get(id)).filter(run -> !run.forgotten && !expired(run));
    }

    /** Looks at a prediction: the word it is told. */
    synchronized String look(Run run) {
        return run.lookAt();
    }

    /** Newest first. */
    synchronized List<Run> list(Predicate<Run> wanted) {
        passTime();
        Instant now = setup.clock().instant();
        List<Run> found = new ArrayList<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Run run = order.get(i);
            Duration lag = account.listLag().plusMillis(run.amount(FaultKind.LIST_LAG));
            boolean gone = run.forgotten || run.status().equals("deleted") || expired(run);
            if (!gone && !run.createdAt.plus(lag).isAfter(now) && wanted.test(run)) {
                found.add(run);
            }
        }
        return found;
    }

    /** The prediction of a billing row, and its status. */
    synchronized String statusOf(String id) {
        Run run = runs.get(id);
        return run == null ? "deleted" : run.status();
    }

    /** Whether the row of a prediction is to be seen yet. */
    synchronized boolean billed(String id) {
        Run run = runs.get(id);
        return run == null
                || !run.createdAt
                        .plusMillis(run.amount(FaultKind.BILLING_LAG))
                        .isAfter(setup.clock().instant());
    }

    /** Deletes a prediction. @return false if it is not known */
    synchronized boolean delete(String id) {
        Optional<Run> found = find(id);
        if (found.isEmpty() || found.get().status().equals("deleted")) {
            return false;
        }
        Run run = found.get();
        Instant now = setup.clock().instant();
        DeleteEffect effect = account.deleteEffect();
        if (run.ending != null) {
            run.ending = new Run.Ending("deleted", 0, "", now);
        } else if (effect == DeleteEffect.RUNS_ON) {
            run.deleteAtEnd = true;
        } else {
            end(run, new Run.Ending("deleted", 0, "", now));
            if (effect == DeleteEffect.STOPS_AND_REFUNDS) {
                dueRefunds.add(new DueRefund(run, now));
            }
        }
        run.forgotten = effect == DeleteEffect.FORGETS;
        unfinished.removeIf(r -> r.ending != null);
        passTime();
        return true;
    }

    /** Brings every prediction to where it is now. */
    public synchronized void passTime() {
        Instant now = setup.clock().instant();
        int running = 0;
        for (Iterator<Run> i = unfinished.iterator(); i.hasNext(); ) {
            Run run = i.next();
            if (run.startedAt == null) {
                start(run, now, running < account.inFlight());
            }
            if (run.startedAt != null) {
                finish(run, now);
                running += run.ending == null ? 1 : 0;
            }
            if (run.ending != null) {
                i.remove();
            }
        }
        payRefunds(now);
    }

    private void start(Run run, Instant now, boolean room) {
        Instant due = run.createdAt.plus(setup.createdFor());
        if (run.meets(FaultKind.WEBHOOK_EARLY)) {
            run.startedAt = now;
        } else if (!due.isAfter(now) && room) {
            run.startedAt = run.waited ? now : due;
        } else if (!due.isAfter(now)) {
            run.waited = true;
        }
    }

    private void finish(Run run, Instant now) {
        Instant started = run.startedAt == null ? now : run.startedAt;
        boolean over = run.meets(FaultKind.WEBHOOK_EARLY)
                || !started.plus(setup.processingFor()).isAfter(now);
        if (!over || run.meets(FaultKind.NEVER_ENDS)) {
            return;
        }
        if (run.meets(FaultKind.ENDS_CANCELLED)) {
            end(run, new Run.Ending("cancelled", 0, "cancelled", now));
        } else if (run.meets(FaultKind.ENDS_TIMEOUT)) {
            end(run, new Run.Ending("timeout", 5004, "the task timed out", now));
        } else if (run.meets(FaultKind.ENDS_DELETED)) {
            end(run, new Run.Ending("deleted", 0, "", now));
        } else if (run.meets(FaultKind.ENDS_FAILED)) {
            end(run, new Run.Ending("failed", (int) run.amount(FaultKind.ENDS_FAILED), "the task failed", now));
        } else if (run.masks.isCompletedExceptionally()) {
            int code = run.video == null ? 1402 : 1403;
            end(run, new Run.Ending("failed", code, Workshop.reason(run.masks), now));
        } else if (run.masks.isDone()) {
            end(run, new Run.Ending("completed", 0, "", now));
        }
    }

    private void end(Run run, Run.Ending ending) {
        run.ending = run.deleteAtEnd ? new Run.Ending("deleted", 0, "", ending.at()) : ending;
        if (ending.status().equals("failed")) {
            Duration delay = account.refundDelay().plusMillis(run.amount(FaultKind.REFUND_LAG));
            dueRefunds.add(new DueRefund(run, ending.at().plus(delay)));
        }
        atEnd.accept(run);
    }

    private void payRefunds(Instant now) {
        for (Iterator<DueRefund> i = dueRefunds.iterator(); i.hasNext(); ) {
            DueRefund due = i.next();
            if (!due.at().isAfter(now)) {
                Run run = due.run();
                account.take(-run.priceMicroUsd);
                book.enter(new BookRow(hex(), true, run.priceMicroUsd, run.priceMicroUsd, due.at(), run.id));
                i.remove();
            }
        }
    }

    private boolean expired(Run run) {
        return !run.createdAt.plus(Setup.KEPT).isAfter(setup.clock().instant());
    }

    static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
