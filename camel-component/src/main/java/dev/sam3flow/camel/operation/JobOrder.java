package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Configuration;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.Prompts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Makes a job's order of a video and options. */
final class JobOrder {
    private final Sam3Configuration configuration;
    private final Options options;
    private final String provider;

    /** @param provider where predictions go: what one provider has made is no answer to what another is asked */
    JobOrder(Sam3Configuration configuration, Options options, String provider) {
        this.provider = provider;
        this.configuration = configuration;
        this.options = options;
    }

    JobRequest request(VideoBody video) {
        String source = String.valueOf(
                video.remote() == null ? Objects.requireNonNull(video.file()).toUri() : video.remote());
        Prompts prompts = options.prompts();
        PlanOptions plan = new PlanOptions(
                Math.multiplyExact(configuration.getMaxChunk(), 1000L),
                configuration.getOverlap() == -1
                        ? PlanOptions.AUTO_OVERLAP
                        : Math.multiplyExact(configuration.getOverlap(), 1000L),
                options.objective(),
                options.sceneCuts());
        String named = options.requestKey();
        String key = named == null ? digest(video, prompts, plan) : named;
        return JobRequest.of(new JobId(options.tenant(), key), source, prompts)
                .withPlan(plan)
                .withParallel(configuration.getParallel())
                .withMaxCharge(options.maxCharge())
                .withDialect(options.dialect())
                .withExports(exports())
                .withOnChunkFailure(options.onChunkFailure())
                .withReuse(configuration.isReuse())
                .withAskOverBudget(configuration.isAskOverBudget())
                .withPerObject(options.perObject())
                .withAutoRepair(options.autoRepair())
                .withPriority(configuration.getPriority());
    }

    private List<String> exports() {
        String names = configuration.getExports();
        return names == null || names.isBlank()
                ? List.of()
                : Arrays.stream(names.split(",")).map(JobOrder::export).toList();
    }

    private static String export(String given) {
        String name = given.strip();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9:=_-]{0,63}")) {
            throw new InvalidInputException("export '" + name + "': give a name such as coco");
        }
        return name;
    }

    /** The same bytes asked the same question are the same job; of a remote video the URL stands for the bytes. */
    private String digest(VideoBody video, Prompts prompts, PlanOptions plan) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Path file = video.file();
            if (file == null) {
                digest.update(String.valueOf(video.remote()).getBytes(StandardCharsets.UTF_8));
            } else {
                update(digest, file);
            }
            String asked = provider + "|" + prompts + "|" + plan + "|" + options.dialect() + "|" + exports()
                    + (options.perObject() ? "|perObject" : "")
                    + (options.autoRepair() ? "|autoRepair" : "");
            return "camel-" + HexFormat.of().formatHex(digest.digest(asked.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        } catch (IOException unreadable) {
            throw new InvalidInputException("the video cannot be read: check its permissions", unreadable);
        }
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
    }
}
