package dev.sam3flow.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The table of what was measured: each long test adds its row, and the page is written anew from all rows there are. */
final class Evidence {
    private static final Path FOLDER = Path.of("target", "evidence", "workflow");
    private static final String HEAD = """
            # The workflow: what was measured

            Written by the soak tests themselves (`./mvnw verify -Psoak`, module `temporal-workflows`) into
            `temporal-workflows/target/evidence/workflow.md`; small samples of each run in every `verify`. The provider is a fake in
            the same process, whose own list of predictions is the witness; the workflow server is Temporal's in-memory one, with
            time skipping.

            | what | measured | run |
            |---|---|---|
            """;

    private Evidence() {}

    /** Adds or replaces a row. @param what begins with a digit that orders the rows */
    static void row(String what, String measured) {
        try {
            Files.createDirectories(FOLDER);
            String run = LocalDate.now(ZoneOffset.UTC) + ", commit " + commit() + ", JDK "
                    + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " cores";
            String name = what.replaceAll("[^A-Za-z0-9]+", "-");
            Files.writeString(
                    FOLDER.resolve(name + ".row"), "| " + what.substring(2) + " | " + measured + " | " + run + " |\n");
            StringBuilder page = new StringBuilder(HEAD);
            for (Path row : rows()) {
                page.append(Files.readString(row));
            }
            Files.writeString(FOLDER.resolveSibling("workflow.md"), page);
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
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return commit.isEmpty() ? "unknown" : commit;
    }
}
