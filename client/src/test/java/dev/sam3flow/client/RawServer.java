package dev.sam3flow.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that speaks bytes: for answers that no well-behaved server gives. Counts connections and request heads. */
public final class RawServer implements AutoCloseable {
    /** What is done with one connection once its request's head has been read. */
    public interface Talk {
        void with(Socket socket, String head) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile int connections;

    public RawServer(Talk talk) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(talk));
    }

    /** Says these bytes and hangs up. */
    public static Talk saying(String answer) {
        return (socket, head) -> socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public int connections() {
        return connections;
    }

    public List<String> heads() {
        return List.copyOf(heads);
    }

    private void accept(Talk talk) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections++;
                threads.execute(() -> serve(socket, talk));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, Talk talk) {
        try (socket) {
            String head = head(socket.getInputStream());
            heads.add(head);
            talk.with(socket, head);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().isInterrupted();
        }
    }

    /** What comes up to the empty line, which is part of it. */
    public static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
