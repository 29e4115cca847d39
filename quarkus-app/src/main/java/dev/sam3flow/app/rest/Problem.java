package dev.sam3flow.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not carried out, as RFC 9457 writes it ({@code application/problem+json}).
 *
 * @param title stable short name, such as {@code "over-budget"}
 * @param status the HTTP status
 * @param detail what was wrong, what is accepted, what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(example = "{\"title\":\"over-budget\",\"status\":402,\"detail\":\"over the budget of job default/k1: …\"}")
public record Problem(String title, int status, @Nullable String detail) {
    public static final String TYPE = "application/problem+json";

    Response.ResponseBuilder response() {
        return Response.status(status).type(TYPE).entity(this);
    }

    /** Thrown where the answer is a problem that no error of the domain stands for. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        Refusal(int status, String title, String detail) {
            super(detail);
            problem = new Problem(title, status, detail);
        }

        Problem problem() {
            return problem;
        }
    }
}
