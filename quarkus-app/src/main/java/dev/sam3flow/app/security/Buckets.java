package dev.sam3flow.app.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How often something happened for each of many names; each name's allowance fills up again evenly within a minute. */
final class Buckets {
    private static final int MOST_NAMES = 10_000;
    private static final double NANOS_A_MINUTE = 60e9;

    private final int perMinute;
    private final LongSupplier nanos;
    private final Map<String, Level> levels = new ConcurrentHashMap<>();

    /** What is left, and when that was so. */
    private record Level(double left, long atNanos) {}

    Buckets(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    /** Takes one; false, and nothing taken, where none is left. */
    boolean take(String name) {
        if (levels.size() >= MOST_NAMES) {
            levels.values().removeIf(level -> now(level) >= perMinute);
        }
        boolean[] taken = new boolean[1];
        levels.compute(name, (key, old) -> {
            double left = old == null ? perMinute : now(old);
            taken[0] = left >= 1;
            return new Level(taken[0] ? left - 1 : left, nanos.getAsLong());
        });
        return taken[0];
    }

    boolean isEmpty(String name) {
        Level level = levels.get(name);
        return level != null && now(level) < 1;
    }

    private double now(Level level) {
        return Math.min(perMinute, level.left() + (nanos.getAsLong() - level.atNanos()) * perMinute / NANOS_A_MINUTE);
    }
}
