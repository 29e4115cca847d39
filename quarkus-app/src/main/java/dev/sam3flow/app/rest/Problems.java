package dev.sam3flow.app.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.UnavailableException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as {@code application/problem+json}; what was not foreseen is told by a number that the log has too. */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    /** How the framework's reader of forms says so: it has no exception of its own for it. */
    private static final String TOO_MANY_FIELDS = "Param limit of";

    @ServerExceptionMapper
    Response of(Sam3Exception error) {
        int status = status(error);
        Response.ResponseBuilder response = new Problem(error.code(), status, error.getMessage()).response();
        error.retryAfter().ifPresent(wait -> response.header("Retry-After", Math.max(1, wait.toSeconds())));
        return response.build();
    }

    @ServerExceptionMapper
    Response of(Problem.Refusal error) {
        return error.problem().response().build();
    }

    /** The framework has a mapper of its own for it, whose answer is empty. */
    @ServerExceptionMapper
    Response of(MismatchedInputException error) {
        return of((JsonProcessingException) error);
    }

    @ServerExceptionMapper
    Response of(JsonProcessingException error) {
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Sam3Exception known) {
                return of(known);
            }
            if (cause instanceof Problem.Refusal refusal) {
                return of(refusal);
            }
        }
        String where = error.getLocation() == null
                ? ""
                : " at line " + error.getLocation().getLineNr();
        String field = error instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? " in '" + mapping.getPath().get(0).getFieldName() + "'"
                : "";
        return new Problem("invalid-json", 400, "the body is not the JSON that is asked for" + field + where)
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response of(UnauthorizedException error) {
        return new Problem("not-signed-in", 401, "send 'Authorization: Bearer sam3_…' with a valid API key, or sign in")
                .response()
                .header("WWW-Authenticate", "Bearer realm=\"sam3flow\"")
                .build();
    }

    @ServerExceptionMapper
    Response of(ForbiddenException error) {
        return new Problem("scope-missing", 403, "this caller may not do that: the key or person lacks the scope")
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response of(WebApplicationException error) {
        if (error.getCause() instanceof Sam3Exception known) {
            return of(known);
        }
        if (error.getCause() instanceof JsonProcessingException json) {
            return of(json);
        }
        int status = error.getResponse().getStatus();
        if (status < 400) {
            return error.getResponse();
        }
        Response.StatusType known = error.getResponse().getStatusInfo();
        return new Problem(
                        known.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-'),
                        status,
                        status == 404 ? "there is nothing at this path" : error.getMessage())
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response of(Exception error) {
        if (String.valueOf(error.getMessage()).startsWith(TOO_MANY_FIELDS)) {
            return new Problem("too-many-fields", 413, "a form may have at most 1000 fields")
                    .response()
                    .build();
        }
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(error, "request failed, error %s", number);
        return new Problem("internal", 500, "something went wrong here: the log tells more under error " + number)
                .response()
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
        if (error instanceof UnavailableException) {
            return 503;
        }
        return error instanceof RateLimitedException ? 429 : 502;
    }
}
