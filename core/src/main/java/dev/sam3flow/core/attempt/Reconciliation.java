package dev.sam3flow.core.attempt;

import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks for the prediction of an ambiguous attempt at the provider, by the marker in its video URL. */
public final class Reconciliation {
    /** How much earlier than the intent the window begins: the provider's clock may differ from ours. */
    private static final Duration CLOCK_SLACK = Duration.ofHours(2);

    private final PredictionService predictions;

    public Reconciliation(PredictionService predictions) {
        this.predictions = predictions;
    }

    /** What one look found. */
    public sealed interface Finding {
        /** The attempt's prediction: adopt it. */
        record Found(Prediction prediction) implements Finding {}

        /** Not there at this look; the list may lag, so one absence proves nothing. */
        record Absent() implements Finding {}

        /** More than one prediction carries the marker, or the list does not tell inputs: an operator decides. */
        record Unknown(String reason) implements Finding {}
    }

    /** One look. @param now the provider window's end */
    public Finding look(Attempt attempt, Instant now) {
        return look("attempt " + attempt.key(), attempt.marker(), attempt.intendedAt(), now);
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
        List<Prediction> seen = predictions.find(new TimeWindow(since.minus(CLOCK_SLACK), now.plus(CLOCK_SLACK)));
        List<Prediction> matches = seen.stream()
                .filter(p -> p.inputVideo() != null && p.inputVideo().contains(marker))
                .toList();
        if (matches.size() == 1) {
            return new Finding.Found(matches.get(0));
        }
        if (matches.size() > 1) {
            return new Finding.Unknown(matches.size() + " predictions carry the marker of " + what);
        }
        long withoutInput = seen.stream().filter(p -> p.inputVideo() == null).count();
        return withoutInput == 0
                ? new Finding.Absent()
                : new Finding.Unknown(withoutInput + " predictions in the window do not tell their input");
    }
}
