package dev.sam3flow.camel.operation;

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
    private final boolean remoteAllowed;

    Submitter(PredictionService predictions, boolean remoteAllowed) {
        this.predictions = predictions;
        this.remoteAllowed = remoteAllowed;
    }

    /** The URL that the provider reads the video from. */
    URI upload(VideoBody video) {
        if (video.remote() != null) {
            if (!remoteAllowed) {
                throw new InvalidInputException(
                        "the body is a URL, and the option allowRemoteVideo is off: switch it on if"
                                + " whoever writes the body may choose what the provider reads");
            }
            return video.remote();
        }
        byte[] marker = new byte[16];
        RANDOM.nextBytes(marker);
        return predictions.upload(
                java.util.Objects.requireNonNull(video.file()),
                video.uploadName(HexFormat.of().formatHex(marker)));
    }

    /** Exactly one POST; what it came to is remembered with the exchange. */
    Prediction submit(Paid paid, URI video, Prompts prompts, boolean applyMask) {
        paid.sending();
        try {
            Prediction begun = predictions.submit(new PredictionInput(video, prompts, applyMask), null);
            paid.accepted(begun.id());
            return begun;
        } catch (RateLimitedException | RejectedException | InvalidInputException refused) {
            paid.refused();
            throw refused;
        }
    }
}
