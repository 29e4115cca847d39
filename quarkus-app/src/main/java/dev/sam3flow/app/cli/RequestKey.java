package dev.sam3flow.app.cli;

import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.Prompts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The name of a job that was given none: a digest of everything that its result depends on. The same command again is the
 * same job; limits of money and of parallelism are no part of it.
 */
final class RequestKey {
    private static final int HEX_DIGITS = 24;

    private RequestKey() {}

    /**
     * @param source digest of the video's bytes, or its URL
     * @param endpoint where the predictions are made
     * @param choices other options that change the result
     */
    static String of(
            String source,
            Prompts prompts,
            PlanOptions plan,
            String dialect,
            List<String> exports,
            String endpoint,
            List<String> choices) {
        String all = String.join(
                "\0",
                source,
                String.join("\1", prompts.texts()),
                prompts.points().toString(),
                prompts.boxes() + (prompts.atFrame() > 0 ? "@" + prompts.atFrame() : ""),
                Long.toString(plan.maxChunkMicros()),
                Long.toString(plan.overlapMicros()),
                plan.objective().name()
                        + (plan.sceneCuts() ? "+scenes" : "")
                        + choices.stream().map(choice -> "+" + choice).collect(Collectors.joining()),
                dialect,
                String.join("\1", exports.stream().sorted().toList()),
                endpoint);
        return "cli-" + sha256(all).substring(0, HEX_DIGITS);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
