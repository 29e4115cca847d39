package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.result.PassesAssembly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files of masks that are needed while an activity works, and gone after. */
final class ScratchMasks implements PassesAssembly.Scratch, AutoCloseable {
    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    /** @param folder there already */
    ScratchMasks(Path folder) {
        this.folder = folder;
    }

    @Override
    public MasksSource keep(Content content) throws IOException {
        Path file = folder.resolve(UUID.randomUUID() + ".jsonl");
        files.add(file);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            content.write(out);
        }
        return () -> Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
