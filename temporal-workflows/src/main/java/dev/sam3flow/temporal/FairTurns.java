package dev.sam3flow.temporal;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who goes next of those that wait in this process: the higher priority first, of equals the tenant whose last turn is longest
 * ago, of equals who came first. Not safe for use by several threads.
 */
public final class FairTurns {
    private static final int USUAL_PRIORITY = 3;

    /** Number of each tenant's last turn. */
    private final Map<String, Long> turns = new HashMap<>();

    private long came;
    private long gone;

    /**
     * A place among those that wait.
     *
     * @param priority 1, first, to 5, last; 0 for the usual, which is 3
     * @param came number of those who came before
     */
    public record Place(int priority, String tenant, long came) {
        public Place {
            priority = priority == 0 ? USUAL_PRIORITY : priority;
        }

        Place withPriority(int other) {
            return new Place(other, tenant, came);
        }
    }

    /** A place behind its equals. */
    public Place place(int priority, String tenant) {
        return new Place(priority, tenant, came++);
    }

    /** The first of these; empty where there are none. */
    public Optional<Place> first(Collection<Place> waiting) {
        return waiting.stream()
                .min(Comparator.comparingInt(Place::priority)
                        .thenComparingLong(place -> turns.getOrDefault(place.tenant(), -1L))
                        .thenComparingLong(Place::came));
    }

    /** This one has had its turn. */
    public void took(Place place) {
        turns.put(place.tenant(), gone++);
    }
}
