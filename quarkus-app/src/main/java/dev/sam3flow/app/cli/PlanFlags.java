package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.plan.PlanOptions;
import java.math.BigDecimal;
import picocli.CommandLine.Option;

/** How the video may be cut. */
final class PlanFlags {
    @Option(
            names = "--max-chunk",
            paramLabel = "SECONDS",
            description = "Longest chunk, overlap included (default: ${DEFAULT-VALUE}).",
            defaultValue = "599.5")
    String maxChunk = "599.5";

    @Option(
            names = "--overlap",
            paramLabel = "SECONDS",
            description = "What two chunks share, to match identities (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    String overlap = "1";

    PlanOptions options() {
        return new PlanOptions(
                micros("--max-chunk", maxChunk), micros("--overlap", overlap), PlanOptions.DEFAULTS.objective());
    }

    private static long micros(String option, String text) {
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            if (seconds.abs().compareTo(BigDecimal.valueOf(1_000_000)) <= 0) {
                return seconds.movePointRight(6).longValue();
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new InvalidInputException(option + " " + text + ": give a number of seconds, such as 30 or 599.5");
    }
}
