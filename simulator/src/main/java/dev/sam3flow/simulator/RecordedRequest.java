package dev.sam3flow.simulator;

import dev.sam3flow.simulator.fault.ProviderCall;
import java.time.Instant;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param at when
 * @param call what it asked
 * @param method HTTP method
 * @param path without query
 * @param query raw; empty for none
 * @param headers names in lower case; the value of {@code authorization} is its first word only
 * @param body JSON bodies as text; empty for uploads
 * @param status the HTTP status of the answer; 0 where the connection was closed instead
 */
public record RecordedRequest(
        Instant at,
        ProviderCall call,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        int status) {}
