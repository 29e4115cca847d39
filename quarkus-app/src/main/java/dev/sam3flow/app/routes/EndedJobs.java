package dev.sam3flow.app.routes;

import dev.sam3flow.app.store.JobEndings;
import dev.sam3flow.app.store.JobEndings.Ending;
import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.job.JobResult;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/**
 * Tells routes how jobs ended, whoever ordered them: every route that begins with {@code direct:job-ended-} and a name of its own
 * gets each end of the last day once, and once more where it failed.
 */
@Singleton
public class EndedJobs {
    /** Header that is the same each time an end is told. */
    public static final String ENDING = "Sam3EndingId";

    private static final String BEGINNING = "direct://job-ended-";
    private static final int AT_ONCE = 50;
    private static final Logger LOG = Logger.getLogger(EndedJobs.class);

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final JobEndings endings;

    EndedJobs(CamelContext camel, ProducerTemplate producer, JobEndings endings) {
        this.camel = camel;
        this.producer = producer;
        this.endings = endings;
    }

    @Scheduled(every = "{sam3.routes.look-every}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (!camel.isStarted()) {
            return;
        }
        for (String listener : listeners()) {
            List<Ending> untold = endings.untold(listener, AT_ONCE);
            untold.forEach(ending -> tell(listener, ending));
        }
    }

    private Set<String> listeners() {
        return camel.getRoutes().stream()
                .map(route -> route.getEndpoint().getEndpointBaseUri())
                .filter(uri -> uri.startsWith(BEGINNING))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void tell(String listener, Ending ending) {
        if (!endings.claim(listener, ending)) {
            return;
        }
        Endpoint endpoint = camel.getEndpoint(listener);
        Exchange told = producer.send(endpoint, exchange -> fill(exchange.getMessage(), ending));
        if (told.getException() == null) {
            endings.told(listener, ending);
        } else {
            LOG.warnf(
                    "%s did not take the end of job %s, and is told again: %s",
                    listener, ending.result().id(), told.getException().getMessage());
        }
    }

    private static void fill(Message message, Ending ending) {
        JobResult result = ending.result();
        message.setBody(result);
        message.setHeader(ENDING, result.id() + "/" + ending.at().toEpochMilli());
        message.setHeader(Sam3Constants.JOB_ID, result.id().toString());
        message.setHeader(Sam3Constants.JOB_PHASE, result.phase().name());
        message.setHeader(Sam3Constants.CHARGED, result.charged().value());
        if (result.failure() != null) {
            message.setHeader(
                    Sam3Constants.FAILURE_REASON, result.failure().reason().name());
        }
    }
}
