package dev.sam3flow.camel.operation;

import dev.sam3flow.core.prediction.PredictionId;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange has paid for already at one endpoint. It stays with the exchange, so that a redelivery goes on with the
 * prediction there is instead of buying another.
 */
final class Paid {
    private static final String PROPERTY = "CamelSam3Paid:";

    /** A POST that was begun. @param marker by which its prediction can be found; null where the video is not ours */
    record Sent(@Nullable String marker, Instant at) {}

    private @Nullable PredictionId id;
    private @Nullable Sent sent;

    static Paid of(Exchange exchange, String uri) {
        Paid found = exchange.getProperty(PROPERTY + uri, Paid.class);
        if (found != null) {
            return found;
        }
        Paid fresh = new Paid();
        exchange.setProperty(PROPERTY + uri, fresh);
        return fresh;
    }

    /** It has been delivered: the next exchange with this endpoint is another order. */
    static void forget(Exchange exchange, String uri) {
        exchange.removeProperty(PROPERTY + uri);
    }

    /** The prediction there is; empty where none is known. */
    synchronized Optional<PredictionId> prediction() {
        return Optional.ofNullable(id);
    }

    /** The POST that got no answer: a prediction may exist and be billed, and nothing may be sent again. */
    synchronized Optional<Sent> unanswered() {
        return id == null ? Optional.ofNullable(sent) : Optional.empty();
    }

    synchronized void sending(@Nullable String marker, Instant now) {
        sent = new Sent(marker, now);
    }

    /** Refused for certain: it may be sent again. */
    synchronized void refused() {
        sent = null;
    }

    synchronized void accepted(PredictionId accepted) {
        id = accepted;
    }
}
