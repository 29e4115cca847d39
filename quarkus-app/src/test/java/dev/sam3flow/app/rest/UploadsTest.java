package dev.sam3flow.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.JobPages;
import dev.sam3flow.app.store.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers have sent goes when nobody has a use for it. */
class UploadsTest {
    @TempDir
    Path data;

    private Uploads uploads;

    @BeforeEach
    void start() {
        uploads = new Uploads(data, 1 << 20, new JobPages(new Database(TestDatabases.freshH2())));
    }

    private static Path made(Path file, int daysAgo) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "half a video");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(daysAgo, ChronoUnit.DAYS)));
    }

    @Test
    void aBodyThatBrokeOffWithAProcessGoesAndOneThatIsReceivedStays() throws IOException {
        Path broken = made(data.resolve("incoming").resolve(UUID.randomUUID().toString()), 3);
        Path received = made(data.resolve("incoming").resolve(UUID.randomUUID().toString()), 0);

        uploads.sweep();

        assertThat(broken).doesNotExist();
        assertThat(received).exists();
    }

    @Test
    void aVideoThatNoJobWasOrderedWithGoesAfterADay() throws IOException {
        Path forgotten = made(
                data.resolve("uploads/acme")
                        .resolve(UUID.randomUUID().toString())
                        .resolve("a.mp4"),
                2);
        Files.setLastModifiedTime(forgotten.getParent(), Files.getLastModifiedTime(forgotten));
        Path young = made(
                data.resolve("uploads/acme")
                        .resolve(UUID.randomUUID().toString())
                        .resolve("b.mp4"),
                0);

        uploads.sweep();

        assertThat(forgotten).doesNotExist();
        assertThat(young).exists();
    }
}
