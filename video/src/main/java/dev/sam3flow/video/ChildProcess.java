package dev.sam3flow.video;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.video.internal.LiveProcesses;
import dev.sam3flow.video.internal.ResourceLimits;
import dev.sam3flow.video.internal.TailBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program that runs under limits, with an environment of its own, and never outlives its welcome.
 *
 * <p>It is killed with all that it started when its time is over, when the thread that started it is interrupted, when it
 * is closed, and when this JVM ends. Its error output is drained by a thread of its own.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    /** At least: this JVM may have been given fewer than its children have. */
    private static final int PROCESSORS = Math.max(6, Runtime.getRuntime().availableProcessors());

    /** 128 and the signal that the system ends a program with which has used up its processor time. */
    private static final int KILLED = 128 + 9;

    /**
     * What a program may take; all but wall clock and output sizes need {@code prlimit} on the machine.
     *
     * @param wallClock from start to end
     * @param cpu processor time
     * @param addressSpaceBytes memory it may map
     * @param fileBytes longest file it may write
     * @param stdoutBytes most that {@link #run} keeps; more ends the program
     * @param stderrBytes how much of the end of its error output is kept
     */
    public record Limits(
            Duration wallClock,
            Duration cpu,
            long addressSpaceBytes,
            long fileBytes,
            int stdoutBytes,
            int stderrBytes) {
        /** Ten minutes. */
        public static final Limits DEFAULTS = new Limits(
                        Duration.ofMinutes(10), Duration.ofHours(1), 6L << 30, 64L << 30, 16 << 20, 64 << 10)
                .withWallClock(Duration.ofMinutes(10));

        public Limits {
            if (wallClock.isNegative() || wallClock.isZero() || cpu.isNegative() || cpu.isZero()) {
                throw new IllegalArgumentException("limits of " + wallClock + " and " + cpu + ": must be positive");
            }
            if (addressSpaceBytes < 1 || fileBytes < 1 || stdoutBytes < 1 || stderrBytes < 1) {
                throw new IllegalArgumentException("limits must be at least 1 byte");
            }
        }

        /** A time from start to end, and all the processor time that there is meanwhile. */
        public Limits withWallClock(Duration time) {
            Duration all = time.multipliedBy(PROCESSORS);
            return new Limits(time, all, addressSpaceBytes, fileBytes, stdoutBytes, stderrBytes);
        }

        public Limits withFileBytes(long bytes) {
            return new Limits(wallClock, cpu, addressSpaceBytes, bytes, stdoutBytes, stderrBytes);
        }
    }

    /**
     * How a program ended.
     *
     * @param exitCode 0 for success; above 128 where a signal ended it
     * @param stdout its output where {@link #run} collected it, else empty
     * @param stderr the end of its error output
     * @param elapsed from start to end
     */
    public record Outcome(int exitCode, byte[] stdout, String stderr, Duration elapsed) {
        /** As in {@code [h264 @ 0x5623c0de]}. */
        private static final Pattern ADDRESS = Pattern.compile(" @ (0x)?[0-9a-fA-F]+]");

        public String stdoutText() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        /** The last line of the error output that says something, without addresses in memory; else the exit code. */
        public String lastError() {
            if (stderr.isBlank()) {
                return "exit code " + exitCode;
            }
            String[] lines = stderr.strip().split("\\R");
            String last = ADDRESS.matcher(lines[lines.length - 1].strip()).replaceAll("]");
            return last.length() > 300 ? last.substring(0, 300) + "…" : last;
        }
    }

    /** Reads a program's output while it runs. */
    public interface OutputReader {
        void read(InputStream stdout) throws IOException;
    }

    private final String name;
    private final Limits limits;
    private final Process process;
    private final Thread owner;
    private final long startNanos = System.nanoTime();
    private final TailBuffer stderr;
    private final Future<?> stderrDrain;
    private final Future<?> watch;
    private volatile boolean timedOut;

    private ChildProcess(String name, Limits limits, Process process) {
        this.name = name;
        this.limits = limits;
        this.process = process;
        this.owner = Thread.currentThread();
        this.stderr = new TailBuffer(limits.stderrBytes());
        this.stderrDrain = LiveProcesses.drain(() -> {
            stderr.drain(process.getErrorStream());
            return null;
        });
        this.watch = LiveProcesses.watch(this::look);
    }

    /**
     * Starts a program; the caller closes it.
     *
     * @param command absolute path of the program, then its arguments
     * @param environment all that it sees of an environment
     * @throws MediaException if it does not start
     */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Limits limits) {
        String name = String.valueOf(Path.of(command.get(0)).getFileName());
        ProcessBuilder builder = new ProcessBuilder(
                ResourceLimits.around(command, limits.addressSpaceBytes(), limits.cpu(), limits.fileBytes()));
        builder.environment().keySet().removeIf(key -> !key.equalsIgnoreCase("SystemRoot"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, limits, LiveProcesses.start(builder));
        } catch (IOException e) {
            throw new MediaException(name + " does not start: " + e.getMessage(), false, e);
        }
    }

    /**
     * Runs a program to its end and keeps what it prints.
     *
     * @throws MediaException if it does not start, takes too long, prints too much, or this thread is interrupted
     */
    public static Outcome run(List<String> command, Map<String, String> environment, Limits limits) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        Outcome outcome = stream(command, environment, limits, stdout -> {
            byte[] buffer = new byte[16_384];
            for (int n = stdout.read(buffer); n >= 0; n = stdout.read(buffer)) {
                if (kept.size() + n > limits.stdoutBytes()) {
                    throw new IOException("it printed more than " + limits.stdoutBytes() + " bytes");
                }
                kept.write(buffer, 0, n);
            }
        });
        return new Outcome(outcome.exitCode(), kept.toByteArray(), outcome.stderr(), outcome.elapsed());
    }

    /**
     * Runs a program to its end while {@code reader} reads what it prints, in the calling thread. A reader that returns
     * before the end of the output ends the program.
     *
     * @throws MediaException as {@link #run}, and if the reader fails
     */
    public static Outcome stream(
            List<String> command, Map<String, String> environment, Limits limits, OutputReader reader) {
        try (ChildProcess child = start(command, environment, limits)) {
            child.input().close();
            try {
                reader.read(child.output());
                child.output().close();
            } catch (IOException e) {
                child.failIfEnded();
                throw e;
            }
            return child.await();
        } catch (IOException e) {
            throw new MediaException(Path.of(command.get(0)).getFileName() + ": " + e.getMessage(), false, e);
        }
    }

    /** What the program reads; closing it tells it that there is no more. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** What the program prints; it blocks, and ends early where the program is killed. */
    public InputStream output() {
        return process.getInputStream();
    }

    /**
     * Waits for the end. The output must have been read or closed.
     *
     * @throws MediaException if it took too long, by the clock or of the processors, or this thread is interrupted
     */
    public Outcome await() {
        try {
            int exitCode = process.waitFor();
            stderrDrain.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            return outcome(exitCode);
        } catch (InterruptedException e) {
            owner.interrupt();
            close();
            throw new MediaException(name + " was interrupted", true, e);
        } catch (ExecutionException | TimeoutException e) {
            return outcome(process.exitValue());
        }
    }

    private Outcome outcome(int exitCode) {
        failIfEnded();
        if (exitCode == KILLED && elapsed().multipliedBy(PROCESSORS).compareTo(limits.cpu()) >= 0) {
            throw new MediaException(stopped(limits.cpu().toSeconds() + " s of processor time"), false, null);
        }
        return new Outcome(exitCode, new byte[0], stderr.text(), elapsed());
    }

    private String stopped(String limit) {
        return name + " was stopped: it took longer than " + limit + "; give it a shorter or smaller video";
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void failIfEnded() {
        if (timedOut) {
            throw new MediaException(stopped(limits.wallClock().toSeconds() + " s"), true, null);
        }
        if (owner.isInterrupted()) {
            throw new MediaException(name + " was interrupted", true, null);
        }
    }

    /** Kills the program when its time is over or nobody waits for it any more. */
    private void look() {
        if (elapsed().compareTo(limits.wallClock()) > 0) {
            timedOut = true;
            LiveProcesses.killTree(process);
        } else if (owner.isInterrupted()) {
            LiveProcesses.killTree(process);
        }
    }

    /** Kills the program with all that it started, if it still runs. */
    @Override
    public void close() {
        watch.cancel(false);
        if (process.isAlive()) {
            LiveProcesses.killTree(process);
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            return; // what was left to write has no reader any more
        }
    }
}
