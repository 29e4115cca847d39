package dev.sam3flow.app.wiring;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries a trace from the request that orders a job through its workflows to their activities, as a {@code traceparent}. A
 * workflow has no span of its own: it would be made again at every replay.
 */
final class TraceContext implements ContextPropagator {
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    /** Of a workflow's or an activity's thread. */
    private static final ThreadLocal<@Nullable String> CARRIED = new ThreadLocal<>();

    /** The context that this thread's activity was started from; the root where there is no trace. */
    static Context parent() {
        String carried = CARRIED.get();
        return carried == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), Map.of(TRACEPARENT, carried), GETTER);
    }

    @Override
    public String getName() {
        return "sam3flow";
    }

    @Override
    public Map<String, Payload> serializeContext(@Nullable Object context) {
        return context == null
                ? Map.of()
                : Map.of(
                        TRACEPARENT,
                        Payload.newBuilder()
                                .setData(ByteString.copyFromUtf8((String) context))
                                .build());
    }

    @Override
    public @Nullable Object deserializeContext(Map<String, Payload> header) {
        Payload payload = header.get(TRACEPARENT);
        return payload == null ? null : payload.getData().toStringUtf8();
    }

    @Override
    public @Nullable Object getCurrentContext() {
        SpanContext current = Span.current().getSpanContext();
        if (!current.isValid()) {
            return CARRIED.get();
        }
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.current(),
                        carrier,
                        (map, key, value) -> Objects.requireNonNull(map).put(key, value));
        return carrier.get(TRACEPARENT);
    }

    @Override
    public void setCurrentContext(@Nullable Object context) {
        if (context == null) {
            CARRIED.remove();
        } else {
            CARRIED.set((String) context);
        }
    }
}
