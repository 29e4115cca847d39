package dev.sam3flow.simulator.internal;

/** Where the simulator stands; known once it listens. */
public final class Site {
    static final String API = "/api/v3";

    private volatile int port;

    void listensAt(int newPort) {
        port = newPort;
    }

    public int port() {
        return port;
    }

    /** Scheme, host and port. */
    public String root() {
        return "http://127.0.0.1:" + port;
    }

    /** The root with the API's path. */
    public String api() {
        return root() + API;
    }
}
