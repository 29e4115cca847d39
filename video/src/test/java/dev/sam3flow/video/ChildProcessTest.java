package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.video.ChildProcess.Limits;
import dev.sam3flow.video.ChildProcess.Outcome;
import dev.sam3flow.video.internal.ResourceLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Limits SHORT = Limits.DEFAULTS.withWallClock(Duration.ofSeconds(1));

    @TempDir
    Path folder;

    @BeforeEach
    void needsAPosixShell() {
        assumeThat(Path.of("/bin/sh")).as("a POSIX shell to run").exists();
    }

    private static List<String> sh(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    @Test
    void keepsWhatAProgramPrintsAndItsExitCode() {
        Outcome outcome = ChildProcess.run(sh("echo out; echo err >&2; exit 3"), Map.of(), SHORT);

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.stdoutText()).isEqualTo("out\n");
        assertThat(outcome.lastError()).isEqualTo("err");
    }

    @Test
    void showsAProgramNothingOfOurEnvironment() {
        Outcome outcome = ChildProcess.run(List.of("/usr/bin/env"), Map.of("GIVEN", "1"), SHORT);

        assertThat(outcome.stdoutText().lines()).containsExactly("GIVEN=1");
    }

    @Test
    void killsWhatTakesTooLongTogetherWithItsChildren() throws IOException {
        Path pidFile = folder.resolve("pid");

        assertThatThrownBy(() -> ChildProcess.run(sh("sleep 60 & echo $! > " + pidFile + "; wait"), Map.of(), SHORT))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("longer than 1 s");

        long child = Long.parseLong(Files.readString(pidFile).strip());
        Awaitility.await()
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void doesNotHangOnAProgramThatFloodsItsErrorOutput() {
        Outcome outcome =
                ChildProcess.run(sh("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo end >&2"), Map.of(), SHORT);

        assertThat(outcome.stderr()).hasSize(Limits.DEFAULTS.stderrBytes()).endsWith("xend\n");
    }

    @Test
    void endsAProgramThatPrintsMoreThanIsKept() {
        Limits small = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 1L << 32, 1L << 32, 1000, 1000);

        assertThatThrownBy(() -> ChildProcess.run(sh("cat /dev/zero"), Map.of(), small))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void stopsWhenTheWaitingThreadIsInterrupted() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                ChildProcess.run(sh("echo $$ > " + folder + "/pid; exec sleep 60"), Map.of(), Limits.DEFAULTS);
            } catch (MediaException e) {
                thrown.set(e);
            }
        });
        waiting.start();
        Awaitility.await().until(() -> Files.exists(folder.resolve("pid")));

        waiting.interrupt();

        waiting.join(10_000);
        assertThat(thrown.get()).isInstanceOf(MediaException.class).hasMessageContaining("interrupted");
    }

    @Test
    void passesInputThroughToOutput() throws IOException {
        try (ChildProcess child = ChildProcess.start(List.of("/bin/cat"), Map.of(), SHORT)) {
            child.input().write("through".getBytes(StandardCharsets.UTF_8));
            child.input().close();

            assertThat(child.output().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("through");
            assertThat(child.await().exitCode()).isZero();
        }
    }

    @Test
    void limitsTheSizeOfFilesWhereTheSystemCan() {
        assumeThat(ResourceLimits.available()).as("prlimit on this machine").isTrue();
        Path big = folder.resolve("big");

        ChildProcess.run(sh("head -c 5000000 /dev/zero > " + big), Map.of(), SHORT.withFileBytes(1_000_000));

        assertThat(big).hasSize(1_000_000);
    }

    @Test
    void limitsMemoryAndProcessorTimeAndDumpsNoCoreWhereTheSystemCan() {
        assumeThat(ResourceLimits.available()).as("prlimit on this machine").isTrue();
        Limits limits = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(77), 1L << 30, 1 << 20, 1 << 20, 1 << 20);

        Outcome outcome = ChildProcess.run(sh("ulimit -v; ulimit -t; ulimit -c"), Map.of(), limits);

        assertThat(outcome.stdoutText().lines()).containsExactly("1048576", "77", "0");
    }

    @Test
    void givesLongWorkTheProcessorTimeThatItNeedsAndShortWorkLittle() {
        assumeThat(ResourceLimits.available()).as("prlimit on this machine").isTrue();
        Duration filmTime =
                VideoLimits.DEFAULTS.workTime(Duration.ofMinutes(105).toNanos() / 1000);
        int processors = Runtime.getRuntime().availableProcessors();

        assertThat(processorSeconds(Limits.DEFAULTS.withWallClock(filmTime)))
                .isGreaterThanOrEqualTo(processors * filmTime.toSeconds());
        assertThat(processorSeconds(Limits.DEFAULTS)).isGreaterThanOrEqualTo(3600);
        assertThat(processorSeconds(SHORT)).isBetween((long) processors, Math.max(6L, processors));
    }

    private static long processorSeconds(Limits limits) {
        return Long.parseLong(
                ChildProcess.run(sh("ulimit -t"), Map.of(), limits).stdoutText().strip());
    }

    @Test
    void saysThatAProgramUsedUpItsProcessorTime() {
        assumeThat(ResourceLimits.available()).as("prlimit on this machine").isTrue();
        Limits limits = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(1), 1L << 30, 1 << 20, 1 << 20, 1 << 20);

        assertThatThrownBy(() -> ChildProcess.run(sh("while :; do :; done"), Map.of(), limits))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessage("sh was stopped: it took longer than 1 s of processor time; give it a shorter or smaller"
                        + " video");
    }

    @Test
    void namesTheExitCodeOfAProgramThatSaysNothing() {
        assertThat(ChildProcess.run(sh("kill -KILL $$"), Map.of(), SHORT).lastError())
                .isEqualTo("exit code 137");
    }

    @Test
    void leavesAddressesInMemoryOutOfWhatFfmpegSays() {
        Outcome outcome = ChildProcess.run(
                sh("echo '[vist#0:0/h264 @ 0x5623c0dE] [h264 @ 000001f2] no frame @ 0x7' >&2"), Map.of(), SHORT);

        assertThat(outcome.lastError()).isEqualTo("[vist#0:0/h264] [h264] no frame @ 0x7");
    }

    /** A program that has just been started must not go on without anybody who watches it. */
    @Test
    void endsWhatAnInterruptedThreadStarts() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ChildProcess.run(sh("exec sleep 61"), Map.of(), Limits.DEFAULTS))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is handed on").isTrue();
        }
        Awaitility.await()
                .until(() -> ProcessHandle.current()
                        .children()
                        .noneMatch(
                                child -> child.info().commandLine().orElse("").contains("sleep 61")));
    }

    @Test
    void saysThatAProgramDoesNotStart() {
        assumeThat(ResourceLimits.available())
                .as("prlimit answers instead of us")
                .isFalse();
        assertThatThrownBy(() -> ChildProcess.run(List.of("/nowhere/program"), Map.of(), SHORT))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("program does not start");
    }
}
