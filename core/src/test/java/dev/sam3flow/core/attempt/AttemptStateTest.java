package dev.sam3flow.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttemptStateTest {
    private static final PredictionId ID = new PredictionId("p1");
    private static final AttemptState INTENDED = new Intended();
    private static final AttemptState SENDING = new Sending();
    private static final AttemptState ACCEPTED = new Accepted(ID, false);
    private static final AttemptState REFUSED = new Refused("400");
    private static final AttemptState AMBIGUOUS = new Ambiguous("time-out");
    private static final AttemptState LOST = new Lost("absent for 10 minutes");
    private static final AttemptState FINISHED = new Finished(ID, PredictionStatus.COMPLETED);
    private static final List<AttemptState> ALL =
            List.of(INTENDED, SENDING, ACCEPTED, REFUSED, AMBIGUOUS, LOST, FINISHED);

    @Test
    void onlyTheStepsOfTheProtocolAreLegal() {
        Map<AttemptState, List<AttemptState>> legal = Map.of(
                INTENDED, List.of(SENDING),
                SENDING, List.of(INTENDED, ACCEPTED, REFUSED, AMBIGUOUS),
                ACCEPTED, List.of(FINISHED),
                AMBIGUOUS, List.of(ACCEPTED, LOST),
                REFUSED, List.of(),
                LOST, List.of(),
                FINISHED, List.of());
        legal.forEach((from, steps) -> assertThat(ALL.stream().filter(from::mayBecome))
                .as("steps from %s", from)
                .containsExactlyInAnyOrderElementsOf(steps));
    }

    @Test
    void nothingButAnIntentLeadsToAPost() {
        assertThat(ALL.stream().filter(state -> state.mayBecome(SENDING))).containsExactly(INTENDED);
    }

    @Test
    void anAcceptedAttemptEndsWithItsOwnPredictionOnly() {
        assertThat(ACCEPTED.mayBecome(new Finished(new PredictionId("p2"), PredictionStatus.COMPLETED)))
                .isFalse();
    }

    @Test
    void moneyMayBeOwedWhileItIsSentAcceptedOrAmbiguous() {
        assertThat(ALL.stream().filter(AttemptState::isOpen)).containsExactly(SENDING, ACCEPTED, AMBIGUOUS);
    }
}
