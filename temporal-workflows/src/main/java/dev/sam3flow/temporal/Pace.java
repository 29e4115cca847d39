package dev.sam3flow.temporal;

import java.time.Duration;

/**
 * How long a workflow waits for what.
 *
 * @param firstLook from the submit to the first look at a prediction
 * @param shortestPoll between the first and the second look; the provider asks for 5 s or more
 * @param longestPoll what the time between two looks grows to
 * @param quietPeriod how long an ambiguous submit is looked for before it counts as lost
 * @param betweenFinds between two of those looks
 * @param approval how long a job waits for the approval of its quote
 */
public record Pace(
        Duration firstLook,
        Duration shortestPoll,
        Duration longestPoll,
        Duration quietPeriod,
        Duration betweenFinds,
        Duration approval) {
    /** The official development server fires timers and retries up to a second late: shorter waits are made without it. */
    public static final Duration FINEST_TIMER = Duration.ofSeconds(1);

    public static final Pace DEFAULTS = new Pace(
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            Duration.ofSeconds(20),
            Duration.ofDays(7));

    public Pace {
        positive("shortest poll", shortestPoll);
        positive("time between two finds", betweenFinds);
        positive("approval time", approval);
        if (firstLook.isNegative() || quietPeriod.isNegative() || longestPoll.compareTo(shortestPoll) < 0) {
            throw new IllegalArgumentException("pace " + firstLook + ", " + shortestPoll + ", " + longestPoll + ", "
                    + quietPeriod + ": needs times that are not negative and a longest poll not below the shortest");
        }
    }

    public Pace withApproval(Duration other) {
        return new Pace(firstLook, shortestPoll, longestPoll, quietPeriod, betweenFinds, other);
    }

    private static void positive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " " + value + ": must be more than nothing");
        }
    }

    /** Time until the next look after so many looks: grows by half each time. */
    public Duration untilNextLook(int looks) {
        double factor = Math.pow(1.5, Math.min(40, Math.max(0, looks - 1)));
        double millis = Math.min(longestPoll.toMillis(), shortestPoll.toMillis() * factor);
        return Duration.ofMillis((long) millis);
    }
}
