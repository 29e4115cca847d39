package dev.sam3flow.app.cli;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM: the first asks to stop in order, the second stops at once.
 *
 * <p>The handlers take the place of the platform's, so that no shutdown begins under the feet of a job that is being
 * cancelled.
 */
final class Interrupts {
    private final AtomicInteger received = new AtomicInteger();
    private final Runnable first;
    private final Runnable second;

    /**
     * @param first run once, on a thread of its own
     * @param second run before the process ends at once with 130
     */
    Interrupts(Runnable first, Runnable second) {
        this.first = first;
        this.second = second;
    }

    void install() {
        install("INT");
        install("TERM");
    }

    private void install(String name) {
        try {
            Signal.handle(new Signal(name), signal -> receive());
        } catch (IllegalArgumentException e) {
            // a platform without this signal, or a Java that keeps it for itself
        }
    }

    private void receive() {
        if (received.incrementAndGet() == 1) {
            Thread thread = new Thread(first, "interrupt");
            thread.setDaemon(true);
            thread.start();
            return;
        }
        try {
            second.run();
        } finally {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    /** True once stopping was asked for. */
    boolean received() {
        return received.get() > 0;
    }
}
