package dev.sam3flow.app.money;

import dev.sam3flow.app.store.UploadTable;
import dev.sam3flow.app.store.UploadTable.Upload;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.TimeWindow;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider, given each content once in the days for which it keeps uploads: a submit that was refused for the rate, a
 * second attempt, and another prompt for the same video send no byte again.
 *
 * <p>An attempt is found again by the marker in its video's address, so each needs an address of its own. The attempt that
 * uploads has its marker in the path; one that reuses has it in the fragment, which no download sees. A provider that drops
 * fragments would make a reuse look like the first: so a content is reused only once its first prediction is known by id,
 * and any other listed prediction with the bare address has its input hidden, which makes the search for it undecided.
 */
public final class ReusedUploads implements PredictionService, AutoCloseable {
    /** The provider keeps uploads for seven days; a prediction may wait a while before it reads its video. */
    private static final Duration KEPT = Duration.ofDays(6);

    private final PredictionService provider;
    private final UploadTable uploads;
    private final UrlSeal seal;
    private final Clock clock;

    public ReusedUploads(PredictionService provider, UploadTable uploads, UrlSeal seal, Clock clock) {
        this.provider = provider;
        this.uploads = uploads;
        this.seal = seal;
        this.clock = clock;
    }

    @Override
    public URI upload(Path file, String fileName) {
        String sha256 = sha256(file);
        Optional<Upload> there =
                uploads.find(sha256).filter(upload -> upload.expiresAt().isAfter(clock.instant()));
        Optional<URI> url = there.flatMap(upload -> seal.open(upload.sealedUrl()));
        if (url.isPresent() && there.get().fileName().equals(fileName)) {
            return url.get();
        }
        if (url.isPresent() && there.get().predictionId() != null) {
            uploads.markReused(sha256);
            return URI.create(bare(url.get().toString()) + "#" + fileName);
        }
        URI made = provider.upload(file, fileName);
        uploads.save(
                new Upload(sha256, fileName, seal.seal(made), clock.instant().plus(KEPT), null, false));
        return made;
    }

    @Override
    public Prediction submit(PredictionInput input, @Nullable String webhook) {
        Prediction begun = provider.submit(input, webhook);
        String address = input.video().toString();
        String lastPart = address.substring(Math.max(address.lastIndexOf('/'), address.lastIndexOf('#')) + 1);
        try {
            uploads.markSubmitted(lastPart.split("[?]", 2)[0], begun.id().value());
        } catch (RuntimeException onlyNotReused) {
            return begun; // what was begun is paid for: nothing may keep its id from being stored
        }
        return begun;
    }

    @Override
    public Duration untilNextStart() {
        return provider.untilNextStart();
    }

    @Override
    public List<Prediction> find(TimeWindow window) {
        List<Upload> reused = uploads.reused();
        return provider.find(window).stream()
                .map(prediction -> hideWhatMayBeAnothers(prediction, reused))
                .toList();
    }

    private static Prediction hideWhatMayBeAnothers(Prediction prediction, List<Upload> reused) {
        String input = prediction.inputVideo();
        boolean undecided = input != null
                && input.indexOf('#') < 0
                && reused.stream()
                        .anyMatch(upload -> input.contains(upload.fileName())
                                && !prediction.id().value().equals(upload.predictionId()));
        boolean anothers = input != null && input.indexOf('#') >= 0;
        if (input == null || (!undecided && !anothers)) {
            return prediction;
        }
        // with a fragment, the path's marker is that of the attempt that uploaded
        String shown = undecided ? null : input.substring(input.indexOf('#') + 1);
        return new Prediction(
                prediction.id(),
                prediction.status(),
                prediction.outputs(),
                prediction.failure(),
                prediction.createdAt(),
                shown);
    }

    private static String bare(String url) {
        return url.split("#", 2)[0];
    }

    private static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new InvalidInputException("the video to upload cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String endpoint() {
        return provider.endpoint();
    }

    @Override
    public boolean simulated() {
        return provider.simulated();
    }

    @Override
    public Prediction poll(PredictionId id) {
        return provider.poll(id);
    }

    @Override
    public InputStream fetch(PredictionOutputs outputs) {
        return provider.fetch(outputs);
    }

    @Override
    public DeleteOutcome delete(PredictionId id) {
        return provider.delete(id);
    }

    @Override
    public List<BillingRow> charges(List<PredictionId> ids) {
        return provider.charges(ids);
    }

    @Override
    public List<BillingRow> charges(TimeWindow window) {
        return provider.charges(window);
    }

    @Override
    public MicroUsd balance() {
        return provider.balance();
    }

    @Override
    public MicroUsd quote(PredictionInput input) {
        return provider.quote(input);
    }

    @Override
    public void close() throws Exception {
        if (provider instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
