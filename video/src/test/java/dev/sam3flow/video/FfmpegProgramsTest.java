package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.video.FfmpegPrograms.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegProgramsTest {
    @TempDir
    Path folder;

    @Test
    void unpacksTheBundledProgramsOnceWhateverTheRace() throws Exception {
        Path cache = folder.resolve("a cache with 100% odd name");
        Callable<FfmpegPrograms> find = () -> FfmpegPrograms.find(null, cache);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<FfmpegPrograms> found = two.invokeAll(List.of(find, find)).stream()
                    .map(f -> {
                        try {
                            return f.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();

            assertThat(found.get(0)).isEqualTo(found.get(1));
            if (found.get(0).origin() == Origin.BUNDLED) {
                assertThat(found.get(0).version()).startsWith("8.");
                try (Stream<Path> entries = Files.list(cache)) {
                    assertThat(entries).hasSize(1);
                }
            }
        } finally {
            two.shutdown();
        }
    }

    @Test
    void prefersAConfiguredFolder() throws IOException {
        fake(folder, "ffmpeg version n7.1 Copyright", "61.  7.100");

        FfmpegPrograms found = FfmpegPrograms.find(folder, folder.resolve("cache"));

        assertThat(found.origin()).isEqualTo(Origin.CONFIGURED);
        assertThat(found.version()).isEqualTo("n7.1");
    }

    @Test
    void refusesAConfiguredFolderWithAnOldVersion() throws IOException {
        fake(folder, "ffmpeg version 5.1.9 Copyright", "59. 27.100");

        assertThatThrownBy(() -> FfmpegPrograms.find(folder, folder.resolve("cache")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("version 6 or newer");
    }

    @Test
    void passesOverOldVersionsOnThePath() throws IOException {
        Path old = Files.createDirectory(folder.resolve("old"));
        Path nightly = Files.createDirectory(folder.resolve("nightly"));
        fake(old, "ffmpeg version 5.1.9 Copyright", "59. 27.100");
        fake(nightly, "ffmpeg version N-118000-gabcdef Copyright", "61.  9.107");

        var found =
                FfmpegPrograms.onPath(String.join(java.io.File.pathSeparator, "", old.toString(), nightly.toString()));

        assertThat(found).map(FfmpegPrograms::ffmpeg).contains(nightly.resolve("ffmpeg"));
    }

    private static void fake(Path folder, String banner, String libavformat) throws IOException {
        String script = "#!/bin/sh\necho '" + banner + "'\necho 'libavformat    " + libavformat + " / 0'\n";
        for (String name : List.of("ffmpeg", "ffprobe")) {
            Files.writeString(folder.resolve(name), script);
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
        }
    }
}
