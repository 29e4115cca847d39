package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command says of a job that has ended: one line, or one JSON object. */
final class JobReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Order order;
    private final JobResult result;
    private final boolean simulated;
    private final @Nullable JsonNode summary;

    /** @param simulated true where no real money moved */
    JobReport(Order order, JobResult result, boolean simulated) {
        this.order = order;
        this.result = result;
        this.simulated = simulated;
        this.summary = summary(order.folder(), result);
    }

    private static @Nullable JsonNode summary(Path folder, JobResult result) {
        Path file = folder.resolve(JobResult.SUMMARY);
        if (!result.files().containsKey(JobResult.SUMMARY) || !Files.exists(file)) {
            return null;
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exitCode() {
        JobFailure failure = result.failure();
        if (failure != null) {
            return ExitCode.of(failure.reason());
        }
        return switch (result.phase()) {
            case DONE -> ExitCode.DONE;
            case CANCELLED -> ExitCode.INTERRUPTED;
            default -> ExitCode.INTERNAL;
        };
    }

    /** One line for people that names the result folder; empty where there is none. */
    Optional<String> line() {
        if (summary == null) {
            return Optional.empty();
        }
        return Optional.of(order.folder()
                + (exitCode() == ExitCode.DONE ? ": " : ": PARTIAL, ")
                + count(summary.path("video").path("frames").asInt(), "frame") + ", "
                + count(summary.path("tracks").size(), "track") + ", "
                + count(summary.path("chunks").size(), "chunk") + "; quote " + result.quoted() + ", charged "
                + result.charged() + (simulated ? " (SIMULATED)" : ""));
    }

    /** What an end without a result has come to; empty where it was free. */
    Optional<String> lostLine() {
        return summary != null || result.charged().isZero()
                ? Optional.empty()
                : Optional.of("charged " + result.charged() + (simulated ? " (SIMULATED)" : "")
                        + "; what was paid for is kept, and the same command again goes on from there");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    ObjectNode json() {
        ObjectNode json = Output.object();
        json.put("video", order.video().shown());
        json.put("job", order.request().id().toString());
        json.put("phase", result.phase().name());
        json.put("exitCode", exitCode());
        json.put("folder", result.files().isEmpty() ? null : order.folder().toString());
        if (summary != null) {
            json.put("frames", summary.path("video").path("frames").asInt());
            json.put("tracks", summary.path("tracks").size());
            json.put("chunks", summary.path("chunks").size());
        }
        MicroUsd quoted = result.quoted();
        json.put("quoteMicroUsd", quoted == null ? null : quoted.value());
        json.put("chargedMicroUsd", result.charged().value());
        json.put("simulated", simulated);
        JobFailure failure = result.failure();
        if (failure != null) {
            putFailure(json, failure.reason().name(), failure.message());
        }
        return json;
    }

    /** A video that did not become a job. */
    static ObjectNode refused(String video, int exitCode, Throwable error) {
        ObjectNode json = Output.object();
        json.put("video", video);
        json.put("exitCode", exitCode);
        putFailure(json, exitCode == ExitCode.BAD_INPUT ? "INVALID_INPUT" : "INTERNAL", Errors.oneLine(error));
        return json;
    }

    private static void putFailure(ObjectNode json, String reason, String message) {
        json.putObject("failure").put("reason", reason).put("message", message);
    }
}
