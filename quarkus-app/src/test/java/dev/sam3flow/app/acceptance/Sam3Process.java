package dev.sam3flow.app.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged application in a process of its own, with the heap and the collector that the launcher gives it: the jar, or the native
 * executable that {@code -Dsam3.executable} names.
 */
final class Sam3Process {
    private static final String EXECUTABLE = System.getProperty("sam3.executable", "");
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** Of whoever runs the tests: not meant for them. */
    static final List<String> SETTINGS =
            List.of("WAVESPEED_API_KEY", "WAVESPEED_BASE_URL", "TEMPORAL_TARGET", "SAM3_DATABASE_URL", "SAM3_DEBUG");

    private static final int LONGEST_SECONDS = 240;

    private final Path home;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> javaOptions = new ArrayList<>();
    private final List<String> compilers = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    private int runs;

    /** @param folder working folder and, within it, everything that is kept */
    Sam3Process(Path folder) {
        this.folder = folder;
        this.home = folder.resolve("home");
        environment.put("SAM3_HOME", home.toString());
    }

    Sam3Process with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Sam3Process withJavaOption(String option) {
        javaOptions.add(option);
        return this;
    }

    /** With what the launcher adds where standard error is a terminal, read from the launcher itself. */
    Sam3Process inTerminal() throws IOException {
        Matcher option = Pattern.compile("-t 2 .* (-D\\S+)").matcher(Files.readString(Path.of("..", "sam3")));
        if (!option.find()) {
            throw new AssertionError("the launcher does not tell whether standard error is a terminal");
        }
        javaOptions.add(option.group(1));
        return this;
    }

    /** What a run left. */
    record Outcome(int exitCode, String out, String err) {
        List<String> errorLines() {
            return err.lines().toList();
        }
    }

    /** A run that is under way. */
    record Running(Process process, Path out, Path err) {
        Outcome await() {
            try {
                if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("still running after " + LONGEST_SECONDS + " s: " + read(out) + read(err));
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                throw new AssertionError(e);
            }
            return new Outcome(process.exitValue(), read(out), read(err));
        }

        String errSoFar() {
            return read(err);
        }
    }

    Outcome run(String... arguments) {
        return start(arguments).await();
    }

    Running start(String... arguments) {
        List<String> command = EXECUTABLE.isEmpty() ? onJava() : inExecutable();
        command.addAll(List.of(arguments));
        runs++;
        Path out = folder.resolve("run-" + runs + ".out");
        Path err = folder.resolve("run-" + runs + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        SETTINGS.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        try {
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the second compiler, as the launcher starts it: short commands are over before it is of use. */
    Sam3Process forLong() {
        compilers.clear();
        return this;
    }

    private List<String> onJava() {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(compilers);
        command.addAll(JarArchive.options(JAR));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        return command;
    }

    private List<String> inExecutable() {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE, "-Xmx256m"));
        command.addAll(javaOptions);
        return command;
    }

    /** What the application logged, for the message of a failure. */
    String log() {
        Path log = home.resolve("log/sam3.log");
        return Files.exists(log) ? read(log) : "no log";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
