package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopiesTest {
    @TempDir
    Path folder;

    private Path copy(String name, int bytes, Duration unusedFor) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[bytes]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(unusedFor)));
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws IOException {
        Path older = copy("older", 40, Duration.ofHours(9));
        Path newer = copy("newer", 40, Duration.ofHours(5));

        new LocalCopies(100).makeRoom(folder, 50);

        assertThat(older).doesNotExist();
        assertThat(newer).exists();
    }

    @Test
    void whatAToolMayStillReadStaysEvenIfThereIsNoRoom() throws IOException {
        Path inUse = copy("in use", 90, Duration.ofMinutes(5));

        new LocalCopies(100).makeRoom(folder, 50);

        assertThat(inUse).exists();
    }

    @Test
    void aCopyThatIsAskedForCountsAsUsed() throws IOException {
        Path old = copy("old", 60, Duration.ofHours(9));
        LocalCopies copies = new LocalCopies(100);

        assertThat(copies.has(old, 60)).isTrue();
        copies.makeRoom(folder, 60);

        assertThat(old).exists();
    }

    @Test
    void aCopyThatIsNotWholeIsNone() throws IOException {
        assertThat(new LocalCopies(100).has(copy("half", 30, Duration.ZERO), 60))
                .isFalse();
    }
}
