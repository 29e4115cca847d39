package dev.sam3flow.app.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Rows of what was measured, which {@code docs/evidence/app.sh} puts into {@code docs/evidence/app.md}. */
final class Evidence {
    private static final Path FOLDER = Path.of("target", "evidence", "app");

    private Evidence() {}

    /** Adds or replaces a row. @param what begins with a digit that orders the rows */
    static void row(String what, String measured) {
        try {
            Files.createDirectories(FOLDER);
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String run = LocalDate.now(ZoneOffset.UTC) + ", on top of commit "
                    + (commit.isEmpty() ? "unknown" : commit) + ", JDK "
                    + Runtime.version().feature() + ", "
                    + Runtime.getRuntime().availableProcessors() + " cores";
            Files.writeString(
                    FOLDER.resolve(what.replaceAll("[^A-Za-z0-9]+", "-") + ".row"),
                    "| " + what.substring(2).strip() + " | " + measured + " | " + run + " |\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
