package dev.sam3flow.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.client.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A download has an end, whatever the server does to draw it out. */
class DownloadTimeTest {
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration TOTAL = Duration.ofMillis(1500);
    private static final Duration SLACK = Duration.ofMillis(1200);

    /** It has a version, so that a break may be taken up again: not with the time for a whole file once more. */
    @Test
    void aServerThatDripsIsGivenUpWhenTheTimeForTheFileIsOver() throws IOException {
        RawServer.Talk dripping = (socket, head) -> {
            say(
                    socket,
                    head.contains("Range:")
                            ? "HTTP/1.1 206 Part\r\nContent-Length: 5000\r\nContent-Range: "
                                    + head.replaceAll("(?s).*Range: bytes=(\\d+)-.*", "bytes $1-9999/10000")
                                    + "\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10000\r\n\r\n");
            while (!Thread.currentThread().isInterrupted()) {
                say(socket, "x");
                Thread.sleep(50);
            }
        };
        try (RawServer server = new RawServer(dripping)) {
            assertThat(untilGivenUp(server)).isBetween(TOTAL.minus(IDLE), TOTAL.plus(SLACK));
        }
    }

    @Test
    void aServerThatFallsSilentIsGivenUpBeforeThat() throws IOException {
        RawServer.Talk silent = (socket, head) -> {
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\nxxx");
            Thread.sleep(60_000);
        };
        try (RawServer server = new RawServer(silent)) {
            assertThat(untilGivenUp(server)).isLessThan(TOTAL);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static Duration untilGivenUp(RawServer server) {
        GuardedSourceReader reader = new GuardedSourceReader(
                new GuardedDownload.Rules(
                        AddressRules.PUBLIC_AND_THIS_MACHINE, true, Set.of(), 1_000_000, IDLE, IDLE, TOTAL),
                Resolver.SYSTEM);
        long began = System.nanoTime();
        assertThatThrownBy(() -> {
                    try (InputStream in = reader.open(server.at("/v.mp4"))) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
