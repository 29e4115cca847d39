package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkPhase;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.temporal.Sam3Ports;
import dev.sam3flow.temporal.activity.ProviderCalls.Submitted;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Submits wait for their account's turn here, and go out at most once. */
final class AccountSubmits {
    private static final Duration UNTIL_RESEND = Duration.ofSeconds(15);

    /** How long a submit may wait for the account's limit before another may take its slot. */
    private static final Duration MOST_WAITED = Duration.ofMinutes(1);

    /** Submits of an account that upload and are sent at once. */
    private static final int MOST_GOING = 8;

    private static final Duration UNTIL_SHARED = Duration.ofSeconds(1);

    private final Sam3Ports ports;
    private final Path scratch;
    private final ChunkBoard board;
    private final AtMostOnceSubmit atMostOnce;
    private final SubmitLines lines = new SubmitLines(MOST_GOING);

    AccountSubmits(Sam3Ports ports, Path scratch, ChunkBoard board, AtMostOnceSubmit atMostOnce) {
        this.ports = ports;
        this.scratch = scratch;
        this.board = board;
        this.atMostOnce = atMostOnce;
    }

    /** Those that wait are given back to the server, and no new ones go; those that went are finished. */
    void drain() {
        lines.close();
    }

    Submitted submit(ChunkOrder order, int number, BlobRef cut) throws InterruptedException, IOException {
        AttemptKey key = order.attempt(number);
        int priority = Activity.getExecutionContext().getInfo().getPriority().getPriorityKey();
        String tenant = key.jobId().tenant();
        AccountRef account = ports.predictions().accountOf(tenant);
        PredictionService payer = PredictionService.payer(ports.predictions(), account);
        try (Pulse pulse = Pulse.start();
                SubmitLine.Place place = lines.of(account).join(priority, tenant)) {
            AccountTurn turn = new AccountTurn(payer, place, System.nanoTime() + MOST_WAITED.toNanos(), pulse);
            boolean first = turn.await();
            Attempt attempt = ports.attempts().get(key);
            if (!(attempt.state() instanceof Intended)) {
                return submitted(order, key, atMostOnce.examine(key));
            }
            Optional<Attempt> other = ports.attempts().underWay(attempt.resultKey());
            if (other.isPresent()) {
                return new Submitted(AttemptView.of(other.get()), UNTIL_SHARED);
            }
            if (!first) {
                return new Submitted(AttemptView.of(attempt), null);
            }
            URI video = payer.upload(ports.blobs().localFile(cut, scratch), attempt.marker() + ".mp4");
            PredictionInput input = new PredictionInput(video, order.prompts(), false);
            return submitted(order, key, sent(account, key, input, webhook(attempt.marker()), turn));
        } catch (RateLimitedException e) {
            return new Submitted(
                    AttemptView.of(key, new Intended()), e.retryAfter().orElse(UNTIL_RESEND));
        }
    }

    /** Where others took the room that there was while this one uploaded, it waits again. */
    private AttemptState sent(
            AccountRef account, AttemptKey key, PredictionInput input, @Nullable String webhook, AccountTurn turn)
            throws InterruptedException {
        while (true) {
            try {
                return atMostOnce.submit(account, key, input, webhook);
            } catch (RateLimitedException e) {
                if (!turn.awaitAgain()) {
                    throw e;
                }
            }
        }
    }

    private @Nullable String webhook(String marker) {
        UnaryOperator<String> urls = ports.webhook();
        return urls == null ? null : urls.apply(marker);
    }

    private Submitted submitted(ChunkOrder order, AttemptKey key, AttemptState state) {
        if (state instanceof Refused) {
            ports.ledger().post(board.account(key.jobId()).release(key, "refused by the provider"));
        }
        board.show(order, state instanceof Ambiguous ? ChunkPhase.RECONCILING : ChunkPhase.PREDICTING, null, "");
        // Intended still: another job's attempt for the same result came first
        return new Submitted(AttemptView.of(key, state), state instanceof Intended ? UNTIL_SHARED : null);
    }
}
