package dev.sam3flow.camel.operation;

import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.prediction.PredictionId;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange has paid for already at one endpoint. It stays with the exchange, so that a redelivery goes on with the
 * prediction there is instead of buying another.
 */
final class Paid {
    private static final String PROPERTY = "CamelSam3Paid:";

    private @Nullable PredictionId id;
    private boolean sending;

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

    /** The prediction there is; empty where none was begun. @throws SubmissionOutcomeUnknownException where that is unknown */
    synchronized Optional<PredictionId> prediction() {
        if (id == null && sending) {
            throw new SubmissionOutcomeUnknownException(
                    "this exchange has submitted before and got no answer: it is not"
                            + " sent again, since a prediction may exist and be billed");
        }
        return Optional.ofNullable(id);
    }

    synchronized void sending() {
        sending = true;
    }

    /** Refused for certain: it may be sent again. */
    synchronized void refused() {
        sending = false;
    }

    synchronized void accepted(PredictionId accepted) {
        id = accepted;
    }
}
