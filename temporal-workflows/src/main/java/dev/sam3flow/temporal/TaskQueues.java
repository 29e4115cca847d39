package dev.sam3flow.temporal;

/** Names of the task queues. */
public final class TaskQueues {
    /** Workflows and light database activities. */
    public static final String SEGMENTATION = "segmentation";

    /** Calls of the provider, limited by the account's rates. */
    public static final String PROVIDER_API = "provider-api";

    /** Submits: they wait here until the account has room for another prediction. */
    public static final String PROVIDER_SUBMIT = "provider-submit";

    /** Video tools and masks: as many slots as cores. */
    public static final String MEDIA_CPU = "media-cpu";

    /** What services do from time to time. */
    public static final String ROUNDS = "rounds";

    private TaskQueues() {}
}
