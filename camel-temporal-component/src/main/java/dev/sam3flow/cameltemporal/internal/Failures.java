package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalEndpointException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Temporal's exceptions, translated; the one place that does. */
final class Failures {
    private static final Set<Status.Code> PASSING = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.ABORTED);

    private Failures() {}

    static TemporalEndpointException of(Throwable thrown, @Nullable String workflowId) {
        Throwable cause = bare(thrown);
        if (cause instanceof TemporalEndpointException already) {
            return already;
        }
        String code = code(cause);
        String about = workflowId == null ? "" : " (workflow " + workflowId + ")";
        return new TemporalEndpointException(
                code, message(cause) + about, workflowId, code.equals("unavailable"), cause);
    }

    private static String code(Throwable cause) {
        if (cause instanceof WorkflowExecutionAlreadyStarted) {
            return "already-started";
        }
        if (cause instanceof WorkflowNotFoundException) {
            return "not-found";
        }
        if (cause instanceof WorkflowQueryException) {
            return "query-failed";
        }
        if (cause instanceof WorkflowUpdateTimeoutOrCancelledException || cause instanceof TimeoutException) {
            return "timed-out";
        }
        if (cause instanceof WorkflowUpdateException) {
            return "update-failed";
        }
        if (cause instanceof WorkflowFailedException failed) {
            return ending(failed.getCause());
        }
        if (cause instanceof IllegalArgumentException) {
            return "invalid-input";
        }
        return status(cause);
    }

    private static String ending(@Nullable Throwable why) {
        if (why instanceof CanceledFailure) {
            return "workflow-cancelled";
        }
        if (why instanceof TerminatedFailure) {
            return "workflow-terminated";
        }
        return why instanceof TimeoutFailure ? "workflow-timed-out" : "workflow-failed";
    }

    private static String status(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof StatusRuntimeException answered) {
                Status.Code code = answered.getStatus().getCode();
                if (code == Status.Code.NOT_FOUND) {
                    return "not-found";
                }
                return PASSING.contains(code) ? "unavailable" : "refused";
            }
        }
        return "internal";
    }

    private static String message(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "no answer within the option waitTimeout; what was asked for goes on";
        }
        Throwable why = cause instanceof WorkflowFailedException ? cause.getCause() : null;
        return cause.getMessage() + (why == null ? "" : ": " + why.getMessage());
    }

    private static Throwable bare(Throwable thrown) {
        boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        return wrapped && thrown.getCause() != null ? bare(thrown.getCause()) : thrown;
    }
}
