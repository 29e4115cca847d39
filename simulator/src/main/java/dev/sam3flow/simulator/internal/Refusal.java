package dev.sam3flow.simulator.internal;

/** A request that is answered with an error. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Refusal(int status, String message) {
        this(Reply.error(status, message));
    }

    Refusal(Reply reply) {
        super(null, null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
