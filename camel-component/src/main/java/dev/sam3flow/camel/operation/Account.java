package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Configuration;
import dev.sam3flow.camel.Sam3Endpoint;
import dev.sam3flow.camel.observing.Observer;
import dev.sam3flow.camel.waiting.Waits;
import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.VideoTools;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** What the operations of one endpoint work with; looked up when first needed, never at the network. */
public final class Account {
    private final Sam3Endpoint endpoint;

    public Account(Sam3Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Sam3Configuration options() {
        return endpoint.getConfiguration();
    }

    Observer observer() {
        return endpoint.getComponent().observer();
    }

    String uri() {
        return endpoint.getEndpointUri();
    }

    Waits waits() {
        return endpoint.getComponent().waits();
    }

    public PredictionService predictions() {
        return endpoint.getComponent().predictionService(options());
    }

    /** Where predictions go, as far as this endpoint knows: jobs may run elsewhere, with a provider of their own. */
    String provider() {
        PredictionService given = options().getPredictionService();
        PredictionService found = given != null ? given : registry().findSingleByType(PredictionService.class);
        return (found == null ? options().getBaseUrl() : found.endpoint()) + " "
                + options().getModel();
    }

    public JobService jobs() {
        JobService given = options().getJobService();
        JobService found = given != null ? given : registry().findSingleByType(JobService.class);
        if (found == null) {
            throw new IllegalArgumentException(
                    "sam3:job: nothing runs jobs. Put one JobService into the registry, or set the option jobService");
        }
        return found;
    }

    @Nullable
    VideoTools videoTools() {
        VideoTools given = options().getVideoTools();
        return given != null ? given : registry().findSingleByType(VideoTools.class);
    }

    private Registry registry() {
        return endpoint.getCamelContext().getRegistry();
    }
}
