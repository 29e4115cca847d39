package dev.sam3flow.temporal.activity;

import dev.sam3flow.temporal.FairTurns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The submits that wait in this process for the account, in the order of {@link FairTurns}. No more than a few go at a time:
 * each uploads before it knows whether there is still room.
 */
final class SubmitLine {
    private final int mostGoing;
    private final FairTurns turns = new FairTurns();
    private final List<FairTurns.Place> waiting = new ArrayList<>();

    private int going;
    private boolean closed;

    SubmitLine(int mostGoing) {
        this.mostGoing = mostGoing;
    }

    /** Stands at the end of its equals. @param priority 1, first, to 5, last; 0 where none was given */
    synchronized Place join(int priority, String tenant) {
        Place place = new Place(turns.place(priority, tenant));
        waiting.add(place.place);
        return place;
    }

    /** Nobody goes any more, and nobody needs to wait: the process is about to end. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** One that waits. Closing leaves the line, or makes room for another to go. */
    final class Place implements AutoCloseable {
        private final FairTurns.Place place;
        private boolean goes;

        private Place(FairTurns.Place place) {
            this.place = place;
        }

        /** True where the next that may go is this one. */
        boolean isFirst() {
            synchronized (SubmitLine.this) {
                return !closed
                        && !goes
                        && going < mostGoing
                        && turns.first(waiting).orElseThrow() == place;
            }
        }

        /** True once nobody of the line goes any more. */
        boolean isClosed() {
            synchronized (SubmitLine.this) {
                return closed;
            }
        }

        /** Leaves the line in order to send; the next is first now. @return false where another came before */
        boolean go() {
            synchronized (SubmitLine.this) {
                if (!isFirst()) {
                    return false;
                }
                waiting.remove(place);
                turns.took(place);
                goes = true;
                going++;
                SubmitLine.this.notifyAll();
                return true;
            }
        }

        /** There was no room after all: waits again, where it stood before. */
        void goBack() {
            synchronized (SubmitLine.this) {
                goes = false;
                going--;
                waiting.add(place);
                SubmitLine.this.notifyAll();
            }
        }

        /** Comes back when something has changed in the line, or after this time. */
        void rest(Duration most) throws InterruptedException {
            synchronized (SubmitLine.this) {
                SubmitLine.this.wait(Math.max(1, most.toMillis()));
            }
        }

        @Override
        public void close() {
            synchronized (SubmitLine.this) {
                if (goes) {
                    going--;
                } else {
                    waiting.remove(place);
                }
                SubmitLine.this.notifyAll();
            }
        }
    }
}
