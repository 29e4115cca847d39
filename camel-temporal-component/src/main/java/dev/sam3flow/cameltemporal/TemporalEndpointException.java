package dev.sam3flow.cameltemporal;

import java.util.Optional;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/** An exchange that did not get its answer. Temporal's own exception, where there is one, is the cause. */
public class TemporalEndpointException extends RuntimeCamelException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String workflowId;
    private final boolean retryable;

    /**
     * @param code stable name of the class of failure
     * @param workflowId the workflow it is about; null where there is none
     * @param retryable true where the same exchange may succeed if sent again
     */
    public TemporalEndpointException(
            String code, String message, @Nullable String workflowId, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.workflowId = workflowId;
        this.retryable = retryable;
    }

    /** Stable name of the class of failure, such as {@code "workflow-failed"}, {@code "not-found"}, {@code "stopped"}. */
    public String code() {
        return code;
    }

    public Optional<String> workflowId() {
        return Optional.ofNullable(workflowId);
    }

    public boolean retryable() {
        return retryable;
    }
}
