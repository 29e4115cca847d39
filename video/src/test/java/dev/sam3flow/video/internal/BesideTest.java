package dev.sam3flow.video.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MediaException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BesideTest {
    @Test
    void theResultIsThatOfTheWork() {
        try (Beside<String> work = Beside.begin(() -> "done")) {
            assertThat(work.result()).isEqualTo("done");
        }
    }

    @Test
    void itFailsAsTheWorkFailed() {
        try (Beside<String> refused = Beside.begin(() -> {
                    throw new InvalidInputException("no");
                });
                Beside<String> broken = Beside.begin(() -> {
                    throw new IOException("disk");
                })) {
            assertThatThrownBy(refused::result).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(broken::result)
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("disk");
        }
    }

    @Test
    void workThatNobodyWaitsForAnyMoreIsInterrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Beside<String> work = Beside.begin(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "";
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        work.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
