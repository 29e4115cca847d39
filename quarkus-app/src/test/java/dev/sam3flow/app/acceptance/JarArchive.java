package dev.sam3flow.app.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The classes that a job of the sample needs, archived once for the many processes of these tests: a quarter of their time. */
final class JarArchive {
    private static final int LONGEST_SECONDS = 240;

    private static boolean tried;

    private JarArchive() {}

    /** Options that use the archive of a jar; it is made where there is none for this jar and this Java. */
    static synchronized List<String> options(Path jar) {
        try {
            Path file = Path.of("target", "acceptance-" + Runtime.version().feature() + ".jsa")
                    .toAbsolutePath();
            if (!tried && !isOf(jar, file)) {
                make(jar, file);
            }
            return isOf(jar, file) ? using(file, "-XX:SharedArchiveFile=") : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive that is older than the jar is another jar's. */
    private static boolean isOf(Path jar, Path file) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** An archive that does not fit is not used, and nothing is said of it. */
    private static List<String> using(Path file, String option) {
        return List.of(option + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Xlog:class+path=off");
    }

    private static void make(Path jar, Path file) throws IOException {
        tried = true;
        Path training = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "training");
        Path made = training.resolve("classes.jsa");
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(using(made, "-XX:ArchiveClassesAtExit="));
        command.addAll(List.of(
                "-jar",
                jar.toAbsolutePath().toString(),
                "segment",
                Path.of("..", "samples", "balls.mp4").toAbsolutePath().toString(),
                "--prompt",
                "red ball",
                "--out",
                training.resolve("result").toString(),
                "--quiet"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(training.resolve("out").toFile());
        builder.environment().put("SAM3_HOME", training.resolve("home").toString());
        Sam3Process.SETTINGS.forEach(builder.environment()::remove);
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(Files.readString(training.resolve("out")));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        // a Java that shares no classes writes none
        if (Files.exists(made)) {
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
