package dev.sam3flow.camel.event;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Routes that consume callbacks, by path: where an application that listens for HTTP itself hands requests in. */
public final class Webhooks {
    /** What became of a callback. @param status HTTP status to answer with */
    public record Answer(int status, String message) {}

    /** A route that takes callbacks. */
    interface Receiver {
        Answer receive(Optional<String> marker, Map<String, String> headers, byte[] body);
    }

    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

    /**
     * Hands a request to the route whose path it came to.
     *
     * @param path without query
     * @param headers of the request
     * @param body as it came
     */
    public Answer receive(String path, Map<String, String> headers, byte[] body) {
        Receiver exact = receivers.get(path);
        if (exact != null) {
            return exact.receive(Optional.empty(), headers, body);
        }
        int slash = path.lastIndexOf('/');
        Receiver below = slash < 1 ? null : receivers.get(path.substring(0, slash));
        String marker = path.substring(slash + 1);
        if (below == null || !marker.matches("[A-Za-z0-9_-]{1,200}")) {
            return new Answer(404, "no route takes callbacks at this path");
        }
        return below.receive(Optional.of(marker), headers, body);
    }

    void add(String path, Receiver receiver) {
        if (receivers.putIfAbsent(path, receiver) != null) {
            throw new IllegalArgumentException(
                    "sam3:webhook: two routes take callbacks at " + path + ": give one of them another webhookPath");
        }
    }

    void remove(String path, Receiver receiver) {
        receivers.remove(path, receiver);
    }
}
