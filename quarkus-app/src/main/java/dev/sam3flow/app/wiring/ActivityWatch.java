package dev.sam3flow.app.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Every activity is timed in {@code sam3_activity_seconds}, by its type and how it ended, is a span of the trace that ordered
 * its job, and whatever is logged while it runs carries the ids of its job and chunk.
 */
final class ActivityWatch extends WorkerInterceptorBase {
    private static final Logger LOG = Logger.getLogger(ActivityWatch.class);
    private static final String JOBS = "segment/";
    private static final String CHUNKS = "/chunk/";

    private final MeterRegistry meters;
    private final Tracer tracer;

    ActivityWatch(MeterRegistry meters, Tracer tracer) {
        this.meters = meters;
        this.tracer = tracer;
    }

    /** The ids in a workflow's id: {@code job}, and {@code chunk} where it is a chunk's. */
    static Map<String, String> ids(String workflowId) {
        Map<String, String> ids = new HashMap<>();
        String rest = workflowId.startsWith(JOBS) ? workflowId.substring(JOBS.length()) : workflowId;
        int at = rest.lastIndexOf(CHUNKS);
        String chunk = at < 0 ? "" : rest.substring(at + CHUNKS.length());
        boolean ofChunk = !chunk.isEmpty() && chunk.chars().allMatch(c -> c >= '0' && c <= '9');
        ids.put("job", ofChunk ? rest.substring(0, at) : rest);
        if (ofChunk) {
            ids.put("chunk", chunk);
        }
        return ids;
    }

    /** How an activity ended: {@code done}, {@code waiting} for one that asks to be run again, or the type of its failure. */
    static String ending(Throwable failure) {
        if (failure instanceof ApplicationFailure application) {
            return application.getCategory() == ApplicationErrorCategory.BENIGN
                    ? "waiting"
                    : String.valueOf(application.getType());
        }
        return "broken-off";
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Watched(next);
    }

    private Span span(ActivityInfo info, Map<String, String> ids) {
        SpanBuilder span = tracer.spanBuilder(info.getActivityType()).setParent(TraceContext.parent());
        ids.forEach((name, value) -> span.setAttribute("sam3." + name, value));
        return span.setAttribute("sam3.try", info.getAttempt()).startSpan();
    }

    private final class Watched extends ActivityInboundCallsInterceptorBase {
        private @Nullable ActivityInfo initialised;

        Watched(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            initialised = context.getInfo();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            ActivityInfo info = Objects.requireNonNull(initialised, "not initialised");
            Map<String, String> ids = ids(info.getWorkflowId());
            ids.forEach(MDC::put);
            Timer.Sample begun = Timer.start(meters);
            Span span = span(info, ids);
            String outcome = "done";
            try (Scope scope = span.makeCurrent()) {
                return super.execute(input);
            } catch (RuntimeException | Error e) {
                outcome = ending(e);
                if (!outcome.equals("waiting")) {
                    span.setStatus(StatusCode.ERROR, outcome);
                }
                throw e;
            } finally {
                span.setAttribute("sam3.outcome", outcome).end();
                begun.stop(meters.timer("sam3.activity", "type", info.getActivityType(), "outcome", outcome));
                LOG.debugf("%s of %s: %s", info.getActivityType(), info.getWorkflowId(), outcome);
                ids.keySet().forEach(MDC::remove);
            }
        }
    }
}
