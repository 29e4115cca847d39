package dev.sam3flow.simulator.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.simulator.pixels.Footage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
    @TempDir
    Path folder;

    @Test
    void theRepositorysMasksAreThoseThatAreDrawn() throws IOException {
        SampleGenerator.writeMasks(folder.resolve("masks.json"));

        assertThat(folder.resolve("masks.json")).hasSameBinaryContentAs(Footage.sample("balls.masks.json"));
    }

    @Test
    void theSampleStaysSmall() throws IOException {
        assertThat(Files.size(Footage.sample("balls.mp4")) + Files.size(Footage.sample("balls.masks.json")))
                .isLessThan(2_000_000);
    }
}
