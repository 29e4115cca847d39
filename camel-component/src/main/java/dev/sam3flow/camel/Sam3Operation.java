package dev.sam3flow.camel;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an endpoint does. */
public enum Sam3Operation {
    /** sends one video of at most 600 s and waits for its masks */
    segment,
    /** orders a durable job of any length and waits for its end */
    job,
    /** tells a job that runs what to do */
    tell,
    /** sends one video and goes on with the prediction's id */
    submit,
    /** one look at a prediction, which leaves the body alone */
    result,
    /** uploads a video and goes on with its URL */
    upload,
    /** reads the provider's RLE file into masks */
    decode,
    /** asks what a prediction would cost */
    quote,
    /** deletes a prediction */
    delete,
    /** asks what is left on the account */
    balance,
    /** consumes the provider's callbacks */
    webhook,
    /** consumes endings of predictions and jobs */
    events;

    /** True where routes begin with it; else they send to it. */
    public boolean consumed() {
        return this == webhook || this == events;
    }

    /** @throws InvalidInputException if there is no such operation */
    public static Sam3Operation ofName(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(operation -> operation.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("operation '" + name + "': use one of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
