package dev.sam3flow.temporal;

/** Names of the task queues. */
public final class TaskQueues {
    /** Workflows and light database activities. */
    public static final String SEGMENTATION = "segmentation";

    /** Calls of the provider, limited by the account's rates. */
    public static final String PROVIDER_API = "provider-api";

    /** Video tools and masks: as many slots as cores. */
    public static final String MEDIA_CPU = "media-cpu";

    private TaskQueues() {}
}
