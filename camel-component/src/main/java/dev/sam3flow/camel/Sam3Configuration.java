package dev.sam3flow.camel;

import dev.sam3flow.core.port.JobService;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.port.VideoTools;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** Options that component and endpoint share. */
@UriParams
@Configurer
public class Sam3Configuration implements Cloneable {
    @UriParam
    @Metadata(
            label = "security",
            secret = true,
            description = "The account's key. Not needed where a prediction service is given.")
    private @Nullable String apiKey;

    @UriParam(defaultValue = "https://api.wavespeed.ai/api/v3")
    @Metadata(description = "Where the provider's API begins: https, or http on this machine.")
    private String baseUrl = "https://api.wavespeed.ai/api/v3";

    @UriParam(defaultValue = "wavespeed-ai/sam3-video-rle")
    @Metadata(description = "Path of the model below the base URL.")
    private String model = "wavespeed-ai/sam3-video-rle";

    @UriParam
    @Metadata(label = "producer", description = "What to segment: short noun phrases, several separated by commas.")
    private @Nullable String prompt;

    @UriParam
    @Metadata(
            label = "producer",
            description = "Clicks in the first frame: x,y or x,y,0 for background, several separated by semicolons.")
    private @Nullable String points;

    @UriParam
    @Metadata(
            label = "producer",
            description = "Rectangles in the first frame: xMin,yMin,xMax,yMax, several separated by semicolons.")
    private @Nullable String boxes;

    @UriParam(defaultValue = "false")
    @Metadata(label = "producer", description = "Whether the provider also draws the masks into a video.")
    private boolean applyMask;

    @UriParam(defaultValue = "auto")
    @Metadata(
            label = "producer",
            description = "How the RLE text is written: auto decides on evidence, any other name pins it.")
    private String dialect = "auto";

    @UriParam
    @Metadata(
            label = "producer",
            description =
                    "Size of the video's frames, such as 1920x1080, where neither the RLE file nor video tools tell"
                            + " it.")
    private @Nullable String frameSize;

    @UriParam(defaultValue = "false")
    @Metadata(
            label = "producer",
            description =
                    "Whether a body of text that is an http(s) URL is sent to the provider as the video. Else text is"
                            + " a path or a file URI.")
    private boolean allowRemoteVideo;

    @UriParam
    @Metadata(
            label = "producer",
            description =
                    "Public https URL of a sam3:webhook route, without marker: the provider calls back there, each"
                            + " prediction with a marker of its own.")
    private @Nullable String webhookUrl;

    @UriParam(javaType = "java.time.Duration", defaultValue = "20000")
    @Metadata(label = "producer", description = "How long after the submit to look for the first time.")
    private long firstLook = 20_000;

    @UriParam(javaType = "java.time.Duration", defaultValue = "5000")
    @Metadata(
            label = "producer",
            description = "Pause between the first two looks. The provider asks for 5 seconds or more.")
    private long pollInterval = 5_000;

    @UriParam(defaultValue = "1.5")
    @Metadata(label = "producer", description = "Factor by which the pause between two looks grows.")
    private double pollFactor = 1.5;

    @UriParam(javaType = "java.time.Duration", defaultValue = "30000")
    @Metadata(label = "producer", description = "Longest pause between two looks.")
    private long maxPollInterval = 30_000;

    @UriParam(defaultValue = "0.1")
    @Metadata(label = "producer", description = "Part of each pause, 0 to 1, by which it is shortened at random.")
    private double pollJitter = 0.1;

    @UriParam(javaType = "java.time.Duration", defaultValue = "300000")
    @Metadata(
            label = "producer",
            description = "Longest pause that is granted where the provider asks for one (Retry-After).")
    private long maxRetryAfter = 300_000;

    @UriParam(javaType = "java.time.Duration", defaultValue = "0")
    @Metadata(
            label = "producer",
            description = "How long to wait for the end of a prediction or a job; 0 for as long as it takes.")
    private long waitTimeout;

    @UriParam(javaType = "java.time.Duration", defaultValue = "120000")
    @Metadata(
            label = "producer",
            description =
                    "How long a prediction is looked for whose submit got no answer; 0 for not at all. It is never"
                            + " submitted again.")
    private long quietPeriod = 120_000;

    @UriParam(defaultValue = "2147483648")
    @Metadata(label = "producer", description = "Largest body of bytes that is taken as a video.")
    private long maxVideoBytes = 2L << 30;

    @UriParam(defaultValue = "false")
    @Metadata(
            label = "producer",
            description =
                    "Whether predictions that are waited for are deleted at the provider when the context or the route stops."
                            + " Suspending deletes nothing.")
    private boolean cancelOnStop;

    @UriParam(defaultValue = "default")
    @Metadata(label = "producer,job", description = "Whom a job belongs to.")
    private String tenant = "default";

    @UriParam
    @Metadata(
            label = "producer,job",
            description =
                    "Name of a job within its tenant. By default a digest of the video and of what is asked for, so"
                            + " that the same order is the same job.")
    private @Nullable String requestKey;

    @UriParam
    @Metadata(label = "producer,job", description = "Most a job may cost, in USD.")
    private @Nullable String maxCharge;

    @UriParam(javaType = "java.time.Duration", defaultValue = "599500")
    @Metadata(label = "producer,job", description = "Longest chunk of a job, overlap included.")
    private long maxChunk = 599_500;

    @UriParam(javaType = "java.time.Duration", defaultValue = "-1")
    @Metadata(
            label = "producer,job",
            description =
                    "How much two neighbouring chunks of a job share; -1 for one second, or 16 frames where that is longer.")
    private long overlap = -1;

    @UriParam(defaultValue = "4")
    @Metadata(label = "producer,job", description = "Most predictions of a job in flight at once, 1 to 100.")
    private int parallel = 4;

    @UriParam
    @Metadata(
            label = "producer,job",
            description = "What tell tells the job of the header CamelSam3JobId, as sam3 job does on the command line:"
                    + " pause, resume, cancel, set-parallelism 8, set-priority 1, retry-chunk 3 and so on.")
    private @Nullable String command;

    @UriParam(defaultValue = "3")
    @Metadata(
            label = "producer,job",
            description = "Which jobs go first where submits wait for the account: 1, first, to 5, last.")
    private int priority = 3;

    @UriParam
    @Metadata(label = "producer,job", description = "Names of further result files of a job, separated by commas.")
    private @Nullable String exports;

    @UriParam(defaultValue = "0")
    @Metadata(
            label = "producer,job",
            description =
                    "Index of the frame of a job's video at which points and boxes are true, from 0; what is before it is"
                            + " looked for by the prompt.")
    private int atFrame;

    @UriParam(defaultValue = "charge", enums = "charge,latency,balanced")
    @Metadata(
            label = "producer,job",
            description =
                    "What the plan of a job makes small: the charge, the time until the result is there, or both in"
                            + " balance.")
    private String objective = "charge";

    @UriParam
    @Metadata(
            label = "producer,job",
            description = "Whether chunks of a job are to meet where scenes do, as far as that costs nothing.")
    private boolean sceneCuts;

    @UriParam
    @Metadata(
            label = "producer,job",
            description =
                    "Whether each object of a job has predictions of its own, in place of one for all: each of the"
                            + " prompts, or, with one prompt, each box and point. Each is paid for.")
    private boolean perObject;

    @UriParam
    @Metadata(
            label = "producer,job",
            description =
                    "Whether chunks of a job that look bad are tried once more, prompted by boxes from their last good"
                            + " frame. Each is paid for, within maxCharge and the budgets; the better result is kept.")
    private boolean autoRepair;

    @UriParam(defaultValue = "fail", enums = "fail,gap,ask")
    @Metadata(
            label = "producer,job",
            description =
                    "What a chunk that cannot be had does to a job: it fails, or has a gap that its result names, or waits"
                            + " for a person.")
    private String onChunkFailure = "fail";

    @UriParam
    @Metadata(
            label = "producer,job",
            description =
                    "Whether a job whose quote is over maxCharge or a budget waits for a person's approval; else it"
                            + " fails.")
    private boolean askOverBudget;

    @UriParam(defaultValue = "true")
    @Metadata(
            label = "producer,job",
            description =
                    "Whether stored and running predictions of equal chunks serve a job, also those of other jobs of its"
                            + " tenant; else each chunk is paid for.")
    private boolean reuse = true;

    @UriParam(defaultValue = "true")
    @Metadata(
            label = "producer,job",
            description = "Whether a job that does not end as done is an exception; else the body is its result.")
    private boolean failOnJobFailure = true;

    @UriParam(javaType = "java.time.Duration", defaultValue = "10000")
    @Metadata(label = "advanced", description = "Longest wait for a connection to the provider.")
    private long connectTimeout = 10_000;

    @UriParam(javaType = "java.time.Duration", defaultValue = "30000")
    @Metadata(label = "advanced", description = "Longest wait for one answer of the provider.")
    private long callTimeout = 30_000;

    @UriParam(javaType = "java.time.Duration", defaultValue = "60000")
    @Metadata(
            label = "advanced",
            description =
                    "Longest wait for the answer to a submit. Giving up on it leaves open whether a prediction was"
                            + " paid for.")
    private long submitTimeout = 60_000;

    @UriParam(javaType = "java.time.Duration", defaultValue = "3600000")
    @Metadata(label = "advanced", description = "Longest wait for an upload or a download.")
    private long transferTimeout = 3_600_000;

    @UriParam
    @Metadata(
            label = "proxy",
            description =
                    "HTTP proxy for all connections to the provider; it must know CONNECT. Names are resolved on this"
                            + " machine all the same, and their addresses checked.")
    private @Nullable String proxyHost;

    @UriParam
    @Metadata(label = "proxy", description = "Port of the proxy.")
    private int proxyPort;

    @UriParam
    @Metadata(
            label = "security",
            description =
                    "Trusted certificates and client keys for connections to the provider. By default the platform's.")
    private @Nullable SSLContextParameters sslContextParameters;

    @UriParam(defaultValue = "false")
    @Metadata(label = "advanced", description = "Whether the calling thread waits for the end.")
    private boolean synchronous;

    @UriParam
    @Metadata(
            label = "advanced",
            autowired = true,
            description = "The provider. By default a client made of these options.")
    private @Nullable PredictionService predictionService;

    @UriParam
    @Metadata(label = "advanced", autowired = true, description = "What runs durable jobs.")
    private @Nullable JobService jobService;

    @UriParam
    @Metadata(
            label = "advanced",
            autowired = true,
            description =
                    "Reads frame size and frame count of a local video, which are then checked against the masks.")
    private @Nullable VideoTools videoTools;

    public Sam3Configuration copy() {
        try {
            return (Sam3Configuration) super.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new RuntimeCamelException(impossible);
        }
    }

    public @Nullable String getApiKey() {
        return apiKey;
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public @Nullable String getPrompt() {
        return prompt;
    }

    public void setPrompt(@Nullable String prompt) {
        this.prompt = prompt;
    }

    public @Nullable String getPoints() {
        return points;
    }

    public void setPoints(@Nullable String points) {
        this.points = points;
    }

    public @Nullable String getBoxes() {
        return boxes;
    }

    public void setBoxes(@Nullable String boxes) {
        this.boxes = boxes;
    }

    public boolean isApplyMask() {
        return applyMask;
    }

    public void setApplyMask(boolean applyMask) {
        this.applyMask = applyMask;
    }

    public String getDialect() {
        return dialect;
    }

    public void setDialect(String dialect) {
        this.dialect = dialect;
    }

    public @Nullable String getFrameSize() {
        return frameSize;
    }

    public void setFrameSize(@Nullable String frameSize) {
        this.frameSize = frameSize;
    }

    public boolean isAllowRemoteVideo() {
        return allowRemoteVideo;
    }

    public void setAllowRemoteVideo(boolean allowRemoteVideo) {
        this.allowRemoteVideo = allowRemoteVideo;
    }

    public @Nullable String getWebhookUrl() {
        return webhookUrl;
    }

    public void setWebhookUrl(@Nullable String webhookUrl) {
        this.webhookUrl = webhookUrl;
    }

    public long getFirstLook() {
        return firstLook;
    }

    public void setFirstLook(long firstLook) {
        this.firstLook = firstLook;
    }

    public long getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(long pollInterval) {
        this.pollInterval = pollInterval;
    }

    public double getPollFactor() {
        return pollFactor;
    }

    public void setPollFactor(double pollFactor) {
        this.pollFactor = pollFactor;
    }

    public long getMaxPollInterval() {
        return maxPollInterval;
    }

    public void setMaxPollInterval(long maxPollInterval) {
        this.maxPollInterval = maxPollInterval;
    }

    public double getPollJitter() {
        return pollJitter;
    }

    public void setPollJitter(double pollJitter) {
        this.pollJitter = pollJitter;
    }

    public long getMaxRetryAfter() {
        return maxRetryAfter;
    }

    public void setMaxRetryAfter(long maxRetryAfter) {
        this.maxRetryAfter = maxRetryAfter;
    }

    public long getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(long waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public long getQuietPeriod() {
        return quietPeriod;
    }

    public void setQuietPeriod(long quietPeriod) {
        this.quietPeriod = quietPeriod;
    }

    public long getMaxVideoBytes() {
        return maxVideoBytes;
    }

    public void setMaxVideoBytes(long maxVideoBytes) {
        this.maxVideoBytes = maxVideoBytes;
    }

    public boolean isCancelOnStop() {
        return cancelOnStop;
    }

    public void setCancelOnStop(boolean cancelOnStop) {
        this.cancelOnStop = cancelOnStop;
    }

    public String getTenant() {
        return tenant;
    }

    public void setTenant(String tenant) {
        this.tenant = tenant;
    }

    public @Nullable String getRequestKey() {
        return requestKey;
    }

    public void setRequestKey(@Nullable String requestKey) {
        this.requestKey = requestKey;
    }

    public @Nullable String getMaxCharge() {
        return maxCharge;
    }

    public void setMaxCharge(@Nullable String maxCharge) {
        this.maxCharge = maxCharge;
    }

    public long getMaxChunk() {
        return maxChunk;
    }

    public void setMaxChunk(long maxChunk) {
        this.maxChunk = maxChunk;
    }

    public long getOverlap() {
        return overlap;
    }

    public void setOverlap(long overlap) {
        this.overlap = overlap;
    }

    public int getParallel() {
        return parallel;
    }

    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public @Nullable String getCommand() {
        return command;
    }

    public void setCommand(@Nullable String command) {
        this.command = command;
    }

    public int getPriority() {
        return priority;
    }

    public void setPriority(int priority) {
        this.priority = priority;
    }

    public @Nullable String getExports() {
        return exports;
    }

    public void setExports(@Nullable String exports) {
        this.exports = exports;
    }

    public int getAtFrame() {
        return atFrame;
    }

    public void setAtFrame(int atFrame) {
        this.atFrame = atFrame;
    }

    public String getObjective() {
        return objective;
    }

    public void setObjective(String objective) {
        this.objective = objective;
    }

    public boolean isSceneCuts() {
        return sceneCuts;
    }

    public void setSceneCuts(boolean sceneCuts) {
        this.sceneCuts = sceneCuts;
    }

    public boolean isPerObject() {
        return perObject;
    }

    public void setPerObject(boolean perObject) {
        this.perObject = perObject;
    }

    public boolean isAutoRepair() {
        return autoRepair;
    }

    public void setAutoRepair(boolean autoRepair) {
        this.autoRepair = autoRepair;
    }

    public String getOnChunkFailure() {
        return onChunkFailure;
    }

    public void setOnChunkFailure(String onChunkFailure) {
        this.onChunkFailure = onChunkFailure;
    }

    public boolean isAskOverBudget() {
        return askOverBudget;
    }

    public void setAskOverBudget(boolean askOverBudget) {
        this.askOverBudget = askOverBudget;
    }

    public boolean isReuse() {
        return reuse;
    }

    public void setReuse(boolean reuse) {
        this.reuse = reuse;
    }

    public boolean isFailOnJobFailure() {
        return failOnJobFailure;
    }

    public void setFailOnJobFailure(boolean failOnJobFailure) {
        this.failOnJobFailure = failOnJobFailure;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }

    public @Nullable PredictionService getPredictionService() {
        return predictionService;
    }

    public void setPredictionService(@Nullable PredictionService predictionService) {
        this.predictionService = predictionService;
    }

    public @Nullable JobService getJobService() {
        return jobService;
    }

    public void setJobService(@Nullable JobService jobService) {
        this.jobService = jobService;
    }

    public @Nullable VideoTools getVideoTools() {
        return videoTools;
    }

    public void setVideoTools(@Nullable VideoTools videoTools) {
        this.videoTools = videoTools;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getCallTimeout() {
        return callTimeout;
    }

    public void setCallTimeout(long callTimeout) {
        this.callTimeout = callTimeout;
    }

    public long getSubmitTimeout() {
        return submitTimeout;
    }

    public void setSubmitTimeout(long submitTimeout) {
        this.submitTimeout = submitTimeout;
    }

    public long getTransferTimeout() {
        return transferTimeout;
    }

    public void setTransferTimeout(long transferTimeout) {
        this.transferTimeout = transferTimeout;
    }

    public @Nullable String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(@Nullable String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public int getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(int proxyPort) {
        this.proxyPort = proxyPort;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }
}
