package dev.sam3flow.app.rest;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.Sam3Exception;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as {@code application/problem+json}. */
@Provider
public class Problems {
    @ServerExceptionMapper
    Response of(Sam3Exception error) {
        int status = status(error);
        return Response.status(status)
                .type("application/problem+json")
                .entity(Map.of(
                        "title", error.code(),
                        "status", status,
                        "detail", String.valueOf(error.getMessage())))
                .build();
    }

    private static int status(Sam3Exception error) {
        if (error instanceof InvalidInputException || error instanceof AmbiguousDialectException) {
            return 400;
        }
        if (error instanceof NotFoundException) {
            return 404;
        }
        if (error instanceof OverBudgetException) {
            return 402;
        }
        return error instanceof RateLimitedException ? 429 : 502;
    }
}
