package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.port.JobService;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Tells a job something, as the command line and the REST interface do; it reports in a header and leaves the body alone. */
final class TellOperation extends BriefOperation {
    TellOperation(Account account) {
        super(account, "the command");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        JobCommand command = options.command();
        String named = exchange.getMessage().getHeader(Sam3Constants.JOB_ID, String.class);
        if (named == null) {
            throw new InvalidInputException("no job: set the header " + Sam3Constants.JOB_ID
                    + " to tenant/request key, as job does when it has ended");
        }
        JobId id = JobId.parse(named);
        JobService jobs = account.jobs();
        jobs.command(id, command);
        JobPhase phase = jobs.progress(id).phase();
        return message -> message.setHeader(Sam3Constants.JOB_PHASE, phase.name());
    }
}
