package dev.sam3flow.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.attempt.Attempt;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.AttemptState.Finished;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Lost;
import dev.sam3flow.core.attempt.AttemptState.Refused;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of attempts keeps. */
public abstract class AttemptStoreContract {
    private static final JobId JOB = new JobId("acme", "j1");
    private static final PredictionId ID = new PredictionId("p-1");

    protected abstract AttemptStore emptyStore();

    @Test
    public void theFirstIntentWinsAndALaterOneIsTold() {
        AttemptStore store = emptyStore();
        Attempt first = attempt(0, 1, "marker-a");
        store.intend(first);
        assertThat(store.intend(attempt(0, 1, "marker-b"))).isEqualTo(first);
        assertThat(store.get(first.key())).isEqualTo(first);
    }

    @Test
    public void everyStateIsReadAsItWasWritten() {
        List<List<AttemptState>> roads = List.of(
                List.of(new Intended(), new Sending(), new Refused("400: no such model; 'x'")),
                List.of(new Intended(), new Sending(), new Intended(), new Sending(), new Accepted(ID, false)),
                List.of(new Intended(), new Sending(), new Ambiguous("504 after 30 s"), new Lost("absent in 9 looks")),
                List.of(
                        new Intended(),
                        new Sending(),
                        new Ambiguous("reset"),
                        new Accepted(ID, true),
                        new Finished(ID, PredictionStatus.COMPLETED)));
        AttemptStore store = emptyStore();
        for (int chunk = 0; chunk < roads.size(); chunk++) {
            Attempt attempt = attempt(chunk, 1, "marker-" + chunk);
            store.intend(attempt);
            List<AttemptState> road = roads.get(chunk);
            for (int step = 1; step < road.size(); step++) {
                assertThat(store.move(attempt.key(), road.get(step - 1), road.get(step)))
                        .isTrue();
                assertThat(store.get(attempt.key()).state()).isEqualTo(road.get(step));
            }
        }
    }

    @Test
    public void aMoveFromAnotherStateChangesNothing() {
        AttemptStore store = emptyStore();
        Attempt attempt = attempt(0, 1, "m");
        store.intend(attempt);
        assertThat(store.move(attempt.key(), new Sending(), new Accepted(ID, false)))
                .isFalse();
        assertThat(store.get(attempt.key()).state()).isEqualTo(new Intended());
    }

    @Test
    public void aStepThatTheProtocolDoesNotKnowIsRefused() {
        AttemptStore store = emptyStore();
        Attempt attempt = attempt(0, 1, "m");
        store.intend(attempt);
        assertThatThrownBy(() -> store.move(attempt.key(), new Intended(), new Accepted(ID, false)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    public void ofManyWorkersExactlyOneMaySend() throws Exception {
        AttemptStore store = emptyStore();
        Attempt attempt = attempt(0, 1, "m");
        store.intend(attempt);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> workers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                workers.add(() -> store.move(attempt.key(), new Intended(), new Sending()));
            }
            int winners = 0;
            for (Future<Boolean> worker : pool.invokeAll(workers)) {
                winners += worker.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void ofManyJobsThatWantOneResultExactlyOneMaySend() throws Exception {
        AttemptStore store = emptyStore();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> jobs = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Attempt attempt = wanting("one", "j" + i);
                store.intend(attempt);
                jobs.add(() -> store.claim(attempt.key(), AccountRef.OWN));
            }
            int winners = 0;
            for (Future<Boolean> job : pool.invokeAll(jobs)) {
                winners += job.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
            assertThat(store.underWay("one")).isPresent();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void aResultMayBeSentForAgainOnceNothingMayComeOfTheFirst() {
        AttemptStore store = emptyStore();
        Attempt first = wanting("one", "j1");
        Attempt second = wanting("one", "j2");
        Attempt another = wanting("two", "j3");
        List.of(first, second, another).forEach(store::intend);
        assertThat(store.claim(first.key(), AccountRef.OWN)).isTrue();
        assertThat(store.claim(first.key(), AccountRef.OWN)).isFalse();
        assertThat(store.claim(second.key(), AccountRef.OWN)).isFalse();
        assertThat(store.claim(another.key(), AccountRef.OWN)).isTrue();
        assertThat(store.get(second.key()).state()).isEqualTo(new Intended());
        assertThat(store.underWay("one")).map(Attempt::key).contains(first.key());
        store.move(first.key(), new Sending(), new Refused("400"));
        assertThat(store.underWay("one")).isEmpty();
        assertThat(store.claim(second.key(), AccountRef.OWN)).isTrue();
    }

    @Test
    public void theAccountThatAnAttemptIsSentByIsKeptWithItUntilItIsSentByAnother() {
        AttemptStore store = emptyStore();
        AttemptKey key = wanting("one", "j1").key();
        store.intend(wanting("one", "j1"));
        assertThat(store.claim(key, new AccountRef("env:ACME"))).isTrue();
        assertThat(store.claim(key, new AccountRef("env:OTHER"))).isFalse();
        assertThat(store.get(key).account()).isEqualTo(new AccountRef("env:ACME"));
        store.move(key, new Sending(), new Intended());
        assertThat(store.claim(key, new AccountRef("env:OTHER"))).isTrue();
        store.move(key, new Sending(), new Accepted(new PredictionId("p1"), false));
        assertThat(store.get(key).account()).isEqualTo(new AccountRef("env:OTHER"));
    }

    private static Attempt wanting(String resultKey, String job) {
        AttemptKey key = new AttemptKey(new JobId("acme", job), 0, 1);
        return new Attempt(key, resultKey, "marker-" + job, MicroUsd.ZERO, Instant.EPOCH, new Intended());
    }

    @Test
    public void listsAJobsAttemptsByChunkAndAttemptAndNoOther() {
        AttemptStore store = emptyStore();
        store.intend(attempt(1, 1, "b"));
        store.intend(attempt(0, 2, "a2"));
        store.intend(attempt(0, 1, "a1"));
        AttemptKey foreign = new AttemptKey(new JobId("acme", "j2"), 0, 1);
        store.intend(new Attempt(foreign, "key", "f", MicroUsd.ZERO, Instant.EPOCH, new Intended()));
        assertThat(store.ofJob(JOB)).extracting(Attempt::marker).containsExactly("a1", "a2", "b");
        assertThat(store.ofChunk(JOB, 0)).extracting(Attempt::marker).containsExactly("a1", "a2");
        assertThat(store.ofChunk(JOB, 7)).isEmpty();
    }

    @Test
    public void findsAnAttemptByItsMarker() {
        AttemptStore store = emptyStore();
        Attempt attempt = attempt(3, 1, "marker-x");
        store.intend(attempt);
        assertThat(store.findByMarker("marker-x")).contains(attempt);
        assertThat(store.findByMarker("marker-y")).isEmpty();
    }

    @Test
    public void listsWhatWasIntendedSinceATimeOfAllJobs() {
        AttemptStore store = emptyStore();
        Instant noon = Instant.parse("2026-02-03T12:00:00Z");
        for (int hour = -1; hour <= 1; hour++) {
            JobId job = new JobId("tenant" + hour, "j");
            store.intend(new Attempt(
                    new AttemptKey(job, 0, 1),
                    "key",
                    "m" + hour,
                    MicroUsd.ZERO,
                    noon.plusSeconds(3600L * hour),
                    new Intended()));
        }
        assertThat(store.since(noon)).extracting(Attempt::marker).containsExactly("m0", "m1");
    }

    @Test
    public void saysWhichAttemptIsMissing() {
        assertThatThrownBy(() -> emptyStore().get(new AttemptKey(JOB, 7, 2)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("acme/j1/7/2");
    }

    private static Attempt attempt(int chunk, int number, String marker) {
        return new Attempt(
                new AttemptKey(JOB, chunk, number),
                "key-" + chunk,
                marker,
                new MicroUsd(50_000),
                Instant.parse("2026-02-03T04:05:06.789Z"),
                new Intended());
    }
}
