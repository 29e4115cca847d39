package dev.sam3flow.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prediction.TimeWindow;
import dev.sam3flow.core.prompt.Prompts;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one POST of an attempt, and the search for what it may have created. */
class AtMostOnceSubmitTest {
    private static final AttemptKey KEY = new AttemptKey(new JobId("acme", "street"), 0, 1);
    private static final PredictionInput INPUT =
            new PredictionInput(URI.create("https://cdn.example/m4rk3r.mp4"), Prompts.ofText("person"), false);
    private static final PredictionId ID = new PredictionId("p1");

    private final InMemoryAttemptStore attempts = new InMemoryAttemptStore();
    private final List<Prediction> listed = new ArrayList<>();
    private int posts;
    private Supplier<Prediction> answer = () -> prediction("p1", "https://cdn.example/m4rk3r.mp4");

    private final PredictionService provider = (PredictionService) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {PredictionService.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "submit":
                        posts++;
                        return answer.get();
                    case "find":
                        TimeWindow window = (TimeWindow) arguments[0];
                        assertThat(window.from()).isBefore(Instant.EPOCH);
                        return listed;
                    default:
                        throw new AssertionError("nobody should call " + method.getName());
                }
            });
    private final AtMostOnceSubmit submit = new AtMostOnceSubmit(attempts, provider);

    private static Prediction prediction(String id, String video) {
        return new Prediction(new PredictionId(id), PredictionStatus.CREATED, null, null, null, video);
    }

    @BeforeEach
    void intend() {
        attempts.intend(new Attempt(KEY, "key", "m4rk3r", MicroUsd.ofUsd("0.05"), Instant.EPOCH, new Intended()));
    }

    private AttemptState stored() {
        return attempts.get(KEY).state();
    }

    @Test
    void theIdIsStoredBeforeTheCallerHearsOfIt() {
        AttemptState state = submit.submit(KEY, INPUT, null);

        assertThat(state).isEqualTo(new Accepted(ID, false)).isEqualTo(stored());
    }

    /** The prediction is paid for: a store that stumbles once must not make it one that has to be looked for. */
    @Test
    void aStoreThatFailsOnceDoesNotLoseTheId() {
        int[] failures = {1};
        FailingMoves stumbling = (from, to) -> to instanceof Accepted && failures[0]-- > 0;

        AttemptState state = new AtMostOnceSubmit(stumbling.over(attempts), provider).submit(KEY, INPUT, null);

        assertThat(state).isEqualTo(new Accepted(ID, false)).isEqualTo(stored());
        assertThat(posts).isEqualTo(1);
    }

    @Test
    void aStoreThatFailsForGoodStillTellsTheId() {
        FailingMoves broken = (from, to) -> to instanceof Accepted;

        assertThatThrownBy(() -> new AtMostOnceSubmit(broken.over(attempts), provider).submit(KEY, INPUT, null))
                .hasMessageContaining("p1");

        assertThat(stored()).isEqualTo(new Sending());
    }

    /** A store some of whose moves fail. */
    private interface FailingMoves {
        boolean fails(AttemptState from, AttemptState to);

        default AttemptStore over(AttemptStore store) {
            return (AttemptStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {AttemptStore.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("move")
                                && fails((AttemptState) arguments[1], (AttemptState) arguments[2])) {
                            throw new IllegalStateException("the database is being failed over");
                        }
                        if (method.getName().equals("get")) {
                            return store.get((AttemptKey) arguments[0]);
                        }
                        return method.invoke(store, arguments);
                    });
        }
    }

    @Test
    void sendingIsStoredBeforeThePost() {
        List<AttemptState> seen = new ArrayList<>();
        answer = () -> {
            seen.add(stored());
            return prediction("p1", "");
        };

        submit.submit(KEY, INPUT, null);

        assertThat(seen).containsExactly(new Sending());
    }

    @Test
    void anAttemptThatIsAcceptedIsNotSentAgain() {
        submit.submit(KEY, INPUT, null);

        AttemptState again = submit.submit(KEY, INPUT, null);

        assertThat(again).isEqualTo(new Accepted(ID, false));
        assertThat(posts).isEqualTo(1);
    }

    @Test
    void anAttemptLeftInTheMiddleOfASubmitIsAmbiguousAndNotSent() {
        attempts.move(KEY, new Intended(), new Sending());

        AttemptState state = submit.submit(KEY, INPUT, null);

        assertThat(state).isInstanceOf(Ambiguous.class);
        assertThat(posts).isZero();
    }

    @Test
    void aLateAnswerNamesThePredictionOfAnAttemptTakenForAmbiguous() {
        answer = () -> {
            submit.examine(KEY);
            return prediction("p1", "");
        };

        AttemptState state = submit.submit(KEY, INPUT, null);

        assertThat(state).isEqualTo(new Accepted(ID, false)).isEqualTo(stored());
    }

    @Test
    void aRefusalForTheRateLeavesTheIntent() {
        answer = () -> {
            throw new RateLimitedException("slowly", null);
        };

        assertThatThrownBy(() -> submit.submit(KEY, INPUT, null)).isInstanceOf(RateLimitedException.class);
        assertThat(stored()).isEqualTo(new Intended());
    }

    /** A refused connection proves that nothing was created: to look for it would cost a quiet period. */
    @Test
    void whatWasNeverSentLeavesTheIntent() {
        answer = () -> {
            throw new UnavailableException("no connection; nothing was sent", null);
        };

        assertThatThrownBy(() -> submit.submit(KEY, INPUT, null)).isInstanceOf(UnavailableException.class);
        assertThat(stored()).isEqualTo(new Intended());
    }

    @Test
    void aRefusalOfTheInputEndsTheAttempt() {
        answer = () -> {
            throw new RejectedException("bad prompt", 400);
        };

        assertThat(submit.submit(KEY, INPUT, null)).isEqualTo(new Refused("bad prompt"));
    }

    @Test
    void anythingElseThatYieldsNoIdIsAmbiguous() {
        List<RuntimeException> unclear = List.of(
                new SubmissionOutcomeUnknownException("reset"),
                new MalformedResponseException("data.id", "missing", null),
                new IllegalStateException("bug"));
        for (int i = 0; i < unclear.size(); i++) {
            AttemptKey key = new AttemptKey(KEY.jobId(), 1, i + 1);
            attempts.intend(new Attempt(key, "key-" + i, "m" + i, MicroUsd.ZERO, Instant.EPOCH, new Intended()));
            RuntimeException thrown = unclear.get(i);
            answer = () -> {
                throw thrown;
            };

            assertThat(submit.submit(key, INPUT, null)).as("%s", thrown).isInstanceOf(Ambiguous.class);
        }
    }

    @Test
    void theOnePredictionWithTheMarkerIsFoundAmongOthers() {
        listed.add(prediction("p0", "https://cdn.example/other.mp4"));
        listed.add(prediction("p1", "https://cdn.example/m4rk3r.mp4?signature=x"));

        Finding finding = new Reconciliation(provider).look(attempts.get(KEY), Instant.EPOCH);

        assertThat(finding).isEqualTo(new Finding.Found(listed.get(1)));
    }

    @Test
    void noPredictionWithTheMarkerIsAnAbsence() {
        listed.add(prediction("p0", "https://cdn.example/other.mp4"));

        assertThat(new Reconciliation(provider).look(attempts.get(KEY), Instant.EPOCH))
                .isEqualTo(new Finding.Absent());
    }

    @Test
    void aListThatDoesNotTellInputsProvesNoAbsence() {
        listed.add(new Prediction(ID, PredictionStatus.CREATED, null, null, null, null));

        assertThat(new Reconciliation(provider).look(attempts.get(KEY), Instant.EPOCH))
                .isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void twoPredictionsWithTheMarkerAreForAnOperator() {
        listed.add(prediction("p1", "https://cdn.example/m4rk3r.mp4"));
        listed.add(prediction("p2", "https://cdn.example/m4rk3r.mp4"));

        assertThat(new Reconciliation(provider).look(attempts.get(KEY), Instant.EPOCH))
                .isInstanceOf(Finding.Unknown.class);
    }
}
