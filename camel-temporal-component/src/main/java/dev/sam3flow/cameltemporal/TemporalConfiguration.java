package dev.sam3flow.cameltemporal;

import io.temporal.client.WorkflowClient;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Options that component and endpoint share. */
@UriParams
@Configurer
public class TemporalConfiguration implements Cloneable {
    @UriParam
    @Metadata(
            label = "advanced",
            autowired = true,
            description = "What talks to the Temporal server. By default a client made of these options.")
    private @Nullable WorkflowClient workflowClient;

    @UriParam(defaultValue = "127.0.0.1:7233")
    @Metadata(description = "The Temporal server, host:port.")
    private String target = "127.0.0.1:7233";

    @UriParam(defaultValue = "default")
    @Metadata(description = "The namespace.")
    private String namespace = "default";

    @UriParam
    @Metadata(label = "security", secret = true, description = "Key of Temporal Cloud; it switches TLS on.")
    private @Nullable String apiKey;

    @UriParam(defaultValue = "false")
    @Metadata(
            label = "security",
            description = "Whether the connection is encrypted, with the platform's trusted certificates.")
    private boolean tls = false;

    @UriParam
    @Metadata(description = "The task queue: of the workflow to start, or that activities are taken from.")
    private @Nullable String taskQueue;

    @UriParam
    @Metadata(label = "producer", description = "Type of the workflow to start.")
    private @Nullable String workflowType;

    @UriParam
    @Metadata(
            label = "producer",
            description =
                    "The workflow. By default the one that the header CamelTemporalWorkflowId names; a new one gets an"
                            + " id of its own.")
    private @Nullable String workflowId;

    @UriParam
    @Metadata(label = "producer", description = "One run of the workflow; by default the latest.")
    private @Nullable String runId;

    @UriParam
    @Metadata(label = "producer", description = "Name of the signal, the query or the update.")
    private @Nullable String name;

    @UriParam(defaultValue = "java.lang.Object", javaType = "java.lang.Class")
    @Metadata(
            label = "producer",
            description = "Class of what a workflow, a query or an update gives; by default what its JSON is.")
    private Class<?> resultType = Object.class;

    @UriParam(defaultValue = "join")
    @Metadata(
            label = "producer",
            description = "What start does where the workflow is running: join it, fail, or terminate it first.")
    private OnRunning onRunning = OnRunning.join;

    @UriParam(defaultValue = "restartFailed")
    @Metadata(label = "producer", description = "When start begins a workflow anew whose id has ended.")
    private OnEnded onEnded = OnEnded.restartFailed;

    @UriParam(defaultValue = "0", javaType = "java.time.Duration")
    @Metadata(label = "producer", description = "Longest time a started workflow may take; 0 for no limit.")
    private long executionTimeout = 0;

    @UriParam(defaultValue = "0", javaType = "java.time.Duration")
    @Metadata(
            label = "producer",
            description = "How long to wait for a workflow's end or an update; 0 for as long as it takes.")
    private long waitTimeout = 0;

    @UriParam(defaultValue = "true")
    @Metadata(
            label = "producer",
            description =
                    "Whether update waits for what the update returns; else only until the workflow has accepted it.")
    private boolean waitForUpdate = true;

    @UriParam
    @Metadata(label = "producer", description = "What cancel gives as reason.")
    private @Nullable String reason;

    @UriParam(defaultValue = "false")
    @Metadata(label = "advanced", description = "Whether the calling thread waits for the end.")
    private boolean synchronous = false;

    @UriParam
    @Metadata(label = "consumer", description = "Type of the activity that the route is.")
    private @Nullable String activityType;

    @UriParam(defaultValue = "java.lang.Object", javaType = "java.lang.Class")
    @Metadata(
            label = "consumer",
            description =
                    "Class of the activity's argument, which becomes the body; by default what its JSON is. Several"
                            + " arguments become a list.")
    private Class<?> argumentType = Object.class;

    @UriParam(defaultValue = "20")
    @Metadata(label = "consumer", description = "Most activities at once; all consumers of a task queue must agree.")
    private int maxConcurrent = 20;

    @UriParam(defaultValue = "true")
    @Metadata(
            label = "consumer",
            description =
                    "Whether to send heartbeats while the route runs, where the activity has a heartbeat time-out.")
    private boolean heartbeat = true;

    @UriParam
    @Metadata(
            label = "consumer",
            description = "Classes of exceptions after which the activity is not tried again, separated by commas.")
    private @Nullable String nonRetryable;

    @UriParam(defaultValue = "5000", javaType = "java.time.Duration")
    @Metadata(label = "consumer,advanced", description = "How long stopping waits for the worker's own threads.")
    private long shutdownTimeout = 5000;

    public TemporalConfiguration copy() {
        try {
            return (TemporalConfiguration) super.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new RuntimeCamelException(impossible);
        }
    }

    public @Nullable WorkflowClient getWorkflowClient() {
        return workflowClient;
    }

    public void setWorkflowClient(@Nullable WorkflowClient workflowClient) {
        this.workflowClient = workflowClient;
    }

    public String getTarget() {
        return target;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public String getNamespace() {
        return namespace;
    }

    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    public @Nullable String getApiKey() {
        return apiKey;
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public boolean isTls() {
        return tls;
    }

    public void setTls(boolean tls) {
        this.tls = tls;
    }

    public @Nullable String getTaskQueue() {
        return taskQueue;
    }

    public void setTaskQueue(@Nullable String taskQueue) {
        this.taskQueue = taskQueue;
    }

    public @Nullable String getWorkflowType() {
        return workflowType;
    }

    public void setWorkflowType(@Nullable String workflowType) {
        this.workflowType = workflowType;
    }

    public @Nullable String getWorkflowId() {
        return workflowId;
    }

    public void setWorkflowId(@Nullable String workflowId) {
        this.workflowId = workflowId;
    }

    public @Nullable String getRunId() {
        return runId;
    }

    public void setRunId(@Nullable String runId) {
        this.runId = runId;
    }

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public Class<?> getResultType() {
        return resultType;
    }

    public void setResultType(Class<?> resultType) {
        this.resultType = resultType;
    }

    public OnRunning getOnRunning() {
        return onRunning;
    }

    public void setOnRunning(OnRunning onRunning) {
        this.onRunning = onRunning;
    }

    public OnEnded getOnEnded() {
        return onEnded;
    }

    public void setOnEnded(OnEnded onEnded) {
        this.onEnded = onEnded;
    }

    public long getExecutionTimeout() {
        return executionTimeout;
    }

    public void setExecutionTimeout(long executionTimeout) {
        this.executionTimeout = executionTimeout;
    }

    public long getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(long waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public boolean isWaitForUpdate() {
        return waitForUpdate;
    }

    public void setWaitForUpdate(boolean waitForUpdate) {
        this.waitForUpdate = waitForUpdate;
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }

    public @Nullable String getActivityType() {
        return activityType;
    }

    public void setActivityType(@Nullable String activityType) {
        this.activityType = activityType;
    }

    public Class<?> getArgumentType() {
        return argumentType;
    }

    public void setArgumentType(Class<?> argumentType) {
        this.argumentType = argumentType;
    }

    public int getMaxConcurrent() {
        return maxConcurrent;
    }

    public void setMaxConcurrent(int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
    }

    public boolean isHeartbeat() {
        return heartbeat;
    }

    public void setHeartbeat(boolean heartbeat) {
        this.heartbeat = heartbeat;
    }

    public @Nullable String getNonRetryable() {
        return nonRetryable;
    }

    public void setNonRetryable(@Nullable String nonRetryable) {
        this.nonRetryable = nonRetryable;
    }

    public long getShutdownTimeout() {
        return shutdownTimeout;
    }

    public void setShutdownTimeout(long shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }
}
