package dev.sam3flow.simulator.fault;

/** The catalogue of faults. Each has one number, {@link Fault#amount()}, whose meaning and usual value stand here. */
public enum FaultKind {
    /** the call waits before anything happens; milliseconds */
    DELAY(Stage.CALL, 1_000),
    /** the answer waits after all has happened; milliseconds */
    ANSWER_DELAYED(Stage.CALL, 1_000),
    /** the connection is closed before anything happens */
    RESET(Stage.CALL, 0),
    /** all happens, then the connection is closed without an answer */
    LOST_ANSWER(Stage.CALL, 0),
    /** an error status before anything happens; the status */
    STATUS_BEFORE(Stage.CALL, 503),
    /** all happens, then an error status; the status */
    STATUS_AFTER(Stage.CALL, 502),
    /** 429 without Retry-After, before anything happens */
    RATE_LIMITED(Stage.CALL, 0),
    /** 429 with Retry-After in seconds; the seconds */
    RATE_LIMITED_SECONDS(Stage.CALL, 2),
    /** 429 with Retry-After as a date; seconds from now */
    RATE_LIMITED_DATE(Stage.CALL, 2),
    /** 429 with a Retry-After that nobody can mean; seconds */
    RATE_LIMITED_ABSURD(Stage.CALL, 99_999_999_999L),
    /** the body trickles; milliseconds from its first to its last byte */
    SLOW_BODY(Stage.CALL, 1_000),
    /** half of the announced body, then the connection is closed */
    PARTIAL_BODY(Stage.CALL, 0),
    /** all happens, then a page in HTML; the status */
    HTML_BODY(Stage.CALL, 504),
    /** all happens, then JSON that breaks off, complete by its length */
    WRONG_JSON(Stage.CALL, 0),
    /** all happens, then the answer with text for numbers, numbers for text and lists for objects */
    WRONG_TYPES(Stage.CALL, 0),
    /** all happens, then HTTP 200 with another code in the envelope; the code */
    WRONG_ENVELOPE(Stage.CALL, 500),
    /** all happens, then an answer without the prediction's id */
    NO_ID(Stage.CALL, 0),
    /** all happens, then a redirect to an address inside the network; the status */
    REDIRECT(Stage.CALL, 302),
    /** all happens, then the answer followed by blanks; how many bytes of them */
    HUGE_BODY(Stage.CALL, 64L << 20),
    /** all happens, then blanks packed small; unpacked bytes */
    GZIP_BOMB(Stage.CALL, 256L << 20),
    /** a unit costs this from now on, this call included; micro-USD */
    PRICE_CHANGE(Stage.CALL, 100_000),
    /** the account holds this from now on, this call included; micro-USD */
    BALANCE_CHANGE(Stage.CALL, 0),
    /** another key is needed from now on, this call included */
    KEY_ROTATION(Stage.CALL, 0),

    /** after "processing" was told it is "created" again; for how many looks */
    STATUS_BACKWARDS(Stage.RUN, 2),
    /** instead of "processing" a word nobody knows; for how many looks */
    UNKNOWN_WORD(Stage.RUN, 2),
    /** ends as failed and is refunded; the task code */
    ENDS_FAILED(Stage.RUN, 1403),
    ENDS_CANCELLED(Stage.RUN, 0),
    ENDS_TIMEOUT(Stage.RUN, 0),
    ENDS_DELETED(Stage.RUN, 0),
    /** stays "processing" */
    NEVER_ENDS(Stage.RUN, 0),
    /** outputs in another wrapping; which, by the order of {@code OutputWrapping} */
    WRAPPING(Stage.RUN, 1),
    /** completed without any output */
    OUTPUTS_MISSING(Stage.RUN, 0),
    /** completed with the video only */
    RLE_MISSING(Stage.RUN, 0),
    /** the output's address answers 404 at once */
    OUTPUTS_EXPIRED(Stage.RUN, 0),
    /** masks of more or fewer frames than the video has; how many more, negative for fewer */
    FRAMES_OFF(Stage.RUN, -1),
    /** masks of a frame that is wider and higher; by how many pixels */
    WRONG_MASK_SIZE(Stage.RUN, 16),
    /** all objects of a frame in one mask */
    UNION_MASKS(Stage.RUN, 0),
    /** no object in any frame */
    EMPTY_RESULT(Stage.RUN, 0),
    /** the list shows the prediction late; milliseconds */
    LIST_LAG(Stage.RUN, 5_000),
    /** the billing rows come late; milliseconds */
    BILLING_LAG(Stage.RUN, 5_000),
    /** the refund of a failure comes late; milliseconds */
    REFUND_LAG(Stage.RUN, 10_000),

    /** delivered more than once; how often in all */
    WEBHOOK_TWICE(Stage.WEBHOOK, 2),
    /** delivered late; milliseconds */
    WEBHOOK_LATE(Stage.WEBHOOK, 2_000),
    /** delivered after the next one of another prediction; milliseconds to wait for that at most */
    WEBHOOK_REORDERED(Stage.WEBHOOK, 2_000),
    /** before the genuine one comes one with other content and a wrong signature */
    WEBHOOK_FORGED(Stage.WEBHOOK, 0),
    /** delivered before the submit is answered: the run ends at once */
    WEBHOOK_EARLY(Stage.WEBHOOK, 0),
    /** rightly signed, but long ago; seconds */
    WEBHOOK_STALE(Stage.WEBHOOK, 600),
    /** never delivered */
    WEBHOOK_LOST(Stage.WEBHOOK, 0);

    /** When a fault is drawn. */
    public enum Stage {
        /** at a call */
        CALL,
        /** when a prediction is created */
        RUN,
        /** when a prediction with a webhook is created */
        WEBHOOK
    }

    private final Stage stage;
    private final long usualAmount;

    FaultKind(Stage stage, long usualAmount) {
        this.stage = stage;
        this.usualAmount = usualAmount;
    }

    public Stage stage() {
        return stage;
    }

    public long usualAmount() {
        return usualAmount;
    }
}
