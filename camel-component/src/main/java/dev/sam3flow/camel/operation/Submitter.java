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
import java.util.HexFormat;

/** Upload and the one submit of an exchange. */
final class Submitter {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PredictionService predictions;
    private final Sam3Configuration options;

    Submitter(PredictionService predictions, Sam3Configuration options) {
        this.predictions = predictions;
        this.options = options;
    }

    /** The URL that the provider reads the video from. */
    URI upload(VideoBody video) {
        if (video.remote() != null) {
            if (!options.isAllowRemoteVideo()) {
                throw new InvalidInputException(
                        "the body is a URL, and the option allowRemoteVideo is off: switch it on if"
                                + " whoever writes the body may choose what the provider reads");
            }
            return video.remote();
        }
        return predictions.upload(java.util.Objects.requireNonNull(video.file()), video.uploadName(marker()));
    }

    /** Exactly one POST; what it came to is remembered with the exchange. */
    Prediction submit(Paid paid, URI video, Prompts prompts) {
        String webhook = options.getWebhookUrl() == null
                ? null
                : new WebhookAddress(URI.create(options.getWebhookUrl())).urlFor(marker());
        paid.sending();
        try {
            Prediction begun = predictions.submit(new PredictionInput(video, prompts, options.isApplyMask()), webhook);
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
