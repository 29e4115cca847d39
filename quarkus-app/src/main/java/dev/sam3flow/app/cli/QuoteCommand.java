package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.app.wiring.WorkRoom;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ProviderPace;
import dev.sam3flow.core.port.SourceReader;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.video.Video;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what videos will cost, to the cent; sends nothing. */
@Command(
        name = "quote",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Plans and prices videos, free of charge.")
public class QuoteCommand implements Callable<Integer>, Prechecked {
    private static final int MOST_OBJECTS = 1000;

    @Spec
    CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "VIDEO", description = "A file, or an http(s) URL (which is downloaded).")
    List<String> videos = new ArrayList<>();

    @Mixin
    PlanFlags plan = new PlanFlags();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Predictions at once (default: ${DEFAULT-VALUE}).",
            defaultValue = "4")
    int parallel = 4;

    @Option(
            names = "--objects",
            paramLabel = "N",
            description = "Say also what N objects cost that have predictions of their own (segment --per-object).",
            defaultValue = "1")
    int objects = 1;

    @Option(
            names = "--at-frame",
            paramLabel = "N",
            description =
                    "Index of the frame at which points and boxes are to be true, from 0: a chunk starts there, and"
                            + " chunks go one after the other (default: ${DEFAULT-VALUE}, for texts).",
            defaultValue = "0")
    int atFrame;

    @Option(names = "--json", description = "Print one JSON object a video in place of text.")
    boolean json;

    @Inject
    VideoTools tools;

    @Inject
    SourceReader sources;

    @Inject
    PriceList prices;

    @Inject
    Sam3Config config;

    @Override
    public void precheck() {
        plan.options().withStartAt(atFrame);
        JobOptions.checkParallel(parallel);
        if (objects < 1 || objects > MOST_OBJECTS) {
            throw new InvalidInputException("--objects " + objects + ": give a number from 1 to " + MOST_OBJECTS);
        }
        if (videos.size() == 1) {
            VideoArgument.of(videos.get(0));
        }
    }

    @Override
    public Integer call() {
        Output output = Output.of(spec);
        int exit = ExitCode.DONE;
        MicroUsd total = MicroUsd.ZERO;
        for (String text : videos) {
            try {
                total = total.plus(quote(VideoArgument.of(text), output));
            } catch (RuntimeException e) {
                String about = videos.size() > 1 ? VideoArgument.shown(text) + ": " : "";
                exit = ExitCode.worst(exit, Errors.report(e, about, output.err()));
            }
        }
        if (videos.size() > 1 && !json) {
            output.result("total quote " + total);
        }
        return exit;
    }

    private MicroUsd quote(VideoArgument argument, Output output) {
        if (argument.isFile()) {
            return quote(argument, argument.path(), output);
        }
        try {
            Path copy = Files.createTempFile(WorkRoom.of(config).room(), "quote-", ".video");
            try (InputStream in = sources.open(argument.uri())) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return quote(argument, copy, output);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not download the video: " + e.getMessage(), e);
        }
    }

    private MicroUsd quote(VideoArgument argument, Path file, Output output) {
        Video video = tools.probe(file);
        ChunkPlan chunks = plan.plan(tools, file, video, prices, parallel, atFrame);
        Quote quote = chunks.quote(prices, video.table().durationMicros());
        show(argument, video, chunks, quote, output);
        return quote.total();
    }

    private void show(VideoArgument argument, Video video, ChunkPlan plan, Quote quote, Output output) {
        if (json) {
            output.result(json(argument, video, plan, quote));
            return;
        }
        output.result(String.format(
                Locale.ROOT,
                "%s: %d frames, %dx%d, %s s, %s in %s",
                argument.shown(),
                video.frames(),
                video.size().width(),
                video.size().height(),
                seconds(video.table().durationMicros()),
                video.codec(),
                video.container()));
        for (Chunk chunk : plan.chunks()) {
            output.result(String.format(
                    Locale.ROOT,
                    "  chunk %d: frames %d-%d, %s s, billed %d s, %s",
                    chunk.index() + 1,
                    chunk.sent().startFrame(),
                    chunk.sent().endFrame() - 1,
                    seconds(chunk.durationMicros()),
                    prices.billedSeconds(chunk.durationMicros()),
                    prices.charge(chunk.durationMicros())));
        }
        if (plan.normaliseReason() != null) {
            output.result("  re-encoded first: " + plan.normaliseReason());
        }
        output.result("  quote " + quote.total() + " for " + quote.chunks()
                + (quote.chunks() == 1 ? " prediction" : " predictions") + ", " + quote.billedSeconds()
                + " s billed; the least it could be is " + quote.floor());
        this.plan.comparison(alternatives(video), video, prices, atOnce()).forEach(line -> output.result("  " + line));
        if (objects > 1) {
            PlanFlags.perObject(plan, objects, false, video, prices, atOnce())
                    .forEach(line -> output.result("  " + line));
        }
        output.result("  times are guessed: the provider is taken to need 20 s a prediction and as long as it plays");
    }

    private ObjectNode json(VideoArgument argument, Video video, ChunkPlan plan, Quote quote) {
        ObjectNode json = Output.object();
        json.put("video", argument.shown());
        json.put("sha256", video.sha256());
        json.put("frames", video.frames());
        json.put("width", video.size().width());
        json.put("height", video.size().height());
        json.put("durationMicros", video.table().durationMicros());
        json.put("normaliseReason", plan.normaliseReason());
        json.put("objective", PlanFlags.name(this.plan.options().objective()));
        json.put("expectedMicros", ProviderPace.ASSUMED.expectedMicros(plan, atOnce()));
        ArrayNode chunks = json.putArray("chunks");
        for (Chunk chunk : plan.chunks()) {
            chunks.addObject()
                    .put("startFrame", chunk.sent().startFrame())
                    .put("endFrame", chunk.sent().endFrame())
                    .put("durationMicros", chunk.durationMicros())
                    .put("billedSeconds", prices.billedSeconds(chunk.durationMicros()))
                    .put("chargeMicroUsd", prices.charge(chunk.durationMicros()).value());
        }
        json.put("billedSeconds", quote.billedSeconds());
        json.put("quoteMicroUsd", quote.total().value());
        json.put("floorMicroUsd", quote.floor().value());
        ArrayNode plans = json.putArray("plans");
        for (PlanFlags.Alternative other : alternatives(video)) {
            plans.addObject()
                    .put("objective", PlanFlags.name(other.objective()))
                    .put("predictions", other.plan().chunks().size())
                    .put(
                            "quoteMicroUsd",
                            other.plan()
                                    .quote(prices, video.table().durationMicros())
                                    .total()
                                    .value())
                    .put("expectedMicros", ProviderPace.ASSUMED.expectedMicros(other.plan(), atOnce()));
        }
        if (objects > 1) {
            json.put("objects", objects);
            json.put("perObjectQuoteMicroUsd", quote.total().value() * objects);
        }
        return json;
    }

    private List<PlanFlags.Alternative> alternatives(Video video) {
        return plan.alternatives(video, prices, parallel, atFrame);
    }

    private int atOnce() {
        return atFrame > 0 ? 1 : parallel;
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.3f", micros / 1e6);
    }
}
