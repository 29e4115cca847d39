package dev.sam3flow.simulator;

import dev.sam3flow.simulator.mask.MaskDialect;
import dev.sam3flow.simulator.mask.MaskLayout;
import dev.sam3flow.simulator.mask.MaskScript;
import dev.sam3flow.simulator.pixels.FfprobeMeter;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Runs a simulator in a process of its own until it is told to stop. */
public final class SimulatorMain {
    private static final String USAGE =
            "usage: [--port N] [--delay 2s] [--layout NAME] [--dialect NAME] [--wrapping NAME]"
                    + " [--api-key KEY] [--external-videos] [--script VIDEO MASKS.json]";

    private SimulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        int exit = run(args, System.out, System.err, new CountDownLatch(1));
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /**
     * Runs until {@code stop} is counted down.
     *
     * @return 0, or 2 for arguments that are not understood
     */
    static int run(String[] args, PrintStream out, PrintStream err, CountDownLatch stop) throws InterruptedException {
        ProviderSimulator.Builder builder = ProviderSimulator.builder().port(8085);
        try {
            read(args, builder);
        } catch (IllegalArgumentException | DateTimeException | IOException e) {
            err.println("sam3 simulator: " + e.getMessage());
            err.println(USAGE);
            return 2;
        }
        try (ProviderSimulator simulator = builder.start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
            out.println("SIMULATED provider at " + simulator.baseUrl() + " (no model, no money)");
            out.flush();
            stop.await();
        }
        return 0;
    }

    private static void read(String[] args, ProviderSimulator.Builder builder) throws IOException {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--port" -> builder.port(Integer.parseInt(value(args, ++i)));
                case "--delay" -> builder.delay(duration(value(args, ++i)));
                case "--layout" -> builder.layout(MaskLayout.ofOption(value(args, ++i)));
                case "--dialect" -> builder.dialect(MaskDialect.ofOption(value(args, ++i)));
                case "--wrapping" ->
                    builder.wrapping(OutputWrapping.valueOf(
                            value(args, ++i).toUpperCase(Locale.ROOT).replace('-', '_')));
                case "--api-key" -> builder.apiKey(value(args, ++i));
                case "--external-videos" -> builder.externalVideos(true);
                case "--script" -> {
                    Path video = Path.of(value(args, ++i));
                    FfprobeMeter meter = new FfprobeMeter(FfmpegPrograms.find());
                    builder.masks(MaskScript.read(meter.measure(video, ""), Path.of(value(args, ++i))));
                }
                default -> throw new IllegalArgumentException("'" + args[i] + "' is not an option");
            }
        }
    }

    private static String value(String[] args, int i) {
        if (i >= args.length) {
            throw new IllegalArgumentException(args[i - 1] + " needs a value");
        }
        return args[i];
    }

    /** {@code 2s}, {@code 500ms} or ISO-8601. */
    private static Duration duration(String text) {
        if (text.matches("\\d+ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        return Duration.parse(text.matches("\\d+(\\.\\d+)?[smh]") ? "PT" + text : text);
    }
}
