package dev.sam3flow.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks, while something goes on, whether anybody on this machine opens a UDP port; Linux tells. */
final class PortWatch {
    private static final List<Path> OPEN = Stream.of("/proc/net/udp", "/proc/net/udp6")
            .map(Path::of)
            .filter(Files::isReadable)
            .toList();

    private final CountDownLatch looking = new CountDownLatch(1);
    private volatile boolean over;

    private PortWatch() {}

    static boolean tells() {
        return !OPEN.isEmpty();
    }

    /** Whether the port was open at some moment of the work. */
    static boolean sawOpen(int port, Runnable work) {
        PortWatch watch = new PortWatch();
        CompletableFuture<Boolean> seen = CompletableFuture.supplyAsync(() -> watch.look(port));
        try {
            watch.looking.await();
            work.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            watch.over = true;
        }
        return seen.join();
    }

    private boolean look(int port) {
        // as in "  77: 0100007F:1F90 00000000:0000 07 …"
        String local = String.format(Locale.ROOT, ":%04X ", port);
        while (!over) {
            for (Path table : OPEN) {
                try (Stream<String> lines = Files.lines(table)) {
                    if (lines.anyMatch(line -> line.contains(local))) {
                        return true;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            looking.countDown();
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return false;
    }
}
