package dev.sam3flow.cameltemporal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an endpoint does. */
public enum TemporalOperation {
    /** starts a workflow, or joins the one that runs under its id */
    start,
    /** signals a workflow */
    signal,
    /** asks a workflow, which changes nothing there */
    query,
    /** updates a workflow and waits for what it returns */
    update,
    /** waits for a workflow's end */
    result,
    /** asks a workflow to stop */
    cancel,
    /** consumes activity tasks: the route is the activity */
    activity;

    /** @throws IllegalArgumentException if there is no such operation */
    public static TemporalOperation ofName(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(operation -> operation.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("temporal: operation '" + name + "': use one of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
