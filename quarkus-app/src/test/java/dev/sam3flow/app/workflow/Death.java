package dev.sam3flow.app.workflow;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Counts the moments at which a worker's calls write events: a task was given to it; it is about to answer one; its answer has
 * been taken. At the n-th its calls stop in both directions, for whoever then ends the process.
 */
final class Death implements ClientInterceptor {
    private static final Set<String> ANSWERS = Set.of(
            "RespondWorkflowTaskCompleted",
            "RespondWorkflowTaskFailed",
            "RespondActivityTaskCompleted",
            "RespondActivityTaskFailed");

    private final int at;
    private final IntConsumer then;
    private final AtomicInteger moments = new AtomicInteger();
    private final CountDownLatch buried = new CountDownLatch(1);
    private volatile boolean dead;

    /** @param then told once, when calls have stopped */
    Death(int at, IntConsumer then) {
        this.at = at;
        this.then = then;
    }

    int moments() {
        return moments.get();
    }

    /** Calls go on, to a server that is no more. */
    void bury() {
        buried.countDown();
    }

    private void moment() {
        int now = moments.incrementAndGet();
        if (now == at) {
            dead = true;
            then.accept(now);
        }
    }

    private void stopIfDead() {
        if (dead) {
            try {
                buried.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isTask(Object message) {
        return message instanceof PollWorkflowTaskQueueResponse workflow
                        && !workflow.getTaskToken().isEmpty()
                || message instanceof PollActivityTaskQueueResponse activity
                        && !activity.getTaskToken().isEmpty();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        boolean answers = ANSWERS.contains(String.valueOf(method.getBareMethodName()));
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onMessage(A message) {
                                if (answers || isTask(message)) {
                                    moment();
                                }
                                stopIfDead();
                                super.onMessage(message);
                            }
                        },
                        headers);
            }

            @Override
            public void sendMessage(Q message) {
                if (answers) {
                    moment();
                }
                stopIfDead();
                super.sendMessage(message);
            }
        };
    }
}
