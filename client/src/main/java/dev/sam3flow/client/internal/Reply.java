package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the API: the HTTP status and the envelope's code both have a say.
 *
 * @param status HTTP status
 * @param envelope the body, as far as it is one
 * @param retryAfter how long it asks to wait; null where it does not
 */
record Reply(int status, Envelope envelope, @Nullable Duration retryAfter) {
    /** Refusals that are certain to come before anything is created. 408 and 409, for example, are not. */
    private static final Set<Integer> REFUSALS =
            Set.of(400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 431, 451);

    /** The status that counts: HTTP's, unless HTTP says that all is fine and the envelope does not. */
    int effective() {
        return status / 100 == 2 && envelope.code() != Envelope.NO_ENVELOPE ? envelope.code() : status;
    }

    boolean fine() {
        return status / 100 == 2 && envelope.fine();
    }

    /** True where the same question may be answered if asked again. */
    boolean temporary() {
        int code = effective();
        return code == 429 || code == 408 || code / 100 == 5 || code / 1000 == 5;
    }

    /** True where the path itself is not known there, so that an older form may be. */
    boolean pathUnknown() {
        int code = effective();
        return code == 405
                || code == 400 && envelope.message().toLowerCase(Locale.ROOT).contains("model not found");
    }

    /** What was asked for. @param what names the question in errors */
    JsonNode data(String what) {
        if (fine()) {
            return envelope.data();
        }
        throw error(what);
    }

    /** The same for a submit, where all that is neither an answer nor a certain refusal leaves the outcome open. */
    JsonNode dataOfSubmit() {
        if (fine()) {
            return envelope.data();
        }
        int code = effective();
        boolean agree = status / 100 == 2 || envelope.code() == Envelope.NO_ENVELOPE || refuses(envelope.code());
        if (refuses(code) && agree && !envelope.data().has("id")) {
            throw error("submit");
        }
        throw new SubmissionOutcomeUnknownException("the submit was answered by " + said()
                + ": a prediction may exist and be billed; look for it by its marker");
    }

    private static boolean refuses(int code) {
        return code == 429 || REFUSALS.contains(code) || code / 1000 == 1;
    }

    private Sam3Exception error(String what) {
        int code = effective();
        if (code == 429) {
            return new RateLimitedException(what + ": the provider's limit is reached, " + said(), retryAfter);
        }
        if (temporary()) {
            return new UnavailableException(what + ": the provider answered " + said() + "; try again later", null);
        }
        if (code == 404 || code == 410) {
            return new NotFoundException(what + ": not known there, or gone after seven days; " + said());
        }
        if (refuses(code)) {
            return new RejectedException(what + ": refused with " + said() + advice(code), code);
        }
        return new MalformedResponseException(what, "an answer that is no envelope: " + said(), null);
    }

    private static String advice(int code) {
        switch (code) {
            case 401:
                return "; check the API key";
            case 402:
            case 403:
                return "; the key may not do this, or the account has no balance";
            case 413:
                return "; the upload is too large";
            default:
                return "";
        }
    }

    /** Status, code and message, without anything else of the body. */
    String said() {
        String code = status / 100 == 2 || envelope.code() == Envelope.NO_ENVELOPE ? "" : "/" + envelope.code();
        String inner = status / 100 == 2 && envelope.code() != Envelope.NO_ENVELOPE ? ", code " + envelope.code() : "";
        return "HTTP " + status + code + inner + (envelope.message().isEmpty() ? "" : " (" + envelope.message() + ")");
    }
}
