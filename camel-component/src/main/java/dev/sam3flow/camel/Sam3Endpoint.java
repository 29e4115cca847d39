package dev.sam3flow.camel;

import dev.sam3flow.camel.operation.Options;
import dev.sam3flow.camel.operation.Sam3Producer;
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

/** Segment videos with SAM3: one prediction, or a durable job of any length. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sam3",
        title = "SAM3 Video Segmentation",
        syntax = "sam3:operation",
        producerOnly = true,
        category = {Category.AI},
        headersClass = Sam3Constants.class)
public class Sam3Endpoint extends DefaultEndpoint implements AsyncEndpoint {
    @UriPath
    @Metadata(required = true, description = "What the endpoint does.")
    private final Sam3Operation operation;

    @UriParam
    private Sam3Configuration configuration;

    public Sam3Endpoint(String uri, Sam3Component component, Sam3Operation operation, Sam3Configuration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() throws Exception {
        Sam3Producer producer = new Sam3Producer(this);
        return configuration.isSynchronous() ? new SynchronousDelegateProducer(producer) : producer;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("sam3:" + operation + " cannot be consumed from");
    }

    /** Options that cannot work are refused here rather than with the first exchange. */
    @Override
    protected void doStart() throws Exception {
        Options.check(configuration);
        super.doStart();
    }

    @Override
    public Sam3Component getComponent() {
        return (Sam3Component) super.getComponent();
    }

    public Sam3Operation getOperation() {
        return operation;
    }

    public Sam3Configuration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(Sam3Configuration configuration) {
        this.configuration = configuration;
    }
}
