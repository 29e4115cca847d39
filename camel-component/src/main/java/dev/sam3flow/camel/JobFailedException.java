package dev.sam3flow.camel;

import dev.sam3flow.core.job.JobResult;

/** A job that did not end as done. What was paid for is kept: the same order later goes on from there. */
public final class JobFailedException extends Sam3EndpointException {
    private static final long serialVersionUID = 1L;

    private final transient JobResult result;

    public JobFailedException(JobResult result) {
        super(
                "job-" + result.phase().name().toLowerCase(java.util.Locale.ROOT),
                "job " + result.id() + " ended as " + result.phase()
                        + (result.failure() == null
                                ? ""
                                : ": " + result.failure().reason() + ", "
                                        + result.failure().message()),
                result.id().toString(),
                false,
                null);
        this.result = result;
    }

    public JobResult result() {
        return result;
    }
}
