package dev.sam3flow.app.cli;

import dev.sam3flow.app.cli.ProgressBoard.Style;
import dev.sam3flow.app.result.ResultFolder;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.JobStore;
import dev.sam3flow.core.port.JobStore.StoredJob;
import dev.sam3flow.core.port.PredictionService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Has chunks of a result segmented and paid again, and puts the result together anew; the other chunks' results are taken as
 * they are. Nothing that is stored is changed: a repair that is refused or fails leaves the result as it was.
 */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Has bad chunks of a result segmented again; only they are paid for.")
public class RepairCommand implements Callable<Integer>, Prechecked {
    private static final Pattern FRAMES = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MOST_JOBS = 10_000;
    private static final long LOOK_MILLIS = 300;
    /** A request key has 128 characters at most. */
    private static final int LONGEST_BASE = 100;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "RESULT", description = "A result folder.")
    @Nullable
    Path folder;

    @Option(
            names = "--chunk",
            paramLabel = "K",
            split = ",",
            description = "Chunks by number, from 1, as 'sam3 quote' counts them.")
    List<Integer> chunks = List.of();

    @Option(
            names = "--frames",
            paramLabel = "A-B",
            description = "Frames by index, from 0, both included: every chunk whose frames they are.")
    @Nullable
    String frames;

    @Option(
            names = "--max-charge",
            paramLabel = "USD",
            description = "Most that the repair may cost (default: the price of these chunks).")
    @Nullable
    String maxCharge;

    @Option(names = "--quiet", description = "No progress.")
    boolean quiet;

    @Inject
    JobService jobs;

    @Inject
    JobStore store;

    @Inject
    BlobStore blobs;

    @Inject
    PredictionService predictions;

    @Inject
    PriceList prices;

    @Override
    public void precheck() {
        if (chunks.isEmpty() && frames == null) {
            throw new InvalidInputException("name what is bad: --chunk K or --frames A-B");
        }
        JobOptions.usd("--max-charge", maxCharge);
        range();
    }

    /** First and last frame; null where none are named. */
    private int @Nullable [] range() {
        String text = frames;
        if (text == null) {
            return null;
        }
        Matcher m = FRAMES.matcher(text.strip());
        if (m.matches()) {
            int first = Integer.parseInt(m.group(1));
            int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
            if (last >= first) {
                return new int[] {first, last};
            }
        }
        throw new InvalidInputException("--frames " + text + ": give the first and the last index, such as 120-180");
    }

    @Override
    public Integer call() {
        Output output = Output.of(spec);
        Path result = Objects.requireNonNull(folder);
        StoredJob job = jobOf(result);
        List<ChunkProgress> bad = bad(job);
        MicroUsd price = bad.stream()
                .map(chunk -> prices.charge(chunk.chunk().durationMicros()))
                .reduce(MicroUsd.ZERO, MicroUsd::plus);
        SimulatedBanner.show(predictions, output);
        output.say("repair of " + numbers(bad) + ": " + price);
        MicroUsd limit = JobOptions.usd("--max-charge", maxCharge);
        if (limit != null && limit.compareTo(price) < 0) {
            throw new InvalidInputException(
                    "--max-charge " + limit + " is less than " + price + ", the price of " + numbers(bad));
        }
        List<Integer> again = bad.stream().map(chunk -> chunk.chunk().index()).toList();
        JobRequest order = job.request().repair(nextId(job.request().id()), again, limit == null ? price : limit);
        jobs.start(order);
        return finish(order, result, output);
    }

    private static String numbers(List<ChunkProgress> bad) {
        TreeSet<Integer> numbers = new TreeSet<>();
        bad.forEach(chunk -> numbers.add(chunk.chunk().index() + 1));
        return (numbers.size() == 1 ? "chunk " : "chunks ")
                + String.join(", ", numbers.stream().map(String::valueOf).toList());
    }

    private List<ChunkProgress> bad(StoredJob job) {
        List<ChunkProgress> all = job.progress().chunks();
        for (int chunk : chunks) {
            if (chunk < 1 || chunk > all.size()) {
                throw new InvalidInputException(
                        "--chunk " + chunk + ": the result has " + all.size() + " chunks, counted from 1");
            }
        }
        int[] range = range();
        List<ChunkProgress> bad = all.stream()
                .filter(chunk -> chunks.contains(chunk.chunk().index() + 1) || owns(chunk.chunk(), range))
                .toList();
        if (bad.isEmpty()) {
            throw new InvalidInputException("--frames " + frames + ": the result has "
                    + job.progress().videoFrames() + " frames, counted from 0");
        }
        return bad;
    }

    private static boolean owns(Chunk chunk, int @Nullable [] range) {
        return range != null
                && chunk.owned().startFrame() <= range[1]
                && chunk.owned().endFrame() > range[0];
    }

    /** The job whose masks lie in the folder. */
    private StoredJob jobOf(Path result) {
        Path masks = result.resolve(JobResult.MASKS);
        if (!Files.isRegularFile(masks)) {
            throw new InvalidInputException(result + ": no result, it has no " + JobResult.MASKS);
        }
        String digest = sha256(masks);
        return store.list(JobId.DEFAULT_TENANT, MOST_JOBS).stream()
                .filter(job -> job.result()
                        .map(r -> r.files().get(JobResult.MASKS))
                        .filter(file -> file.sha256().equals(digest))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        result + ": no job of this data folder has this result; order it here first"));
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private JobId nextId(JobId id) {
        String key = id.requestKey().replaceAll("-repair-\\d+$", "");
        String base = key.substring(0, Math.min(key.length(), LONGEST_BASE));
        for (int n = 1; ; n++) {
            JobId next = new JobId(id.tenant(), base + "-repair-" + n);
            if (store.find(next).isEmpty()) {
                return next;
            }
        }
    }

    private int finish(JobRequest order, Path result, Output output) {
        ProgressBoard board =
                new ProgressBoard(output.err(), quiet ? Style.NONE : ProgressBoard.style(false), "", Clock.systemUTC());
        JobResult repaired = await(order.id(), board);
        JobFailure failure = repaired.failure();
        if (failure != null) {
            output.say(Errors.oneLine(failure.message()));
        }
        // gaps that were there before stay; new ones there are none
        if (failure != null && failure.reason() != JobFailure.Reason.PARTIAL_RESULT) {
            output.say("the result in " + result + " is as it was; the same command again goes on from there");
            return ExitCode.of(failure.reason());
        }
        new ResultFolder(blobs).write(repaired, result);
        output.result(
                result + ": repaired, charged " + repaired.charged() + (predictions.simulated() ? " (SIMULATED)" : ""));
        return failure == null ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private JobResult await(JobId id, ProgressBoard board) {
        var future = jobs.result(id);
        try {
            while (true) {
                try {
                    return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    board.show(jobs.progress(id));
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            jobs.cancel(id);
            throw new IllegalStateException("waiting for job " + id + " was interrupted", e);
        } finally {
            board.clear();
        }
    }
}
