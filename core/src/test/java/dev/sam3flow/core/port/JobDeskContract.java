package dev.sam3flow.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.JobDesk.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every desk does. */
public abstract class JobDeskContract {
    private static final JobId JOB = new JobId("acme", "j1");
    private static final JobId OTHER = new JobId("acme", "j2");
    private static final Duration TERM = Duration.ofSeconds(30);

    /** A clock that stands still until it is moved. */
    protected static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        public void forward(Duration step) {
            now = now.plus(step);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final HandClock clock = new HandClock();

    protected abstract JobDesk emptyDesk(Clock clock);

    @Test
    public void aJobHasOneDriverUntilItsLeaseRunsOut() {
        JobDesk desk = emptyDesk(clock);
        assertThat(desk.lease(JOB, "a", TERM)).isTrue();
        assertThat(desk.lease(JOB, "b", TERM)).isFalse();
        assertThat(desk.lease(OTHER, "b", TERM)).isTrue();
        assertThat(desk.holder(JOB)).contains("a");
        clock.forward(Duration.ofSeconds(29));
        assertThat(desk.lease(JOB, "a", TERM)).isTrue();
        clock.forward(Duration.ofSeconds(29));
        assertThat(desk.lease(JOB, "b", TERM)).isFalse();
        clock.forward(Duration.ofSeconds(2));
        assertThat(desk.holder(JOB)).isEmpty();
        assertThat(desk.lease(JOB, "b", TERM)).isTrue();
        assertThat(desk.lease(JOB, "a", TERM)).isFalse();
        assertThat(desk.holder(JOB)).contains("b");
    }

    @Test
    public void aHolderRenewsManyLeasesAtOnceAndNoneThatItHasNot() {
        JobDesk desk = emptyDesk(clock);
        Set<JobId> many = new HashSet<>();
        for (int i = 0; i < 1100; i++) {
            JobId job = new JobId("acme", "many-" + i);
            desk.lease(job, "a", TERM);
            many.add(job);
        }
        desk.lease(JOB, "a", TERM);
        desk.lease(OTHER, "b", TERM);
        clock.forward(Duration.ofSeconds(20));

        Set<JobId> asked = new HashSet<>(many);
        asked.addAll(Set.of(OTHER, new JobId("acme", "never-leased")));
        assertThat(desk.renew(asked, "a", TERM)).isEqualTo(many);

        clock.forward(Duration.ofSeconds(20));
        assertThat(many).allMatch(job -> desk.holder(job).equals(Optional.of("a")));
        assertThat(desk.holder(JOB)).as("it was not named").isEmpty();
        assertThat(desk.holder(OTHER)).isEmpty();
    }

    @Test
    public void aLeaseIsGivenBackByItsHolderAndNobodyElse() {
        JobDesk desk = emptyDesk(clock);
        desk.lease(JOB, "a", TERM);
        desk.release(JOB, "b");
        assertThat(desk.holder(JOB)).contains("a");
        desk.release(JOB, "a");
        assertThat(desk.holder(JOB)).isEmpty();
        assertThat(desk.lease(JOB, "b", TERM)).isTrue();
    }

    @Test
    public void ofManyProcessesExactlyOneDrives() throws Exception {
        JobDesk desk = emptyDesk(clock);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> processes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String holder = "p" + i;
                processes.add(() -> desk.lease(JOB, holder, TERM));
            }
            int drivers = 0;
            for (Future<Boolean> process : pool.invokeAll(processes)) {
                drivers += process.get() ? 1 : 0;
            }
            assertThat(drivers).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void aWishIsGivenOutOnceAndItsAnswerIsRead() {
        JobDesk desk = emptyDesk(clock);
        Wish first = desk.ask(JOB, "pause");
        clock.forward(Duration.ofSeconds(1));
        Wish second = desk.ask(JOB, "set-parallelism 3");
        desk.ask(OTHER, "cancel");
        assertThat(desk.asked()).containsExactlyInAnyOrder(JOB, OTHER);
        assertThat(desk.take(JOB)).containsExactly(first, second);
        assertThat(desk.asked()).containsExactly(OTHER);
        assertThat(desk.take(JOB)).isEmpty();
        assertThat(desk.answer(first)).isEmpty();
        desk.answer(first, "");
        desk.answer(second, "the job is 'DONE'");
        assertThat(desk.answer(first)).contains("");
        assertThat(desk.answer(second)).contains("the job is 'DONE'");
    }

    @Test
    public void aWishThatNobodyTookCanBeTakenBack() {
        JobDesk desk = emptyDesk(clock);
        Wish wish = desk.ask(JOB, "pause");
        Wish taken = desk.ask(OTHER, "pause");
        desk.take(OTHER);
        assertThat(desk.withdraw(wish)).isTrue();
        assertThat(desk.withdraw(taken)).isFalse();
        assertThat(desk.take(JOB)).isEmpty();
    }
}
