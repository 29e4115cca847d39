package dev.sam3flow.camel.waiting;

/**
 * Why waits end before what they wait for.
 *
 * @param when the end of a sentence
 * @param last false where it may be resumed: nothing is deleted at the provider then, whatever cancelOnStop says
 */
record Ending(String when, boolean last) {
    static final Ending CONTEXT_STOPPED = new Ending("when the context stopped", true);
    static final Ending CONTEXT_SUSPENDED = new Ending("when the context was suspended", false);

    static Ending ofRoute(String id, boolean suspended) {
        return new Ending("when route " + id + (suspended ? " was suspended" : " stopped"), !suspended);
    }
}
