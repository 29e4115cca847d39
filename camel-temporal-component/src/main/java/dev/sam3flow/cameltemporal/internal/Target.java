package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalConfiguration;
import dev.sam3flow.cameltemporal.TemporalConstants;
import dev.sam3flow.cameltemporal.TemporalEndpoint;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What one exchange means: the endpoint's options, unless a header overrides them. */
final class Target {
    private static final String KEPT = "CamelTemporalKept:";

    private final Exchange exchange;
    private final TemporalEndpoint endpoint;

    Target(Exchange exchange, TemporalEndpoint endpoint) {
        this.exchange = exchange;
        this.endpoint = endpoint;
    }

    TemporalConfiguration options() {
        return endpoint.getConfiguration();
    }

    WorkflowClient client() {
        return endpoint.getComponent().servers().client(options());
    }

    /** The workflow that the option, or the header that start set, names. */
    WorkflowStub workflow(Call call) {
        String option = options().getWorkflowId();
        String id =
                option == null ? exchange.getMessage().getHeader(TemporalConstants.WORKFLOW_ID, String.class) : option;
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("no workflow: set the option workflowId, or the header "
                    + TemporalConstants.WORKFLOW_ID + " as temporal:start does");
        }
        call.isAbout(id);
        return client().newUntypedWorkflowStub(id, Optional.ofNullable(options().getRunId()), Optional.empty());
    }

    String name(String what) {
        return need(TemporalConstants.NAME, options().getName(), "name of the " + what, "name");
    }

    String need(String header, @Nullable String option, String what, String optionName) {
        String found = text(header, option);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no " + what + ": set the option " + optionName + " or the header " + header);
        }
        return found;
    }

    @Nullable
    String text(String header, @Nullable String option) {
        String overridden = exchange.getMessage().getHeader(header, String.class);
        String found = overridden == null ? option : overridden;
        return found == null || found.isBlank() ? null : found;
    }

    /** The body: nothing, an array of arguments, or the one argument. */
    @Nullable
    Object[] arguments() {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return new Object[0];
        }
        return body instanceof Object[] several ? several : new Object[] {body};
    }

    /** An id that stays the same when the exchange is delivered again after a failure. */
    String keptId() {
        String key = KEPT + endpoint.getEndpointUri();
        String kept = exchange.getProperty(key, String.class);
        if (kept == null) {
            kept = UUID.randomUUID().toString();
            exchange.setProperty(key, kept);
        }
        return kept;
    }

    /** It has arrived: the next exchange with this endpoint is another one. */
    void forgetId() {
        exchange.removeProperty(KEPT + endpoint.getEndpointUri());
    }

    /** Longest wait in milliseconds. */
    long patience() {
        return options().getWaitTimeout() == 0
                ? Long.MAX_VALUE / 1_000_000
                : options().getWaitTimeout();
    }
}
