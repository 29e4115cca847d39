package dev.sam3flow.camel;

import dev.sam3flow.camel.event.Claims;
import dev.sam3flow.camel.event.EventsConsumer;
import dev.sam3flow.camel.event.WebhookConsumer;
import dev.sam3flow.camel.operation.Account;
import dev.sam3flow.camel.operation.Options;
import dev.sam3flow.camel.operation.Sam3Producer;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.support.SynchronousDelegateProducer;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;

/** Segment videos with SAM3: one prediction, or a durable job of any length. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sam3",
        title = "SAM3 Video Segmentation",
        syntax = "sam3:operation",
        category = {Category.AI},
        headersClass = Sam3Constants.class)
public class Sam3Endpoint extends ScheduledPollEndpoint implements AsyncEndpoint {
    private static final long DEFAULT_DELAY = 30_000;

    @UriPath
    @Metadata(required = true, description = "What the endpoint does.")
    private final Sam3Operation operation;

    @UriParam
    private Sam3Configuration configuration;

    @UriParam(
            label = "consumer,scheduler",
            defaultValue = "" + DEFAULT_DELAY,
            javaType = "java.time.Duration",
            description = "Pause before the next look for endings. The provider asks for 5 seconds or more.")
    private long delay = DEFAULT_DELAY;

    @UriParam
    @Metadata(
            label = "consumer",
            description =
                    "Predictions whose endings are emitted, separated by commas. By default all that the provider lists"
                            + " for the time of lookBack.")
    private @Nullable String predictionIds;

    @UriParam
    @Metadata(
            label = "consumer",
            description = "Jobs whose endings are emitted, as tenant/request key, separated by commas.")
    private @Nullable String jobIds;

    @UriParam(javaType = "java.time.Duration", defaultValue = "3600000")
    @Metadata(label = "consumer", description = "How far back predictions are listed, at most 7 days.")
    private long lookBack = 3_600_000;

    @UriParam
    @Metadata(
            label = "security,consumer",
            secret = true,
            description =
                    "Secret that signs the provider's callbacks; two separated by a comma while it is being changed.")
    private @Nullable String webhookSecret;

    @UriParam(defaultValue = "/sam3/webhook")
    @Metadata(
            label = "consumer",
            description = "Path at which callbacks arrive; one further part of the path is the marker.")
    private String webhookPath = "/sam3/webhook";

    @UriParam
    @Metadata(
            label = "consumer,advanced",
            description = "Name of the component that listens for HTTP, such as platform-http. By default the only"
                    + " RestConsumerFactory of the registry; without one, callbacks are handed to the component.")
    private @Nullable String restComponent;

    @UriParam
    @Metadata(
            label = "consumer,advanced",
            description = "Remembers what was emitted. Nodes that share one never both emit; by default in memory.")
    private @Nullable IdempotentRepository idempotentRepository;

    public Sam3Endpoint(String uri, Sam3Component component, Sam3Operation operation, Sam3Configuration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
        super.setDelay(DEFAULT_DELAY);
    }

    @Override
    public Producer createProducer() throws Exception {
        if (operation.consumed()) {
            throw new UnsupportedOperationException("sam3:" + operation + " can only be consumed from");
        }
        Sam3Producer producer = new Sam3Producer(this);
        return configuration.isSynchronous() ? new SynchronousDelegateProducer(producer) : producer;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Claims claims = new Claims(claimsRepository());
        switch (operation) {
            case webhook:
                return new WebhookConsumer(this, processor, claims);
            case events:
                EventsConsumer consumer = new EventsConsumer(this, processor, new Account(this), claims);
                configureConsumer(consumer);
                return consumer;
            default:
                throw new UnsupportedOperationException("sam3:" + operation + " can only be sent to");
        }
    }

    /** What listens for HTTP; null where nothing does. */
    public @Nullable RestConsumerFactory restConsumerFactory() {
        if (restComponent == null) {
            return getCamelContext().getRegistry().findSingleByType(RestConsumerFactory.class);
        }
        Object named = getCamelContext().getComponent(restComponent);
        if (named instanceof RestConsumerFactory factory) {
            return factory;
        }
        throw new IllegalArgumentException(
                "sam3: restComponent=" + restComponent + ": no component of that name that can listen for HTTP");
    }

    /** Options that cannot work are refused here rather than with the first exchange. */
    @Override
    protected void doStart() throws Exception {
        Options.check(configuration);
        ProviderClients.timeouts(configuration);
        if (lookBack < 1 || lookBack > 7L * 24 * 3_600_000) {
            throw new IllegalArgumentException("sam3: lookBack=" + lookBack + " ms: give 1 ms to 7 days");
        }
        super.doStart();
    }

    private IdempotentRepository claimsRepository() {
        IdempotentRepository given = idempotentRepository;
        if (given != null) {
            return given;
        }
        MemoryIdempotentRepository own = new MemoryIdempotentRepository();
        own.setCacheSize(100_000);
        return own;
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

    @Override
    public long getDelay() {
        return delay;
    }

    @Override
    public void setDelay(long delay) {
        super.setDelay(delay);
        this.delay = delay;
    }

    public @Nullable String getPredictionIds() {
        return predictionIds;
    }

    public void setPredictionIds(@Nullable String predictionIds) {
        this.predictionIds = predictionIds;
    }

    public @Nullable String getJobIds() {
        return jobIds;
    }

    public void setJobIds(@Nullable String jobIds) {
        this.jobIds = jobIds;
    }

    public long getLookBack() {
        return lookBack;
    }

    public void setLookBack(long lookBack) {
        this.lookBack = lookBack;
    }

    public @Nullable String getWebhookSecret() {
        return webhookSecret;
    }

    public void setWebhookSecret(@Nullable String webhookSecret) {
        this.webhookSecret = webhookSecret;
    }

    public String getWebhookPath() {
        return webhookPath;
    }

    public void setWebhookPath(String webhookPath) {
        this.webhookPath = webhookPath;
    }

    public @Nullable String getRestComponent() {
        return restComponent;
    }

    public void setRestComponent(@Nullable String restComponent) {
        this.restComponent = restComponent;
    }

    public @Nullable IdempotentRepository getIdempotentRepository() {
        return idempotentRepository;
    }

    public void setIdempotentRepository(@Nullable IdempotentRepository idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }
}
