package dev.sam3flow.simulator.pixels;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that tests look at. */
public final class Footage {
    private Footage() {}

    /** The repository's own sample. */
    public static Path sample(String name) {
        Path fromModule = Path.of("..", "samples", name);
        return Files.exists(fromModule) ? fromModule : Path.of("samples", name);
    }

    /** Real footage that is not in the repository; its tests are skipped where it is absent. */
    public static Path real(String name) {
        Path folder =
                Path.of(Optional.ofNullable(System.getenv("SAM3FLOW_FOOTAGE")).orElse("no-footage"));
        assumeThat(folder.resolve(name))
                .as("real footage: set SAM3FLOW_FOOTAGE to the folder that holds " + name)
                .exists();
        return folder.resolve(name);
    }
}
