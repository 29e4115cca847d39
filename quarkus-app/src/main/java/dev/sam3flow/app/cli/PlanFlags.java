package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.plan.ProviderPace;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.video.Video;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How the video may be cut. */
final class PlanFlags {
    private static final String AUTO = "auto";

    @Option(
            names = "--max-chunk",
            paramLabel = "SECONDS",
            description = "Longest chunk, overlap included (default: ${DEFAULT-VALUE}).",
            defaultValue = "599.5")
    String maxChunk = "599.5";

    @Option(
            names = "--overlap",
            paramLabel = "SECONDS",
            description = "What two chunks share, to match identities; auto is one second, or 16 frames where that is"
                    + " longer (default: ${DEFAULT-VALUE}).",
            defaultValue = AUTO)
    String overlap = AUTO;

    @Option(
            names = "--plan",
            paramLabel = "OBJECTIVE",
            description = "What is made small: charge, latency (the time until the result is there) or balanced"
                    + " (default: ${DEFAULT-VALUE}).",
            defaultValue = "charge")
    String objective = "charge";

    @Option(
            names = "--scene-cuts",
            description = "Look for scenes, and let chunks meet between them where that does not raise the price.")
    boolean sceneCuts;

    PlanOptions options() {
        return new PlanOptions(
                micros("--max-chunk", maxChunk, ""),
                overlap.strip().equals(AUTO) ? PlanOptions.AUTO_OVERLAP : micros("--overlap", overlap, "auto, or "),
                objective(objective),
                sceneCuts);
    }

    private static Objective objective(String text) {
        return Arrays.stream(Objective.values())
                .filter(o -> name(o).equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("--plan " + text + ": give one of "
                        + Arrays.stream(Objective.values()).map(PlanFlags::name).collect(Collectors.joining(", "))));
    }

    /** As it is written on the command line. */
    static String name(Objective objective) {
        return objective.name().toLowerCase(Locale.ROOT);
    }

    /** Cuts a video as these options say. @param startAt index of a frame at which a chunk has to start */
    ChunkPlan plan(VideoTools tools, Path file, Video video, PriceList prices, int parallel, int startAt) {
        int[] scenes = sceneCuts ? tools.sceneCuts(file, video) : new int[0];
        return plan(options().withStartAt(startAt), video, prices, parallel, scenes);
    }

    private static ChunkPlan plan(PlanOptions options, Video video, PriceList prices, int parallel, int[] scenes) {
        return ChunkPlanner.plan(video.table(), options, prices, video.normaliseReason(), parallel, scenes);
    }

    /** What a video would be cut into for an objective. */
    record Alternative(Objective objective, ChunkPlan plan) {}

    /** The plan of every objective; scenes are not looked at. @param startAt index of a frame at which a chunk has to start */
    List<Alternative> alternatives(Video video, PriceList prices, int parallel, int startAt) {
        PlanOptions any = options().withStartAt(startAt);
        return Arrays.stream(Objective.values())
                .map(o -> new Alternative(o, plan(any.withObjective(o), video, prices, parallel, new int[0])))
                .toList();
    }

    /**
     * One line a plan: predictions, price and expected time; the chosen one is marked.
     *
     * @param atOnce predictions in flight, as far as time goes
     */
    List<String> comparison(List<Alternative> alternatives, Video video, PriceList prices, int atOnce) {
        return alternatives.stream()
                .map(a -> line(a.objective(), a.plan(), video.table().durationMicros(), prices, atOnce)
                        + (a.objective() == options().objective() ? "  <- --plan " + name(a.objective()) : ""))
                .toList();
    }

    /** {@code "plan charge: 3 predictions, 1.45 USD, about 4 min with 4 at once"}. */
    static String line(Objective objective, ChunkPlan plan, long videoMicros, PriceList prices, int parallel) {
        return "plan " + name(objective) + ": " + figures(plan, videoMicros, prices, parallel);
    }

    private static String figures(ChunkPlan plan, long videoMicros, PriceList prices, int parallel) {
        int chunks = plan.chunks().size();
        return chunks + (chunks == 1 ? " prediction, " : " predictions, ")
                + plan.quote(prices, videoMicros).total() + ", about "
                + shown(ProviderPace.ASSUMED.expectedMicros(plan, parallel)) + " with " + parallel + " at once";
    }

    /**
     * One line for each way to ask for several objects: all with one prediction a chunk, or each with its own.
     *
     * @param plan of one pass
     * @param chosen true where each object has its own
     */
    static List<String> perObject(
            ChunkPlan plan, int objects, boolean chosen, Video video, PriceList prices, int parallel) {
        String mark = "  <- as ordered";
        long micros = video.table().durationMicros();
        return List.of(
                "one prediction for all objects: " + figures(plan, micros, prices, parallel) + (chosen ? "" : mark),
                "one for each of " + objects + " objects (--per-object): "
                        + figures(plan.times(objects), micros, prices, parallel) + (chosen ? mark : ""));
    }

    private static String shown(long micros) {
        long seconds = Math.round(micros / 1e6);
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 90 ? minutes + " min" : String.format(Locale.ROOT, "%.1f h", minutes / 60.0);
    }

    private static long micros(String option, String text, String otherwise) {
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            if (seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(1_000_000)) <= 0) {
                return seconds.movePointRight(6).longValue();
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new InvalidInputException(
                option + " " + text + ": give " + otherwise + "a number of seconds, such as 1 or 599.5");
    }
}
