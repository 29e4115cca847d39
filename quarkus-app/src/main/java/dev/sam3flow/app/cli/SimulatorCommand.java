package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.simulator.OutputWrapping;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.MaskDialect;
import dev.sam3flow.simulator.mask.MaskLayout;
import dev.sam3flow.simulator.mask.MaskScript;
import dev.sam3flow.simulator.pixels.FfprobeMeter;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulator alone, for tests of anything that speaks to the provider. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs the simulated provider until it is told to stop.",
            "Point a client at it with WAVESPEED_BASE_URL=http://127.0.0.1:PORT/api/v3 and any WAVESPEED_API_KEY.",
        })
public class SimulatorCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--port", paramLabel = "N", description = "0 for a free one (default: ${DEFAULT-VALUE}).")
    int port = 8085;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            description = "How long a prediction takes at least, such as 2s or 500ms (default: ${DEFAULT-VALUE}).")
    String delay = "500ms";

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description = "How the file of masks is laid out, such as strings.")
    @Nullable
    String layout;

    @Option(names = "--dialect", paramLabel = "NAME", description = "How a mask is written, such as pairs-row-1.")
    @Nullable
    String dialect;

    @Option(
            names = "--wrapping",
            paramLabel = "NAME",
            description = "How outputs are wrapped: ${COMPLETION-CANDIDATES}.")
    @Nullable
    OutputWrapping wrapping;

    @Option(names = "--api-key", paramLabel = "KEY", description = "The only key that is accepted (default: any).")
    @Nullable
    String apiKey;

    @Option(names = "--external-videos", description = "Also fetch videos that were not uploaded here.")
    boolean externalVideos;

    @Option(
            names = "--script",
            arity = "2",
            paramLabel = "FILE",
            description = "A video and the JSON file of masks to answer for chunks of it.")
    @Nullable
    List<Path> script;

    @Override
    public Integer call() throws InterruptedException {
        try (ProviderSimulator simulator = builder().start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
            Output.of(spec).result("SIMULATED provider at " + simulator.baseUrl() + " (no model, no money)");
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }

    private ProviderSimulator.Builder builder() {
        ProviderSimulator.Builder builder =
                ProviderSimulator.builder().port(port).delay(duration(delay)).externalVideos(externalVideos);
        if (wrapping != null) {
            builder.wrapping(wrapping);
        }
        if (apiKey != null) {
            builder.apiKey(apiKey);
        }
        try {
            if (layout != null) {
                builder.layout(MaskLayout.ofOption(layout));
            }
            if (dialect != null) {
                builder.dialect(MaskDialect.ofOption(dialect));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--layout or --dialect: " + e.getMessage(), e);
        }
        if (script != null) {
            scripted(builder, script.get(0), script.get(1));
        }
        return builder;
    }

    private static void scripted(ProviderSimulator.Builder builder, Path video, Path masks) {
        try {
            FfprobeMeter meter = new FfprobeMeter(FfmpegPrograms.find());
            builder.masks(MaskScript.read(meter.measure(video, ""), masks));
        } catch (IOException e) {
            throw new InvalidInputException("--script " + video + " " + masks + ": " + e.getMessage(), e);
        }
    }

    /** {@code 2s}, {@code 500ms} or ISO-8601. */
    private static Duration duration(String text) {
        try {
            if (text.matches("\\d{1,12}ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            return Duration.parse(text.matches("\\d+(\\.\\d+)?[smh]") ? "PT" + text : text);
        } catch (DateTimeException e) {
            throw new InvalidInputException("--delay " + text + ": give a time such as 2s or 500ms", e);
        }
    }
}
