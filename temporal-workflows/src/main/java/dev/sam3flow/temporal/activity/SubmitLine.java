package dev.sam3flow.temporal.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The submits that wait in this process for the account, in their order: the higher priority first, of equals the tenant whose
 * last turn is longest ago, of equals who came first. No more than a few go at a time: each uploads before it knows whether
 * there is still room.
 */
final class SubmitLine {
    private static final int USUAL_PRIORITY = 3;

    private final int mostGoing;
    private final List<Place> waiting = new ArrayList<>();
    /** Number of each tenant's last turn. */
    private final Map<String, Long> turns = new HashMap<>();

    private long came;
    private long gone;
    private int going;
    private boolean closed;

    SubmitLine(int mostGoing) {
        this.mostGoing = mostGoing;
    }

    /** Stands at the end of its equals. @param priority 1, first, to 5, last; 0 where none was given */
    synchronized Place join(int priority, String tenant) {
        Place place = new Place(priority == 0 ? USUAL_PRIORITY : priority, tenant, came++);
        waiting.add(place);
        return place;
    }

    /** Nobody goes any more, and nobody needs to wait: the process is about to end. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private Place first() {
        Comparator<Place> order = Comparator.comparingInt((Place place) -> place.priority)
                .thenComparingLong(place -> turns.getOrDefault(place.tenant, -1L))
                .thenComparingLong(place -> place.came);
        return waiting.stream().min(order).orElseThrow();
    }

    /** One that waits. Closing leaves the line, or makes room for another to go. */
    final class Place implements AutoCloseable {
        private final int priority;
        private final String tenant;
        private final long came;
        private boolean goes;

        private Place(int priority, String tenant, long came) {
            this.priority = priority;
            this.tenant = tenant;
            this.came = came;
        }

        /** True where the next that may go is this one. */
        boolean isFirst() {
            synchronized (SubmitLine.this) {
                return !closed && !goes && going < mostGoing && first() == this;
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
                waiting.remove(this);
                turns.put(tenant, gone++);
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
                waiting.add(this);
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
                    waiting.remove(this);
                }
                SubmitLine.this.notifyAll();
            }
        }
    }
}
