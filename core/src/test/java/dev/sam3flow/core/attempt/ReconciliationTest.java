package dev.sam3flow.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What money that was taken says of a submit whose prediction the list does not show. */
class ReconciliationTest {
    private static final JobId JOB = new JobId("acme", "street");
    private static final AttemptKey KEY = new AttemptKey(JOB, 0, 1);
    private static final Instant INTENDED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant NOW = INTENDED.plusSeconds(180);

    private final InMemoryAttemptStore attempts = new InMemoryAttemptStore();
    private final List<Prediction> listed = new ArrayList<>();
    private final List<BillingRow> rows = new ArrayList<>();
    private @Nullable RuntimeException refusal;

    private final PredictionService provider = (PredictionService) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {PredictionService.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "find":
                        return listed;
                    case "charges":
                        if (refusal != null) {
                            throw refusal;
                        }
                        return rows;
                    default:
                        throw new AssertionError("nobody should call " + method.getName());
                }
            });

    @BeforeEach
    void intend() {
        attempt(KEY, new Ambiguous("the answer was lost"));
    }

    private void attempt(AttemptKey key, AttemptState state) {
        attempts.intend(new Attempt(key, "key-" + key, "m4rk3r-" + key.chunk(), MicroUsd.ZERO, INTENDED, state));
    }

    private void listed(String id, @Nullable String video) {
        listed.add(new Prediction(new PredictionId(id), PredictionStatus.CREATED, null, null, null, video));
    }

    private void billed(String id, Duration after, @Nullable String model) {
        rows.add(new BillingRow(
                "row-" + id,
                BillingRow.Kind.DEDUCT,
                MicroUsd.ofUsd("0.05"),
                INTENDED.plus(after),
                true,
                new PredictionId(id),
                null,
                model));
    }

    private Finding look() {
        return new Reconciliation(provider, attempts).look(attempts.get(KEY), NOW);
    }

    /** A list that lags for longer than the quiet period: a new attempt would pay for the chunk a second time. */
    @Test
    void moneyTakenForWhatTheListDoesNotShowIsNoAbsence() {
        billed("p9", Duration.ofSeconds(2), null);

        Finding finding = look();

        assertThat(finding).isInstanceOf(Finding.Unknown.class);
        assertThat(((Finding.Unknown) finding).reason()).contains("p9");
    }

    @Test
    void moneyTakenForPredictionsThatAreKnownSaysNothing() {
        listed("p1", "https://cdn.example/somebody-elses.mp4");
        billed("p1", Duration.ofSeconds(2), null);
        attempt(new AttemptKey(JOB, 1, 1), new Accepted(new PredictionId("p2"), false));
        billed("p2", Duration.ofSeconds(2), null);

        assertThat(look()).isEqualTo(new Finding.Absent());
    }

    /** What model a row is about is told by a name that may be opaque: rows of known predictions say which is ours. */
    @Test
    void moneyTakenForAnotherModelSaysNothing() {
        listed("p1", "https://cdn.example/somebody-elses.mp4");
        billed("p1", Duration.ofSeconds(2), "0b1c");
        billed("image", Duration.ofSeconds(2), "77aa");

        assertThat(look()).isEqualTo(new Finding.Absent());

        billed("p9", Duration.ofSeconds(3), "0b1c");

        assertThat(look()).isInstanceOf(Finding.Unknown.class);
    }

    /** Others submit meanwhile: what was created a moment ago is not in the list yet, nor answered. */
    @Test
    void moneyTakenAMomentAgoSaysNothingYet() {
        billed("p9", Duration.ofSeconds(175), null);

        assertThat(look()).isEqualTo(new Finding.Absent());
    }

    @Test
    void aRefundOrARowOfLongAgoSaysNothing() {
        rows.add(new BillingRow(
                "r", BillingRow.Kind.REFUND, MicroUsd.ZERO, INTENDED, true, new PredictionId("p9"), null, null));
        billed("p8", Duration.ofHours(-3), null);

        assertThat(look()).isEqualTo(new Finding.Absent());
    }

    @Test
    void rowsThatTheKeyMayNotReadLeaveTheListToDecide() {
        refusal = new RejectedException("the key may not do this", 403);

        assertThat(look()).isEqualTo(new Finding.Absent());
    }

    @Test
    void rowsThatCannotBeHadNowAreNoAnswer() {
        refusal = new UnavailableException("try again later", null);

        assertThatThrownBy(this::look).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aPredictionOfAnotherAttemptNeedNotTellItsInput() {
        attempt(new AttemptKey(JOB, 1, 1), new Accepted(new PredictionId("p2"), false));
        listed("p2", null);

        assertThat(look()).isEqualTo(new Finding.Absent());

        listed("p3", null);

        assertThat(look()).isInstanceOf(Finding.Unknown.class);
    }
}
