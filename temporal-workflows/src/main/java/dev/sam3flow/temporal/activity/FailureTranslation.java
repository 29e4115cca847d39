package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobFailure.Reason;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalException;
import io.temporal.failure.TimeoutFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The one place where errors of the ports become failures of activities, and these become reasons of jobs. */
public final class FailureTranslation {
    private static final String IO = "io";
    private static final String BUG = "internal";

    private static final Map<String, Reason> REASONS = Map.ofEntries(
            Map.entry("invalid-input", Reason.INVALID_INPUT),
            Map.entry("over-budget", Reason.OVER_BUDGET),
            Map.entry("rejected", Reason.PROVIDER),
            Map.entry("rate-limited", Reason.PROVIDER),
            Map.entry("unavailable", Reason.PROVIDER),
            Map.entry("submission-outcome-unknown", Reason.PROVIDER),
            Map.entry("malformed-response", Reason.PROVIDER),
            Map.entry("malformed-rle", Reason.PROVIDER),
            Map.entry("not-found", Reason.PROVIDER),
            Map.entry("ambiguous-dialect", Reason.UNREADABLE_MASKS));

    private FailureTranslation() {}

    /**
     * Runs the body of an activity, with heartbeats, so that a worker's death is noticed whatever it was doing; what it throws
     * comes out as a failure with a type of the closed list.
     */
    static <T> T translated(Callable<T> body) {
        try (Pulse pulse = Pulse.start()) {
            return body.call();
        } catch (Exception e) {
            throw translate(e);
        }
    }

    /** As {@link #translated(Callable)}, without a result. */
    static void run(Runnable body) {
        translated(() -> {
            body.run();
            return null;
        });
    }

    static RuntimeException translate(Exception e) {
        if (e instanceof TemporalException temporal) {
            return temporal;
        }
        ApplicationFailure.Builder failure = ApplicationFailure.newBuilder()
                .setMessage(String.valueOf(e.getMessage()))
                .setCause(null);
        if (e instanceof Sam3Exception sam3) {
            failure.setType(sam3.code()).setNonRetryable(!sam3.retryable());
            sam3.retryAfter().ifPresent(failure::setNextRetryDelay);
        } else if (e instanceof IOException || e instanceof UncheckedIOException) {
            failure.setType(IO);
        } else {
            failure.setType(BUG)
                    .setMessage(e.getClass().getSimpleName() + ": " + e.getMessage())
                    .setNonRetryable(e instanceof IllegalArgumentException
                            || e instanceof NullPointerException
                            || e instanceof UnsupportedOperationException
                            || e instanceof IndexOutOfBoundsException
                            || e instanceof ClassCastException);
        }
        return failure.build();
    }

    /** True where a failure is the answer to a cancellation. */
    public static boolean isCancellation(Throwable failure) {
        return failure instanceof CanceledFailure
                || (failure instanceof ActivityFailure || failure instanceof ChildWorkflowFailure)
                        && failure.getCause() instanceof CanceledFailure;
    }

    /** The failure that a workflow ends with; its type is the reason's name. */
    public static ApplicationFailure ended(JobFailure failure) {
        return ApplicationFailure.newNonRetryableFailure(
                failure.message(), failure.reason().name());
    }

    private static Reason reason(@Nullable String type) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(type)) {
                return reason;
            }
        }
        return REASONS.getOrDefault(String.valueOf(type), Reason.INTERNAL);
    }

    /** The reason and the sentence that a failure of an activity or of a child gives the job. */
    public static JobFailure jobFailure(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ApplicationFailure application) {
            return new JobFailure(reason(application.getType()), String.valueOf(application.getOriginalMessage()));
        }
        if (cause instanceof CanceledFailure) {
            return new JobFailure(Reason.CANCELLED, "the job was cancelled");
        }
        String what = cause instanceof TimeoutFailure timeout
                ? "a step of the job did not end in time (" + timeout.getTimeoutType() + ")"
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new JobFailure(Reason.INTERNAL, what);
    }
}
