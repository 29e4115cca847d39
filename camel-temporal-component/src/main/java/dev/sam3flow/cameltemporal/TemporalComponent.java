package dev.sam3flow.cameltemporal;

import dev.sam3flow.cameltemporal.internal.Calls;
import dev.sam3flow.cameltemporal.internal.Servers;
import dev.sam3flow.cameltemporal.internal.Workers;
import dev.sam3flow.cameltemporal.internal.WorkersHealthCheck;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Calls Temporal workflows, and makes routes their activities. */
@Component("temporal")
public class TemporalComponent extends DefaultComponent {
    @Metadata(description = "Options that all endpoints start from.")
    private TemporalConfiguration configuration = new TemporalConfiguration();

    @Metadata(
            label = "advanced",
            defaultValue = "4",
            description = "Threads for calls to the server, shared by all endpoints; waiting needs none.")
    private int callThreads = 4;

    private @Nullable Calls calls;
    private @Nullable Servers servers;
    private @Nullable Workers workers;

    public TemporalComponent() {}

    public TemporalComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        TemporalEndpoint endpoint =
                new TemporalEndpoint(uri, this, TemporalOperation.ofName(remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public @Nullable PropertyConfigurer getComponentPropertyConfigurer() {
        return RootLocaleConfigurer.of(super.getComponentPropertyConfigurer());
    }

    @Override
    public @Nullable PropertyConfigurer getEndpointPropertyConfigurer() {
        return RootLocaleConfigurer.of(super.getEndpointPropertyConfigurer());
    }

    /** The calls of all endpoints. */
    public Calls calls() {
        return Objects.requireNonNull(calls, "the component is not initialised");
    }

    /** The connections of all endpoints. */
    public Servers servers() {
        return Objects.requireNonNull(servers, "the component is not initialised");
    }

    /** The workers of all consumers. */
    public Workers workers() {
        return Objects.requireNonNull(workers, "the component is not initialised");
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Calls created = new Calls(getCamelContext(), callThreads);
        calls = created;
        servers = new Servers(getCamelContext());
        workers = new Workers(created);
        // a graceful stop waits for exchanges; theirs would end only with the workflows they wait for
        getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext context) {
                created.endAll();
            }
        });
        HealthCheckRegistry checks = HealthCheckHelper.getHealthCheckRegistry(getCamelContext());
        if (checks != null) {
            checks.register(new WorkersHealthCheck(workers()));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(calls);
    }

    @Override
    protected void doStop() throws Exception {
        workers().stopAll();
        ServiceHelper.stopService(calls);
        servers().close();
        super.doStop();
    }

    public TemporalConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(TemporalConfiguration configuration) {
        this.configuration = configuration;
    }

    public int getCallThreads() {
        return callThreads;
    }

    public void setCallThreads(int callThreads) {
        this.callThreads = callThreads;
    }
}
