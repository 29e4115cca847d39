package dev.sam3flow.core.attempt;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.BillingRow.Kind;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the prediction of an ambiguous attempt at the provider: by the marker in its video URL, which the list tells, and
 * where that shows nothing, by money that was taken for a prediction that the list does not show.
 */
public final class Reconciliation {
    /** How much earlier than the intent the window begins: the provider's clock may differ from ours. */
    private static final Duration CLOCK_SLACK = Duration.ofHours(2);

    /** A younger row may be about a prediction whose submit is just being answered, or that the list is about to show. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** From an intent to its submit: limits make it wait. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(2);

    private final PredictionService predictions;
    private final @Nullable AttemptStore attempts;

    /** Without a store, which row is about whose prediction cannot be told, and so none is read. */
    public Reconciliation(PredictionService predictions) {
        this.predictions = predictions;
        this.attempts = null;
    }

    /** @param attempts knows which predictions are those of other attempts */
    public Reconciliation(PredictionService predictions, AttemptStore attempts) {
        this.predictions = predictions;
        this.attempts = attempts;
    }

    /** What one look found. */
    public sealed interface Finding {
        /** The attempt's prediction: adopt it. */
        record Found(Prediction prediction) implements Finding {}

        /** Not there at this look; the list may lag, so one absence proves nothing. */
        record Absent() implements Finding {}

        /** One of several predictions may be the attempt's: an operator decides. */
        record Unknown(String reason) implements Finding {}
    }

    /** One look, with the account that the attempt was sent by. @param now the provider window's end */
    public Finding look(Attempt attempt, Instant now) {
        PredictionService payer = PredictionService.payer(predictions, attempt.account());
        return look(payer, "attempt " + attempt.key(), attempt.marker(), attempt.intendedAt(), now);
    }

    /**
     * One look for a submit that no store knows of.
     *
     * @param what names it in messages
     * @param marker unguessable part of its video URL
     * @param since when it was sent
     * @param now the provider window's end
     */
    public Finding look(String what, String marker, Instant since, Instant now) {
        return look(predictions, what, marker, since, now);
    }

    /**
     * What speaks against a prediction's being that of an attempt; empty where nothing does.
     *
     * @param now the provider window's end
     */
    public Optional<String> whyNot(Attempt attempt, PredictionId id, Instant now) {
        TimeWindow window = new TimeWindow(attempt.intendedAt().minus(CLOCK_SLACK), now.plus(CLOCK_SLACK));
        Optional<Attempt> other = attempts == null
                ? Optional.empty()
                : attempts.since(window.from().minus(LONGEST_WAIT)).stream()
                        .filter(a -> !a.key().equals(attempt.key()))
                        .filter(a -> a.state().prediction().filter(id::equals).isPresent())
                        .findFirst();
        if (other.isPresent()) {
            return Optional.of(
                    "prediction " + id + " is that of attempt " + other.get().key());
        }
        PredictionService payer = PredictionService.payer(predictions, attempt.account());
        Optional<Prediction> listed = payer.find(window).stream()
                .filter(prediction -> prediction.id().equals(id))
                .findFirst();
        Optional<Prediction> seen = listed.isPresent() ? listed : poll(payer, id);
        if (seen.isEmpty()) {
            return Optional.of("the provider knows no prediction " + id);
        }
        String video = seen.get().inputVideo();
        return video == null || video.contains(attempt.marker())
                ? Optional.empty()
                : Optional.of("prediction " + id + " was made of another video");
    }

    private static Optional<Prediction> poll(PredictionService payer, PredictionId id) {
        try {
            return Optional.of(payer.poll(id));
        } catch (NotFoundException unknown) {
            return Optional.empty();
        }
    }

    private Finding look(PredictionService payer, String what, String marker, Instant since, Instant now) {
        TimeWindow window = new TimeWindow(since.minus(CLOCK_SLACK), now.plus(CLOCK_SLACK));
        List<Prediction> seen = payer.find(window);
        List<Prediction> matches = seen.stream()
                .filter(p -> p.inputVideo() != null && p.inputVideo().contains(marker))
                .toList();
        if (matches.size() == 1) {
            return new Finding.Found(matches.get(0));
        }
        if (matches.size() > 1) {
            return new Finding.Unknown(matches.size() + " predictions carry the marker of " + what);
        }
        List<BillingRow> taken = taken(payer, window);
        Set<PredictionId> ours = ours(window); // last: what was answered meanwhile is known by now
        long untold = seen.stream()
                .filter(p -> p.inputVideo() == null && !ours.contains(p.id()))
                .count();
        if (untold > 0) {
            return new Finding.Unknown(untold + " predictions in the window do not tell their input");
        }
        Set<PredictionId> known = new HashSet<>(ours);
        seen.forEach(p -> known.add(p.id()));
        Set<PredictionId> hidden = hidden(taken, known, now);
        return hidden.isEmpty()
                ? new Finding.Absent()
                : new Finding.Unknown("money was taken for " + hidden + ", which the list does not show");
    }

    /** Rows of money taken; none where the key may not read them, or the provider has no such list. */
    private List<BillingRow> taken(PredictionService payer, TimeWindow window) {
        if (attempts == null) {
            return List.of();
        }
        try {
            return payer.charges(window).stream()
                    .filter(row -> row.kind() == Kind.DEDUCT && row.predictionId() != null)
                    .filter(row -> !row.createdAt().isBefore(window.from()))
                    .toList();
        } catch (Sam3Exception refused) {
            if (refused.retryable()) {
                throw refused;
            }
            return List.of();
        }
    }

    private Set<PredictionId> ours(TimeWindow window) {
        return attempts == null
                ? Set.of()
                : attempts.since(window.from().minus(LONGEST_WAIT)).stream()
                        .flatMap(attempt -> attempt.state().prediction().stream())
                        .collect(Collectors.toSet());
    }

    /** Predictions of this model, as far as that is told, that are paid for and known to nobody. */
    private static Set<PredictionId> hidden(List<BillingRow> taken, Set<PredictionId> known, Instant now) {
        Set<String> ourModel = taken.stream()
                .filter(row -> known.contains(row.predictionId()))
                .map(BillingRow::model)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return taken.stream()
                .filter(row -> !known.contains(row.predictionId()))
                .filter(row -> row.createdAt().isBefore(now.minus(SETTLING)))
                .filter(row -> row.model() == null || ourModel.isEmpty() || ourModel.contains(row.model()))
                .map(row -> Objects.requireNonNull(row.predictionId()))
                .collect(Collectors.toSet());
    }
}
