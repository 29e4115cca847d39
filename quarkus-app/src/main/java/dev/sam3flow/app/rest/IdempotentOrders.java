package dev.sam3flow.app.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.security.Secrets;
import dev.sam3flow.app.store.JdbcIdempotency;
import dev.sam3flow.app.store.JdbcIdempotency.Answer;
import dev.sam3flow.app.store.JdbcIdempotency.Found;
import dev.sam3flow.core.error.InvalidInputException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} header: the same key with the same order gets the same answer for 24 hours, whatever has become of
 * the job since; with another order it is refused. An order that was refused before it was begun does not use its key up, nor does
 * one that failed on our side (5xx): the job key makes trying again safe.
 */
@Singleton
public class IdempotentOrders {
    static final String HEADER = "Idempotency-Key";

    private final JdbcIdempotency store;
    private final ObjectMapper json;

    IdempotentOrders(JdbcIdempotency store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** Checks the header's value before anything is read. */
    static void check(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > 255)) {
            throw new InvalidInputException(HEADER + " of " + key.length() + " characters: give 1 to 255");
        }
    }

    /** @param order a text that is the same for the same order */
    Response once(String tenant, @Nullable String key, String order, Supplier<Response> carryOut) {
        if (key == null) {
            return carryOut.get();
        }
        Found found = store.claim(tenant, key, Secrets.hash(order));
        if (found instanceof Found.Answered answered) {
            return response(answered.answer())
                    .header("Idempotent-Replayed", "true")
                    .build();
        }
        if (found instanceof Found.OtherOrder) {
            throw new Problem.Refusal(
                    422,
                    "idempotency-key-reused",
                    HEADER + " '" + key + "' was used with another order: give a new key");
        }
        if (found instanceof Found.InFlight) {
            throw new Problem.Refusal(
                    409, "order-in-flight", "an order with this " + HEADER + " is being worked on: ask again soon");
        }
        boolean kept = false;
        try {
            Response response = carryOut.get();
            store.keep(tenant, key, new Answer(response.getStatus(), location(response), text(response.getEntity())));
            kept = true;
            return response;
        } finally {
            if (!kept) {
                store.forget(tenant, key);
            }
        }
    }

    private static @Nullable String location(Response response) {
        return response.getLocation() == null ? null : response.getLocation().toString();
    }

    private String text(Object entity) {
        try {
            return json.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own answer is no JSON", e);
        }
    }

    private static Response.ResponseBuilder response(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.body());
        return answer.location() == null ? response : response.location(URI.create(answer.location()));
    }
}
