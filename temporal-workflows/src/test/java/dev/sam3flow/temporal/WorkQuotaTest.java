package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing more is begun in a full work folder. */
class WorkQuotaTest {
    @TempDir
    Path temp;

    private WorkQuota quota(int bytes) {
        return new WorkQuota(temp.resolve("work"), bytes);
    }

    private Path file(String name, int bytes) throws IOException {
        return Files.write(Files.createDirectories(quota(1).folder()).resolve(name), new byte[bytes]);
    }

    @Test
    void aFolderThatIsNotThereIsMade() throws IOException {
        assertThat(quota(10).room()).isDirectory();
    }

    @Test
    void everyFileCountsWhateverItIs() throws IOException {
        file("half.mp4", 4);
        file("masks.jsonl", 3);
        file("quote-1.video", 2);

        assertThat(quota(10).used()).isEqualTo(9);
        assertThat(quota(10).room()).isDirectory();
    }

    @Test
    void aFullFolderIsRefusedUntilThereIsRoom() throws IOException {
        Path film = file("film.mp4", 10);

        assertThatThrownBy(() -> quota(10).room())
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("holds 10 bytes, its quota is 10")
                .hasMessageContaining("raise the quota");

        Files.delete(film);
        assertThat(quota(10).room()).isDirectory();
    }

    @Test
    void copiesInFoldersBelowHaveABoundOfTheirOwn() throws IOException {
        Files.write(Files.createDirectories(quota(1).folder().resolve("blobs")).resolve("copy.mp4"), new byte[20]);

        assertThat(quota(10).used()).isZero();
    }

    @Test
    void whoWaitsForRoomGetsItWhenOtherWorkHasEnded() throws Exception {
        Path film = file("film.mp4", 10);
        Thread other = new Thread(() -> {
            try {
                Thread.sleep(1500);
                Files.delete(film);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();

        assertThat(quota(10).awaitRoom(Duration.ofMinutes(1))).isDirectory();
        assertThat(film).doesNotExist();
        other.join();
    }

    @Test
    void patienceHasAnEnd() throws IOException {
        file("film.mp4", 10);

        assertThatThrownBy(() -> quota(10).awaitRoom(Duration.ofMillis(10))).isInstanceOf(MediaException.class);
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() throws IOException {
        file("film.mp4", 10);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> quota(10).awaitRoom(Duration.ofDays(1))).isInstanceOf(MediaException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aQuotaOfNothingIsRefused() {
        assertThatThrownBy(() -> quota(0)).hasMessageContaining("a quota of 0 bytes: must be at least 1");
    }
}
