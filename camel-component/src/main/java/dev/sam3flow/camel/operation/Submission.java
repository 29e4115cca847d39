package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.observing.PredictionEvent.Kind;
import dev.sam3flow.camel.operation.Submitter.Uploaded;
import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.Prompts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one exchange comes to its prediction: by the one it has already, by one submit, or, where the submit's answer was
 * lost, by looking for it. Nothing is submitted twice, however often the exchange is delivered.
 */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    private final Account account;
    private final Wait wait;
    private final Paid paid;
    private final Prompts prompts;
    private final PollPolicy policy;
    private final PredictionService predictions;
    private final Consumer<VideoBody> reading;
    private final Consumer<PredictionId> then;

    /**
     * @param reading looks at the video before it is sent
     * @param then goes on with the prediction
     */
    Submission(
            Account account,
            Wait wait,
            Paid paid,
            Prompts prompts,
            PollPolicy policy,
            PredictionService predictions,
            Consumer<VideoBody> reading,
            Consumer<PredictionId> then) {
        this.account = account;
        this.wait = wait;
        this.paid = paid;
        this.prompts = prompts;
        this.policy = policy;
        this.predictions = predictions;
        this.reading = reading;
        this.then = then;
    }

    /** On a thread for transfers. */
    void begin() {
        Optional<PredictionId> earlier = paid.prediction();
        Optional<Paid.Sent> unanswered = paid.unanswered();
        if (earlier.isPresent()) {
            then.accept(earlier.get());
        } else if (unanswered.isPresent()) {
            look(unanswered.get(), 0, null);
        } else {
            try (VideoBody video =
                    VideoBody.of(wait.exchange(), account.options().getMaxVideoBytes())) {
                reading.accept(video);
                send(submitter().upload(video), 0);
            }
        }
    }

    private void send(Uploaded video, int refusals) {
        if (wait.hasEnded()) {
            return;
        }
        PredictionId begun;
        try {
            begun = submitter().submit(paid, video, prompts).id();
        } catch (RateLimitedException limited) {
            Duration pause = policy.pauseOr(limited.retryAfter(), refusals + 1);
            wait.lookLater(pause, () -> wait.transfer(() -> send(video, refusals + 1)));
            return;
        } catch (RejectedException | InvalidInputException refused) {
            throw refused;
        } catch (RuntimeException unclear) {
            LOG.warn("A submit got no answer; its prediction is looked for: {}", unclear.getMessage());
            paid.unanswered().ifPresent(sent -> look(sent, 0, unclear));
            return;
        }
        account.observer().tell(Kind.SUBMITTED, begun.value());
        if (wait.hasEnded()) {
            LOG.warn("Prediction {} was begun after its exchange had ended; it is paid for", begun);
            Cancellation.onStop(account, predictions, begun);
            return;
        }
        then.accept(begun);
    }

    private void look(Paid.Sent sent, int looks, @Nullable RuntimeException why) {
        if (wait.hasEnded()) {
            return;
        }
        Duration quiet = Duration.ofMillis(account.options().getQuietPeriod());
        Instant now = Instant.now();
        String marker = sent.marker();
        if (marker == null || quiet.isZero()) {
            throw unknown(
                    marker == null
                            ? "the video's URL is not ours, so that nothing tells the prediction apart"
                            : "quietPeriod is 0",
                    why);
        }
        String found;
        try {
            Finding finding = new Reconciliation(predictions).look("this exchange", marker, sent.at(), now);
            if (finding instanceof Finding.Found match) {
                LOG.info(
                        "Prediction {} was found, whose submit got no answer",
                        match.prediction().id());
                paid.accepted(match.prediction().id());
                account.observer().tell(Kind.FOUND, match.prediction().id().value());
                then.accept(match.prediction().id());
                return;
            }
            found = finding instanceof Finding.Unknown open ? open.reason() : "no prediction carries its marker";
        } catch (Sam3Exception trouble) {
            found = String.valueOf(trouble.getMessage());
        }
        if (now.isAfter(sent.at().plus(quiet))) {
            throw unknown("looked for during " + quiet + ", " + found, why);
        }
        wait.lookLater(policy.pause(looks + 1, 0), () -> look(sent, looks + 1, why));
    }

    private static SubmissionOutcomeUnknownException unknown(String found, @Nullable RuntimeException why) {
        return new SubmissionOutcomeUnknownException(
                "the submit of this exchange got no answer: " + found
                        + ". It is not sent again, since a prediction may exist and be billed",
                why);
    }

    private Submitter submitter() {
        return new Submitter(predictions, account.options());
    }
}
