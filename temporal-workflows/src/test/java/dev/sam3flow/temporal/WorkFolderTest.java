package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofMinutes(5));

    @TempDir
    Path work;

    @Test
    void leftoversOfACrashAreSweptByTheNextProcess() throws IOException {
        Path crashed = Files.createDirectories(work.resolve("process-crashed"));
        Files.createFile(crashed.resolve(".lock"));
        Files.writeString(crashed.resolve("half.mp4"), "half a chunk");

        WorkFolder folder = WorkFolder.open(work, LATER);

        assertThat(crashed).doesNotExist();
        assertThat(folder.path()).isDirectory();
    }

    @Test
    void aFolderWhoseProcessLivesIsLeftAlone() throws IOException {
        WorkFolder running = WorkFolder.open(work, LATER);
        Path file = Files.writeString(running.path().resolve("chunk.mp4"), "in the making");

        WorkFolder.open(work, LATER);

        assertThat(file).exists();
    }

    @Test
    void aFolderThatWasJustMadeIsLeftAlone() throws IOException {
        Path young = Files.createDirectories(work.resolve("process-young"));

        WorkFolder.open(work, Instant.now());

        assertThat(young).exists();
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        Path foreign = Files.createDirectories(work.resolve("holiday"));

        WorkFolder.open(work, LATER);

        assertThat(foreign).exists();
    }

    @Test
    void isRemovedAtTheEnd() throws IOException {
        WorkFolder folder = WorkFolder.open(work, LATER);
        Files.writeString(folder.path().resolve("chunk.mp4"), "in the making");

        folder.remove();

        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        assumeThat(Files.getFileStore(work).supportsFileAttributeView(PosixFileAttributeView.class))
                .as("a file system with permissions")
                .isTrue();

        WorkFolder folder = WorkFolder.open(work, LATER);

        assertThat(Files.getPosixFilePermissions(folder.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
}
