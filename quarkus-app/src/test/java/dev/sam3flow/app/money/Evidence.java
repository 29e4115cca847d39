package dev.sam3flow.app.money;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The table of what was measured: each long test adds its row, and the page is written anew from all rows there are. Rows
 * of different runs stand side by side, each with its own date, commit and seed.
 */
public final class Evidence {
    private static final Path FOLDER = Path.of("target", "evidence", "money");
    private static final String HEAD = """
            # Money: what was measured

            Written by the tests themselves (`./mvnw verify -Psoak`, package `dev.sam3flow.app.money` of quarkus-app; secrets and
            doctor: `MoneyIT` of every `verify`) into `quarkus-app/target/evidence/money.md`; small seeds of the soaks run in every
            `verify`. The simulator's own book of charges
            is the witness wherever money is counted.

            | what | measured | run |
            |---|---|---|
            """;

    private Evidence() {}

    /**
     * Adds or replaces a row.
     *
     * @param what begins with a digit that orders the rows
     * @param seeds of what was random
     */
    public static void row(String what, String measured, String seeds) {
        try {
            Files.createDirectories(FOLDER);
            String run = LocalDate.now(ZoneOffset.UTC) + ", commit " + commit() + ", JDK "
                    + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                    + seeds;
            String name = what.replaceAll("[^A-Za-z0-9]+", "-");
            Files.writeString(
                    FOLDER.resolve(name + ".row"),
                    "| " + what.substring(2).strip() + " | " + measured + " | " + run + " |\n");
            StringBuilder page = new StringBuilder(HEAD);
            for (Path row : rows()) {
                page.append(Files.readString(row));
            }
            Files.writeString(FOLDER.resolveSibling("money.md"), page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> rows() throws IOException {
        try (Stream<Path> rows = Files.list(FOLDER)) {
            return rows.sorted().toList();
        }
    }

    private static String commit() throws IOException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            git.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.isEmpty() ? "unknown" : text;
    }
}
