package dev.sam3flow.temporal;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * For connections to the in-memory server of {@code temporal-test-server} only, whose workflows would stop for ever where they
 * cancel an activity that has ended since their task began: it refuses the task then, and gives out no other. Such a task is
 * failed before the server sees it, and the workflow decides again, with the activity's result. A real server needs none of
 * this.
 *
 * <pre>{@code
 * WorkflowServiceStubsOptions.newBuilder()
 *         .setChannel(server.getChannel())
 *         .setGrpcClientInterceptors(List.of(new InMemoryServerCalls()))
 * }</pre>
 */
public final class InMemoryServerCalls implements ClientInterceptor {
    private static final int REMEMBERED = 10_000;

    private final Set<Activity> ended = new LinkedHashSet<>();
    private final Semaphore turn = new Semaphore(1, true);

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        return method.getFullMethodName().contains("/RespondActivityTask")
                        || method.equals(WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod())
                ? new InTurn<>(call, next)
                : call;
    }

    /** Before the server sees it. */
    private void look(Object request, Channel server) {
        if (request instanceof RespondWorkflowTaskCompletedRequest task) {
            List<Activity> late = endedAndCancelledBy(task);
            if (!late.isEmpty()) {
                WorkflowServiceGrpc.newBlockingStub(server)
                        .respondWorkflowTaskFailed(RespondWorkflowTaskFailedRequest.newBuilder()
                                .setNamespace(task.getNamespace())
                                .setTaskToken(task.getTaskToken())
                                .setIdentity(task.getIdentity())
                                .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
                                .build());
                // told of once only: an activity that is tried again has not ended for good
                late.forEach(ended::remove);
            }
            return;
        }
        ByteString token = activityToken(request);
        if (token != null) {
            ended.add(Activity.of(token));
            if (ended.size() > REMEMBERED) {
                Iterator<Activity> oldest = ended.iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    private List<Activity> endedAndCancelledBy(RespondWorkflowTaskCompletedRequest task) {
        return task.getCommandsList().stream()
                .filter(Command::hasRequestCancelActivityTaskCommandAttributes)
                .map(command -> new Activity(
                        runOf(task.getTaskToken()),
                        command.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId()))
                .filter(ended::contains)
                .toList();
    }

    private static @Nullable ByteString activityToken(Object request) {
        if (request instanceof RespondActivityTaskCompletedRequest done) {
            return done.getTaskToken();
        }
        if (request instanceof RespondActivityTaskFailedRequest failed) {
            return failed.getTaskToken();
        }
        return request instanceof RespondActivityTaskCanceledRequest cancelled ? cancelled.getTaskToken() : null;
    }

    /** @param event the one that it was scheduled with */
    private record Activity(String run, long event) {
        static Activity of(ByteString token) {
            return read(token, in -> new Activity(InMemoryServerCalls.run(in), in.readLong()));
        }
    }

    private static String runOf(ByteString token) {
        return read(token, InMemoryServerCalls::run);
    }

    /** A token of the in-memory server begins with namespace, workflow and run. */
    private static String run(DataInputStream in) throws IOException {
        in.readUTF();
        in.readUTF();
        return in.readUTF();
    }

    private static <T> T read(ByteString token, TokenReader<T> reader) {
        try (DataInputStream in = new DataInputStream(token.newInput())) {
            return reader.read(in);
        } catch (IOException e) {
            throw new IllegalStateException("a task's token is not that of the in-memory server as known here", e);
        }
    }

    private interface TokenReader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** One at a time: between the look and the server's answer nothing ends. */
    private final class InTurn<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final Channel server;
        private final AtomicBoolean mine = new AtomicBoolean();
        private volatile boolean closed;

        InTurn(ClientCall<Q, A> call, Channel server) {
            super(call);
            this.server = server;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<A>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            closed = true;
                            giveBack();
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }

        @Override
        public void sendMessage(Q request) {
            turn.acquireUninterruptibly();
            mine.set(true);
            try {
                look(request, server);
                super.sendMessage(request);
            } catch (RuntimeException | Error e) {
                giveBack();
                throw e;
            }
            if (closed) {
                // while it waited for its turn: nothing else gives that back
                giveBack();
            }
        }

        private void giveBack() {
            if (mine.compareAndSet(true, false)) {
                turn.release();
            }
        }
    }
}
