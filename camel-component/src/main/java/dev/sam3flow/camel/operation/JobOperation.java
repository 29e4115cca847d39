package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.JobFailedException;
import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.JobService;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A durable job: it outlives the exchange, the context and the process; who sends the same order again joins it. */
final class JobOperation implements Operation {
    private final Account account;

    JobOperation(Account account) {
        this.account = account;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Options options = Options.ofVideo(exchange, account.options());
        JobService jobs = account.jobs();
        Duration patience = options.waitTimeout();
        Wait wait = account.waits().begin(exchange, callback, "the job");
        wait.endAfter(patience);
        wait.transfer(() -> start(wait, jobs, options));
        return false;
    }

    private void start(Wait wait, JobService jobs, Options options) {
        Object body = wait.exchange().getMessage().getBody();
        if (body instanceof JobRequest request) {
            follow(wait, jobs, jobs.start(request), null);
            return;
        }
        VideoBody video = VideoBody.of(wait.exchange(), account.options().getMaxVideoBytes());
        JobRequest request;
        try {
            request = new JobOrder(account.options(), options, account.provider()).request(video);
        } catch (RuntimeException refused) {
            video.close();
            throw refused;
        }
        follow(wait, jobs, jobs.start(request), video);
    }

    /** A copy of the body's bytes stays until the job has ended: who knows when it is read. */
    private void follow(Wait wait, JobService jobs, JobId id, @Nullable VideoBody video) {
        wait.isAbout(id.toString());
        jobs.result(id)
                .whenComplete((result, failed) -> wait.transfer(() -> {
                    if (video != null) {
                        video.close();
                    }
                    if (failed != null) {
                        wait.fail(
                                failed instanceof CompletionException && failed.getCause() != null
                                        ? failed.getCause()
                                        : failed);
                    } else {
                        finish(wait, result);
                    }
                }));
    }

    private void finish(Wait wait, JobResult result) {
        boolean done = result.phase() == JobPhase.DONE;
        wait.end(exchange -> {
            Message message = exchange.getMessage();
            message.setHeader(Sam3Constants.JOB_ID, result.id().toString());
            message.setHeader(Sam3Constants.JOB_PHASE, result.phase().name());
            message.setHeader(Sam3Constants.CHARGED, result.charged().value());
            if (result.quoted() != null) {
                message.setHeader(Sam3Constants.QUOTED, result.quoted().value());
            }
            JobFailure failure = result.failure();
            if (failure != null) {
                message.setHeader(Sam3Constants.FAILURE_REASON, failure.reason().name());
            }
            if (done || !account.options().isFailOnJobFailure()) {
                message.setBody(result);
            } else {
                exchange.setException(new JobFailedException(result));
            }
        });
    }
}
