package dev.sam3flow.simulator.internal;

import com.sun.net.httpserver.HttpExchange;
import dev.sam3flow.simulator.fault.FaultKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/** Puts an answer on the wire, whole, slowly or in part. */
final class Sending {
    private static final int PIECES = 20;

    private Sending() {}

    static void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        send(exchange, reply, new Door.Spoiled(List.of()));
    }

    static void send(HttpExchange exchange, Reply reply, Door.Spoiled spoiled)
            throws IOException, InterruptedException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        long length = reply.file() == null ? reply.body().length : Files.size(reply.file());
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || length == 0;
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : length);
        if (bodiless) {
            return;
        }
        long sent = spoiled.meets(FaultKind.PARTIAL_BODY) ? length / 2 : length;
        long pause = spoiled.amount(FaultKind.SLOW_BODY) / PIECES;
        try (InputStream in =
                reply.file() == null ? new ByteArrayInputStream(reply.body()) : Files.newInputStream(reply.file())) {
            copy(in, exchange.getResponseBody(), sent, pause);
        }
    }

    private static void copy(InputStream in, OutputStream out, long length, long pauseMillis)
            throws IOException, InterruptedException {
        int piece = pauseMillis > 0 ? (int) Math.max(1, Math.min(1 << 16, length / PIECES)) : 1 << 16;
        byte[] buffer = new byte[piece];
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                return;
            }
            out.write(buffer, 0, n);
            left -= n;
            if (pauseMillis > 0) {
                out.flush();
                Thread.sleep(pauseMillis);
            }
        }
    }
}
