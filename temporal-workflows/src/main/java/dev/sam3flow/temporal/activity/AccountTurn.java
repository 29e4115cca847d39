package dev.sam3flow.temporal.activity;

import dev.sam3flow.core.port.PredictionService;
import java.time.Duration;

/** One submit's wait for its turn in the line of its account. */
final class AccountTurn {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final PredictionService account;
    private final SubmitLine.Place place;
    private final long until;
    private final Pulse pulse;

    /** @param until on the clock of {@link System#nanoTime()}; it does not wait for longer */
    AccountTurn(PredictionService account, SubmitLine.Place place, long until, Pulse pulse) {
        this.account = account;
        this.place = place;
        this.until = until;
        this.pulse = pulse;
    }

    /** True once the account has room for this one; false where it has none for long, or the job was cancelled. */
    boolean await() throws InterruptedException {
        while (true) {
            Duration wait = place.isFirst() ? account.untilNextStart() : BETWEEN_LOOKS;
            if (wait.isZero() && place.go()) {
                return true;
            }
            if (pulse.stopped() || place.isClosed() || System.nanoTime() >= until) {
                return false;
            }
            if (!wait.isZero()) {
                place.rest(wait.compareTo(BETWEEN_LOOKS) < 0 ? wait : BETWEEN_LOOKS);
            }
        }
    }

    /** As {@link #await()}, after others took the room that there was; false at once where the limit is not one kept here. */
    boolean awaitAgain() throws InterruptedException {
        if (account.untilNextStart().isZero()) {
            return false;
        }
        place.goBack();
        return await();
    }
}
