package dev.sam3flow.app.cli;

import dev.sam3flow.app.cli.ProgressBoard.Style;
import dev.sam3flow.app.result.ResultFolder;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.prompt.PromptLimit;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Video;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Orders a job for each video, shows its progress, and writes its result as a folder. */
@Command(
        name = "segment",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Segments videos and writes a result folder for each.")
public class SegmentCommand implements Callable<Integer>, Prechecked {
    /** Jobs under way at once; the others wait their turn. */
    private static final int MOST_RUNNING = 4;

    private static final long LOOK_MILLIS = 300;

    @Spec
    CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "VIDEO", description = "A file, or an http(s) URL.")
    List<String> videos = new ArrayList<>();

    @Mixin
    JobOptions options = new JobOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Result folder; of several videos, the folder that theirs are made in"
                    + " (default: the video's name and -sam3, here).")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Print one JSON object a video in place of a line.")
    boolean json;

    @Option(names = "--quiet", description = "No progress.")
    boolean quiet;

    @Inject
    JobService jobs;

    @Inject
    JobStore store;

    @Inject
    AttemptStore attempts;

    @Inject
    BlobStore blobs;

    @Inject
    PredictionService predictions;

    @Inject
    VideoTools tools;

    @Inject
    PriceList prices;

    @Inject
    PromptLimit promptLimit;

    private final Queue<Order> running = new ConcurrentLinkedQueue<>();
    private final Set<Path> folders = new HashSet<>();
    private boolean bannerShown;

    @Override
    public void precheck() {
        options.check();
        if (videos.size() == 1 && !json) {
            VideoArgument.of(videos.get(0));
        }
    }

    @Override
    public Integer call() {
        Output output = Output.of(spec);
        Prompts prompts = options.check();
        promptLimit.check(prompts);
        promptLimit.warning(prompts).ifPresent(output::say);
        Queue<String> waiting = new ArrayDeque<>(videos);
        Interrupts interrupts = new Interrupts(() -> stop(output), () -> leave(output));
        interrupts.install();
        int exit = ExitCode.DONE;
        while (!running.isEmpty() || !waiting.isEmpty() && !interrupts.received()) {
            while (running.size() < MOST_RUNNING && !waiting.isEmpty() && !interrupts.received()) {
                exit = ExitCode.worst(exit, begin(waiting.remove(), output, interrupts));
            }
            Order next = running.peek();
            if (next != null) {
                exit = ExitCode.worst(exit, finish(next, output, interrupts));
                running.remove(next);
            }
        }
        return interrupts.received() ? ExitCode.INTERRUPTED : exit;
    }

    /** Checks and starts one video; nothing is started, sent or billed for one that cannot be used. */
    private int begin(String text, Output output, Interrupts interrupts) {
        try {
            VideoArgument video = VideoArgument.of(text);
            Order order = order(video);
            if (!bannerShown) {
                SimulatedBanner.show(predictions, output);
                bannerShown = true;
            }
            if (order.doneBefore() && !quiet) {
                output.say(prefix(video) + "this was ordered before: its result is written again, and nothing is sent");
            }
            if (interrupts.received()) {
                return ExitCode.INTERRUPTED;
            }
            jobs.start(order.request());
            running.add(order);
            if (interrupts.received()) {
                // the signal came in between: whoever stops the others did not see this one
                jobs.cancel(order.request().id());
            }
            return ExitCode.DONE;
        } catch (RuntimeException e) {
            int exit = Errors.report(e, videos.size() > 1 ? VideoArgument.shown(text) + ": " : "", output.err());
            if (json) {
                output.result(JobReport.refused(VideoArgument.shown(text), exit, e));
            }
            return exit;
        }
    }

    private Order order(VideoArgument video) {
        Prompts prompts = options.check();
        String sha256 = null;
        if (video.isFile()) {
            Video probed = tools.probe(video.path());
            prompts.checkInside(probed.size());
            prompts.checkFrame(probed.frames());
            sha256 = probed.sha256();
            if (!quiet && !json) {
                sayPlan(video, probed, prompts);
            }
        }
        Path folder = folder(video);
        ResultFolder.check(folder, sha256, prompts);
        String source = sha256 == null ? video.uri().toString() : sha256;
        JobRequest request = options.request(video, source, predictions.endpoint());
        return new Order(video, request, folder, isDone(request.id()));
    }

    /** Price and expected time, before anything runs. */
    private void sayPlan(VideoArgument video, Video probed, Prompts prompts) {
        ChunkPlan plan = options.plan.plan(tools, video.path(), probed, prices, options.parallel, prompts.atFrame());
        int atOnce = atOnce(prompts);
        ChunkPlan ordered = plan.times(options.calls(prompts));
        Output output = Output.of(spec);
        output.say(prefix(video)
                + PlanFlags.line(
                        options.plan.options().objective(),
                        ordered,
                        probed.table().durationMicros(),
                        prices,
                        atOnce)
                + PlanNotice.ASSUMED);
        if (options.calls(prompts) > 1 || prompts.texts().size() > 1 && !prompts.isBoundToFrame()) {
            int objects = prompts.each().size();
            PlanFlags.perObject(plan, objects, options.perObject, probed, prices, atOnce)
                    .forEach(line -> output.say(prefix(video) + line));
        }
        if (options.autoRepair) {
            MicroUsd price =
                    ordered.quote(prices, probed.table().durationMicros()).total();
            output.say(prefix(video) + "repair of chunks that look bad: at most " + price
                    + " on top, and nothing that would go over --max-charge or a budget");
        }
    }

    private int atOnce(Prompts prompts) {
        return prompts.isBoundToFrame() ? 1 : options.parallel;
    }

    private boolean isDone(JobId id) {
        return store.find(id)
                .filter(job -> job.result().isPresent() && !job.mayBeOrderedAgain())
                .isPresent();
    }

    /** Videos of the same name get folders of different names. */
    private Path folder(VideoArgument video) {
        Path base =
                out == null ? Path.of(video.stem() + "-sam3") : videos.size() == 1 ? out : out.resolve(video.stem());
        Path folder = base;
        for (int n = 2; !folders.add(folder); n++) {
            folder = base.resolveSibling(base.getFileName() + "-" + n);
        }
        return folder;
    }

    private String prefix(VideoArgument video) {
        return videos.size() > 1 ? video.shown() + ": " : "";
    }

    private int finish(Order order, Output output, Interrupts interrupts) {
        JobId id = order.request().id();
        String prefix = prefix(order.video());
        try {
            ProgressBoard board = new ProgressBoard(
                    output.err(),
                    order.doneBefore() ? Style.NONE : ProgressBoard.style(quiet),
                    prefix,
                    Clock.systemUTC());
            JobResult result = await(order, board, prefix, output);
            if (!result.files().isEmpty()) {
                new ResultFolder(blobs).write(result, order.folder());
            }
            JobReport report = new JobReport(order, result, predictions.simulated());
            if (result.failure() != null) {
                output.say(prefix + Errors.oneLine(result.failure().message()));
            }
            report.lostLine().ifPresent(line -> output.say(prefix + line));
            if (interrupts.received() || report.exitCode() != ExitCode.DONE) {
                new OpenPredictions(attempts).of(id).forEach(output::say);
            }
            tell(report, output);
            return report.exitCode();
        } catch (RuntimeException e) {
            int exit = Errors.report(e, prefix, output.err());
            new OpenPredictions(attempts).of(id).forEach(output::say);
            return exit;
        }
    }

    private void tell(JobReport report, Output output) {
        if (json) {
            output.result(report.json());
        } else {
            report.line().ifPresent(output::result);
        }
    }

    private JobResult await(Order order, ProgressBoard board, String prefix, Output output) {
        JobId id = order.request().id();
        PlanNotice plan = new PlanNotice(
                options.plan.options().objective(),
                prices,
                atOnce(order.request().prompts()),
                quiet || json || order.doneBefore() || order.video().isFile());
        CompletableFuture<JobResult> future = jobs.result(id);
        WaitNotices waits = new WaitNotices();
        try {
            while (true) {
                try {
                    JobResult result = future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    board.show(jobs.progress(id));
                    return result;
                } catch (TimeoutException e) {
                    JobProgress progress = jobs.progress(id);
                    plan.fresh(progress).ifPresent(line -> say(line, prefix, board, output));
                    board.show(progress);
                    for (String line : waits.fresh(progress)) {
                        say(line, prefix, board, output);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("waiting for job " + id + " was interrupted", e);
        } finally {
            board.clear();
        }
    }

    private static void say(String line, String prefix, ProgressBoard board, Output output) {
        board.clear();
        output.say(prefix + line);
    }

    private void stop(Output output) {
        if (running.isEmpty()) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        output.say("stopping: running predictions are deleted at the provider; Ctrl-C again stops at once");
        for (Order order : running) {
            try {
                jobs.cancel(order.request().id());
            } catch (NotFoundException e) {
                // it has ended meanwhile
            } catch (RuntimeException e) {
                Errors.report(e, prefix(order.video()), output.err());
            }
        }
    }

    private void leave(Output output) {
        List<String> open = running.stream()
                .flatMap(order ->
                        new OpenPredictions(attempts).of(order.request().id()).stream())
                .toList();
        open.forEach(output::say);
        if (open.isEmpty()) {
            output.say("stopped: no prediction was under way");
        }
    }
}
