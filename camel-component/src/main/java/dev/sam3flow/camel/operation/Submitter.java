package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Configuration;
import dev.sam3flow.client.WebhookAddress;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Upload and the one submit of an exchange. */
final class Submitter {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PredictionService predictions;
    private final Sam3Configuration options;

    Submitter(PredictionService predictions, Sam3Configuration options) {
        this.predictions = predictions;
        this.options = options;
    }

    /**
     * A video where the provider reads it.
     *
     * @param url a secret, if it was uploaded
     * @param marker unguessable part of the URL; null where the URL is not ours
     */
    record Uploaded(URI url, @Nullable String marker) {}

    Uploaded upload(VideoBody video) {
        if (video.remote() != null) {
            if (!options.isAllowRemoteVideo()) {
                throw new InvalidInputException(
                        "the body is a URL, and the option allowRemoteVideo is off: switch it on if"
                                + " whoever writes the body may choose what the provider reads");
            }
            return new Uploaded(video.remote(), null);
        }
        String marker = marker();
        URI url = predictions.upload(Objects.requireNonNull(video.file()), video.uploadName(marker));
        // a provider that keeps no names gives a URL that is as unguessable as the marker
        return new Uploaded(url, url.toString().contains(marker) ? marker : url.getPath());
    }

    /** Exactly one POST; what it came to is remembered with the exchange. */
    Prediction submit(Paid paid, Uploaded video, Prompts prompts) {
        String webhook = options.getWebhookUrl() == null
                ? null
                : new WebhookAddress(URI.create(options.getWebhookUrl())).urlFor(marker());
        paid.sending(video.marker(), Instant.now());
        try {
            Prediction begun =
                    predictions.submit(new PredictionInput(video.url(), prompts, options.isApplyMask()), webhook);
            paid.accepted(begun.id());
            return begun;
        } catch (RateLimitedException | RejectedException | InvalidInputException refused) {
            paid.refused();
            throw refused;
        }
    }

    private static String marker() {
        byte[] marker = new byte[16];
        RANDOM.nextBytes(marker);
        return HexFormat.of().formatHex(marker);
    }
}
