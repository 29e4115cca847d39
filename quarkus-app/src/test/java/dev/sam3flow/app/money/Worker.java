package dev.sam3flow.app.money;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of the tests in a process of its own, spoken to by lines. */
public final class Worker implements AutoCloseable {
    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    private Worker(Process process) {
        this.process = process;
        this.in = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** That of this process. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    public static Worker start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), classPath(), main, arguments);
    }

    /** @param jvm further options of the virtual machine */
    public static Worker start(List<String> jvm, String classPath, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dh2.bindAddress=127.0.0.1"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Worker(new ProcessBuilder(command)
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public void say(String line) {
        in.println(line);
    }

    /** The next line that begins with a word; the rest of it. */
    public String expect(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
        }
        throw new IOException("the worker ended without '" + word + "'");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself. @return false if it has not within a minute */
    public boolean ends() throws InterruptedException {
        return process.waitFor(1, TimeUnit.MINUTES);
    }

    /** {@code kill -9} */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /** True if a signal ended it. */
    public boolean wasKilled() throws InterruptedException {
        return !process.isAlive() && process.waitFor() > 128;
    }

    /** True if it ended by itself, and well. */
    public boolean endedWell() throws InterruptedException {
        return !process.isAlive() && process.waitFor() == 0;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
        in.close();
    }
}
