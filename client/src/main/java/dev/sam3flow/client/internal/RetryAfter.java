package dev.sam3flow.client.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a {@code Retry-After} header: seconds or a date. */
public final class RetryAfter {
    /** Whatever is asked, nobody waits longer before looking again. */
    static final Duration MOST = Duration.ofMinutes(15);

    private RetryAfter() {}

    /** @return between zero and {@link #MOST}; null where the header is absent or unreadable */
    public static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (text.matches("[0-9]+(\\.[0-9]+)?")) {
            String whole = text.split("\\.", 2)[0];
            return whole.length() > 6
                    ? MOST
                    : capped(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
            return capped(Duration.between(now, until));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Duration capped(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(MOST) > 0 ? MOST : asked;
    }
}
