package dev.sam3flow.temporal.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MediaException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityPausedException;
import io.temporal.client.ActivityResetException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work is interrupted when the server no longer wants it, and nothing that comes after it is. */
@Timeout(60)
class PulseTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @AfterEach
    void noInterruptStays() {
        assertThat(Thread.interrupted()).isFalse();
    }

    /** An activity whose heartbeats are answered so. */
    private static ActivityExecutionContext answering(Callable<Void> heartbeat) {
        return (ActivityExecutionContext) Proxy.newProxyInstance(
                PulseTest.class.getClassLoader(),
                new Class<?>[] {ActivityExecutionContext.class},
                (proxy, method, arguments) -> heartbeat.call());
    }

    private static ActivityExecutionContext answering(ActivityCompletionException answer) {
        return answering(() -> {
            throw answer;
        });
    }

    static Stream<ActivityCompletionException> unwanted() {
        return Stream.of(
                new ActivityCanceledException(),
                new ActivityNotExistsException("timed out", new IllegalStateException()),
                new ActivityPausedException(),
                new ActivityResetException());
    }

    @ParameterizedTest
    @MethodSource("unwanted")
    void workThatNobodyWantsIsInterruptedAndEndsAsTheServerSaid(ActivityCompletionException answer) {
        assertThatThrownBy(() -> Pulse.whileWanted(answering(answer), OFTEN, PulseTest::untilInterrupted))
                .isSameAs(answer);
    }

    private static String untilInterrupted() {
        try {
            new CountDownLatch(1).await();
            return "done";
        } catch (InterruptedException e) {
            throw new MediaException("ffmpeg was interrupted", true, e);
        }
    }

    /** As the embedded database does when its file was closed by one. */
    @Test
    void workThatLosesAnInterruptIsInterruptedAgain() {
        ActivityCanceledException answer = new ActivityCanceledException();

        assertThatThrownBy(() -> Pulse.whileWanted(answering(answer), OFTEN, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException lost) {
                        return untilInterrupted();
                    }
                    return "done";
                }))
                .isSameAs(answer);
    }

    @Test
    void aWorkerThatShutsDownLetsTheWorkComeToItsEnd() throws IOException {
        CountDownLatch beats = new CountDownLatch(3);
        ActivityExecutionContext context = answering(() -> {
            beats.countDown();
            throw new ActivityWorkerShutdownException();
        });

        assertThat(Pulse.whileWanted(context, OFTEN, () -> reached(beats))).isTrue();
    }

    @Test
    void anAnswerThatComesAfterTheWorkInterruptsNothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        ActivityExecutionContext late = answering(() -> {
            asked.countDown();
            ended.await();
            throw new ActivityCanceledException();
        });

        boolean result = Pulse.whileWanted(late, OFTEN, () -> reached(asked));
        ended.countDown();

        assertThat(result).isTrue();
        CountDownLatch next = new CountDownLatch(1);
        assertThat(Pulse.whileWanted(
                        answering(() -> {
                            next.countDown(); // all beats are one thread's: the late one is over
                            return null;
                        }),
                        OFTEN,
                        () -> reached(next)))
                .isTrue();
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
