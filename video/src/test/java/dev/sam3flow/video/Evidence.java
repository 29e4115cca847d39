package dev.sam3flow.video;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A section of {@code docs/evidence/video.md}, written by the run that measured it to {@code target/evidence}. */
final class Evidence {
    private final String file;
    private final List<String> lines = new ArrayList<>();

    Evidence(String file, String title, long seed) throws IOException {
        this.file = file;
        line("## " + title);
        line("");
        line("Run on " + LocalDate.now(ZoneOffset.UTC) + " at commit " + commit() + ", seed " + seed + ", JDK "
                + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores, FFmpeg " + BarCodeClip.PROGRAMS.version() + " (" + BarCodeClip.PROGRAMS.origin() + ").");
        line("");
    }

    /** The seed of this run: {@code -Dsam3flow.seed=N}, else the usual one. */
    static long seed(long usual) {
        return Long.getLong("sam3flow.seed", usual);
    }

    void line(String text) {
        lines.add(text);
    }

    void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "evidence"));
        Files.write(folder.resolve("video-" + file + ".md"), lines, StandardCharsets.UTF_8);
    }

    /** Hash of the last commit; says so where the sources have changed since. */
    private static String commit() throws IOException {
        String hash = git("rev-parse", "--short", "HEAD");
        if (hash.isEmpty()) {
            return "unknown";
        }
        boolean changed =
                !git("status", "--porcelain", "--", "../*/src/main", "src").isEmpty();
        return hash + (changed ? " with changes that are not committed" : "");
    }

    private static String git(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command).start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
