package dev.sam3flow.camel;

import dev.sam3flow.camel.event.Webhooks;
import dev.sam3flow.camel.observing.Observer;
import dev.sam3flow.camel.observing.ProviderHealthCheck;
import dev.sam3flow.camel.waiting.Waits;
import dev.sam3flow.core.port.PredictionService;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Segments videos with SAM3: one prediction, or a durable job of any length. */
@Component("sam3")
public class Sam3Component extends DefaultComponent implements SSLContextParametersAware {
    @Metadata(description = "Options that all endpoints start from.")
    private Sam3Configuration configuration = new Sam3Configuration();

    @Metadata(
            label = "advanced",
            defaultValue = "4",
            description = "Threads for uploads, submits, downloads and decodings, shared by all endpoints.")
    private int transferThreads = 4;

    @Metadata(
            label = "advanced",
            defaultValue = "4",
            description = "Threads for looks at predictions, shared by all endpoints.")
    private int lookThreads = 4;

    @Metadata(
            label = "health",
            defaultValue = "false",
            description =
                    "Whether the context is not ready while the provider does not answer. Each check asks it once.")
    private boolean healthCheckEnabled;

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether connections to the provider use the context's global SSL parameters.")
    private boolean useGlobalSslContextParameters;

    private final ProviderClients clients = new ProviderClients();
    private final Webhooks webhooks = new Webhooks();
    private @Nullable Waits waits;
    private @Nullable Observer observer;

    public Sam3Component() {}

    public Sam3Component(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Sam3Endpoint endpoint = new Sam3Endpoint(uri, this, Sam3Operation.ofName(remaining), configuration.copy());
        endpoint.configureProperties(parameters);
        setProperties(endpoint, parameters);
        if (endpoint.getConfiguration().getSslContextParameters() == null) {
            endpoint.getConfiguration().setSslContextParameters(retrieveGlobalSslContextParameters());
        }
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

    /** Where callbacks are handed in by an application that listens for HTTP itself. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** The waits of all endpoints. */
    public Waits waits() {
        return Objects.requireNonNull(waits, "the component is not initialised");
    }

    /** Who is told what happens to predictions. */
    public Observer observer() {
        return Objects.requireNonNull(observer, "the component is not initialised");
    }

    /** The provider that a configuration means; endpoints of the same account share one client. */
    public PredictionService predictionService(Sam3Configuration wanted) {
        PredictionService given = wanted.getPredictionService();
        if (given == null) {
            given = getCamelContext().getRegistry().findSingleByType(PredictionService.class);
        }
        if (given != null) {
            return given;
        }
        return clients.of(wanted);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Waits created = new Waits(getCamelContext(), transferThreads, lookThreads);
        waits = created;
        observer = new Observer(getCamelContext(), created::size);
        HealthCheckRegistry checks = HealthCheckHelper.getHealthCheckRegistry(getCamelContext());
        if (healthCheckEnabled && checks != null) {
            checks.register(new ProviderHealthCheck(() -> predictionService(configuration)));
        }
        created.watch();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(waits);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(waits);
        clients.clear();
        super.doStop();
    }

    public Sam3Configuration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(Sam3Configuration configuration) {
        this.configuration = configuration;
    }

    public int getTransferThreads() {
        return transferThreads;
    }

    public void setTransferThreads(int transferThreads) {
        this.transferThreads = transferThreads;
    }

    public int getLookThreads() {
        return lookThreads;
    }

    public void setLookThreads(int lookThreads) {
        this.lookThreads = lookThreads;
    }

    public boolean isHealthCheckEnabled() {
        return healthCheckEnabled;
    }

    public void setHealthCheckEnabled(boolean healthCheckEnabled) {
        this.healthCheckEnabled = healthCheckEnabled;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
