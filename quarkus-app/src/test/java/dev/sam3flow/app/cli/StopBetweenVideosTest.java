package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.InMemoryAttemptStore;
import dev.sam3flow.core.port.InMemoryBlobStore;
import dev.sam3flow.core.port.InMemoryJobStore;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prompt.PromptLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C while one of several videos is being ordered. */
class StopBetweenVideosTest {
    @TempDir
    Path folder;

    private final Jobs jobs = new Jobs();

    /** Jobs that run until they are cancelled; one of them is interrupted while it starts. */
    private static final class Jobs implements JobService {
        private final Map<JobId, CompletableFuture<JobResult>> running = new LinkedHashMap<>();
        private int interruptedStart = -1;

        @Override
        public JobId start(JobRequest request) {
            JobId first;
            synchronized (this) {
                running.put(request.id(), new CompletableFuture<>());
                first = running.keySet().iterator().next();
            }
            if (running.size() - 1 == interruptedStart) {
                Signal.raise(new Signal("INT"));
                Awaitility.await().until(() -> isCancelled(first));
            }
            return request.id();
        }

        synchronized boolean isCancelled(JobId id) {
            return Objects.requireNonNull(running.get(id)).isDone();
        }

        @Override
        public JobProgress progress(JobId id) {
            return new JobProgress(id, JobPhase.SEGMENTING, 0, List.of(), null, MicroUsd.ZERO, "");
        }

        @Override
        public synchronized CompletableFuture<JobResult> result(JobId id) {
            return Objects.requireNonNull(running.get(id));
        }

        @Override
        public synchronized void cancel(JobId id) {
            Objects.requireNonNull(running.get(id))
                    .complete(new JobResult(id, JobPhase.CANCELLED, Map.of(), null, MicroUsd.ZERO, null));
        }

        @Override
        public void setPaused(JobId id, boolean paused) {}
    }

    private int segment(String... videos) throws Exception {
        SegmentCommand command = new SegmentCommand();
        command.jobs = jobs;
        command.store = new InMemoryJobStore();
        command.attempts = new InMemoryAttemptStore();
        command.blobs = new InMemoryBlobStore();
        command.promptLimit = PromptLimit.USUAL;
        command.predictions = (PredictionService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PredictionService.class},
                (proxy, method, arguments) -> method.getName().equals("simulated") ? (Object) true : "nowhere");
        CommandLine line = Sam3Main.commandLine(command, CommandLine.defaultFactory());
        line.setErr(new PrintWriter(new StringWriter()));
        line.setOut(new PrintWriter(new StringWriter()));
        return line.execute(concat(videos));
    }

    private String[] concat(String... videos) {
        String out = folder.resolve("out").toString();
        String[] options = {"--prompt", "ball", "--quiet", "--out", out};
        String[] all = new String[videos.length + options.length];
        System.arraycopy(videos, 0, all, 0, videos.length);
        System.arraycopy(options, 0, all, videos.length, options.length);
        return all;
    }

    @AfterEach
    void giveTheSignalsBack() {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_DFL);
        Signal.handle(new Signal("TERM"), SignalHandler.SIG_DFL);
    }

    @Test
    @Timeout(180)
    void aVideoWhoseJobStartsWhileTheOthersAreStoppedIsStoppedTooAndTheRestIsNotOrdered() throws Exception {
        jobs.interruptedStart = 1;

        int exit = segment("https://example.com/a.mp4", "https://example.com/b.mp4", "https://example.com/c.mp4");

        assertThat(exit).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(jobs.running).hasSize(2);
        assertThat(jobs.running.values()).allMatch(CompletableFuture::isDone);
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
    }
}
