package dev.sam3flow.app.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Rows of what was measured, for {@code docs/evidence/workflow.md}. */
final class Evidence {
    private static final Path FOLDER = Path.of("target", "evidence", "workflow");

    private Evidence() {}

    /** Adds or replaces a row. */
    static void row(String what, String measured) {
        try {
            Files.createDirectories(FOLDER);
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String run = LocalDate.now(ZoneOffset.UTC) + ", commit " + (commit.isEmpty() ? "unknown" : commit)
                    + ", JDK " + Runtime.version().feature() + ", "
                    + Runtime.getRuntime().availableProcessors() + " cores";
            Files.writeString(
                    FOLDER.resolve(what.replaceAll("[^A-Za-z0-9]+", "-") + ".row"),
                    "| " + what + " | " + measured + " | " + run + " |\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
