package dev.sam3flow.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that keeps the first line of every connection. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String refusal;

    final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param refusal the answer to every CONNECT; null to connect */
    TestProxy(String refusal) throws IOException {
        this.refusal = refusal;
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String line = head.substring(0, head.indexOf("\r\n"));
            asked.add(line);
            boolean tunnel = line.startsWith("CONNECT ");
            if (tunnel && refusal != null) {
                client.getOutputStream().write((refusal + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                return;
            }
            URI to = URI.create(tunnel ? "tcp://" + line.split(" ")[1] : line.split(" ")[1]);
            try (Socket server = new Socket(to.getHost(), to.getPort())) {
                (tunnel ? client : server)
                        .getOutputStream()
                        .write((tunnel ? "HTTP/1.1 200 yes\r\nVia: test\r\n\r\n" : head)
                                .getBytes(StandardCharsets.ISO_8859_1));
                daemon(() -> pump(client, server));
                pump(server, client);
            }
        } catch (IOException gone) {
            // whoever was served has seen it too
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void pump(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException gone) {
            // the other direction ends it
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
