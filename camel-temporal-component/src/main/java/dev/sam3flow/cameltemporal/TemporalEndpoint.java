package dev.sam3flow.cameltemporal;

import dev.sam3flow.cameltemporal.internal.ActivityConsumer;
import dev.sam3flow.cameltemporal.internal.TemporalProducer;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.SynchronousDelegateProducer;
import org.jspecify.annotations.Nullable;

/** Start, signal, query, update, await and cancel Temporal workflows, and make routes their activities. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "temporal",
        title = "Temporal",
        syntax = "temporal:operation",
        category = {Category.WORKFLOW},
        headersClass = TemporalConstants.class)
public class TemporalEndpoint extends DefaultEndpoint implements AsyncEndpoint {
    @UriPath
    @Metadata(required = true, description = "What the endpoint does.")
    private final TemporalOperation operation;

    @UriParam
    private TemporalConfiguration configuration;

    public TemporalEndpoint(
            String uri, TemporalComponent component, TemporalOperation operation, TemporalConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() throws Exception {
        if (operation == TemporalOperation.activity) {
            throw new UnsupportedOperationException("temporal:activity can only be consumed from");
        }
        TemporalProducer producer = new TemporalProducer(this);
        return configuration.isSynchronous() ? new SynchronousDelegateProducer(producer) : producer;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != TemporalOperation.activity) {
            throw new UnsupportedOperationException("temporal:" + operation + " can only be sent to");
        }
        ActivityConsumer consumer = new ActivityConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Options that cannot work are refused here rather than with the first exchange. */
    @Override
    protected void doStart() throws Exception {
        switch (operation) {
            case start -> need("taskQueue", configuration.getTaskQueue());
            case activity -> {
                need("taskQueue", configuration.getTaskQueue());
                need("activityType", configuration.getActivityType());
            }
            default -> {}
        }
        if (configuration.getMaxConcurrent() < 1) {
            throw new IllegalArgumentException(
                    "temporal: maxConcurrent=" + configuration.getMaxConcurrent() + ": give 1 or more");
        }
        if (configuration.getWaitTimeout() < 0
                || configuration.getExecutionTimeout() < 0
                || configuration.getShutdownTimeout() < 0) {
            throw new IllegalArgumentException("temporal: waitTimeout=" + configuration.getWaitTimeout()
                    + ", executionTimeout=" + configuration.getExecutionTimeout() + " and shutdownTimeout="
                    + configuration.getShutdownTimeout() + ": none may be negative");
        }
        super.doStart();
    }

    private void need(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "temporal:" + operation + ": the option " + option + " is missing: add ?" + option + "=...");
        }
    }

    @Override
    public TemporalComponent getComponent() {
        return (TemporalComponent) super.getComponent();
    }

    public TemporalOperation getOperation() {
        return operation;
    }

    public TemporalConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(TemporalConfiguration configuration) {
        this.configuration = configuration;
    }
}
