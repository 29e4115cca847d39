package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalEndpointException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One exchange that waits for an answer; it ends exactly once, whoever comes first. */
final class Call {
    private final Calls calls;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable String workflowId;

    Call(Calls calls, Exchange exchange, AsyncCallback callback) {
        this.calls = calls;
        this.exchange = exchange;
        this.callback = callback;
    }

    Exchange exchange() {
        return exchange;
    }

    void isAbout(String workflow) {
        workflowId = workflow;
    }

    /** Does something that takes time. */
    void run(Runnable work) {
        try {
            calls.execute(() -> {
                try {
                    if (!ended.get()) {
                        work.run();
                    }
                } catch (RuntimeException failed) {
                    fail(failed);
                }
            });
        } catch (RejectedExecutionException stopped) {
            stop();
        }
    }

    /** Goes on with an answer when it is there; until then no thread waits. */
    <T> void when(CompletableFuture<T> answer, BiConsumer<Exchange, T> effect) {
        answer.whenComplete((value, failed) -> run(() -> {
            if (failed == null) {
                end(done -> effect.accept(done, value));
            } else {
                fail(failed);
            }
        }));
    }

    void end(Consumer<Exchange> effect) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        calls.remove(this);
        try {
            effect.accept(exchange);
        } catch (RuntimeException failed) {
            exchange.setException(Failures.of(failed, workflowId));
        } finally {
            callback.done(false);
        }
    }

    void fail(Throwable cause) {
        end(failed -> failed.setException(Failures.of(cause, workflowId)));
    }

    void stop() {
        end(stopped -> stopped.setException(new TemporalEndpointException(
                "stopped",
                "an answer was waited for when the context stopped"
                        + (workflowId == null ? "" : "; workflow " + workflowId + " goes on"),
                workflowId,
                false,
                null)));
    }
}
