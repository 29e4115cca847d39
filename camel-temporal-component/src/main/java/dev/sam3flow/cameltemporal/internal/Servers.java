package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalConfiguration;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Clients: one that was given, or made of options; endpoints that mean the same server share one. */
public final class Servers {
    private final CamelContext context;
    private final Map<Server, WorkflowClient> clients = new ConcurrentHashMap<>();

    private record Server(
            String target, String namespace, @Nullable String apiKey, boolean tls) {
        @Override
        public String toString() {
            return target + "/" + namespace;
        }
    }

    public Servers(CamelContext context) {
        this.context = context;
    }

    /** Connects to nothing yet: the first call does. */
    WorkflowClient client(TemporalConfiguration wanted) {
        WorkflowClient given = wanted.getWorkflowClient();
        if (given == null) {
            given = context.getRegistry().findSingleByType(WorkflowClient.class);
        }
        if (given != null) {
            return given;
        }
        Server server = new Server(wanted.getTarget(), wanted.getNamespace(), wanted.getApiKey(), wanted.isTls());
        return Objects.requireNonNull(clients.computeIfAbsent(server, Servers::connect));
    }

    private static WorkflowClient connect(Server server) {
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setTarget(server.target());
        String key = server.apiKey();
        if (key != null) {
            options.addApiKey(() -> key);
        }
        if (server.tls() || key != null) {
            options.setEnableHttps(true);
        }
        return WorkflowClient.newInstance(
                WorkflowServiceStubs.newServiceStubs(options.build()),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(server.namespace())
                        .build());
    }

    /** Closes the connections that were made here. */
    public void close() {
        clients.values().forEach(client -> client.getWorkflowServiceStubs().shutdownNow());
        clients.clear();
    }
}
