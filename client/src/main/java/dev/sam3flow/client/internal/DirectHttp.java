package dev.sam3flow.client.internal;

import dev.sam3flow.client.download.Destination;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 exchange on a connection of its own, to addresses that were checked before.
 *
 * <p>The JDK's client resolves names itself, so a checked address could differ from the one it connects to; and it keeps
 * connections, so a submit could die on one that the server has just closed. Here nothing is resolved, kept, followed,
 * decompressed or sent twice.
 */
public final class DirectHttp {
    /** What is sent after the headers. */
    public interface Content {
        Content NONE = new Content() {
            @Override
            public long length() {
                return 0;
            }

            @Override
            public void writeTo(OutputStream out) {}
        };

        static Content of(byte[] bytes) {
            return new Content() {
                @Override
                public long length() {
                    return bytes.length;
                }

                @Override
                public void writeTo(OutputStream out) throws IOException {
                    out.write(bytes);
                }
            };
        }

        /** Bytes that {@link #writeTo} writes, exactly. */
        long length();

        void writeTo(OutputStream out) throws IOException;
    }

    /** No byte of the request was sent: the other side cannot have done anything. */
    public static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;

        NotSentException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /**
     * @param connect for connection and handshake
     * @param idle for each read
     * @param total for everything, the answer's body included
     */
    public record Patience(Duration connect, Duration idle, Duration total) {}

    private static final int LONGEST_PROXY_ANSWER = 16_384;

    private final SSLSocketFactory tls;
    private final @Nullable InetSocketAddress proxy;

    /** @param proxy HTTP proxy that is told the checked addresses, unresolved; null for none */
    public DirectHttp(SSLSocketFactory tls, @Nullable InetSocketAddress proxy) {
        this.tls = tls;
        this.proxy = proxy;
    }

    /**
     * Sends one request and reads the answer up to its headers.
     *
     * @param headers further headers; names and values without line breaks
     * @return the answer, whose body the caller reads and closes
     * @throws NotSentException if no connection could be made
     */
    public HttpAnswer exchange(
            String method, Destination to, Map<String, String> headers, Content content, Patience patience)
            throws IOException {
        byte[] head = head(method, to, headers, content);
        Socket socket = connect(to, patience.connect());
        CompletableFuture<Void> deadline = closeAfter(socket, patience.total());
        try {
            socket.setSoTimeout(millis(patience.idle()));
            IOException notWritten = write(socket, head, content);
            return readAnswer(socket, method, deadline, notWritten);
        } catch (IOException | RuntimeException failed) {
            boolean late = deadline.isCompletedExceptionally();
            deadline.complete(null);
            socket.close();
            if (late) {
                throw new SocketTimeoutException("no complete answer from " + to + " in " + patience.total());
            }
            throw failed;
        }
    }

    /** A server may answer and hang up before it has read everything, so a failed write is not yet a failed exchange. */
    private static @Nullable IOException write(Socket socket, byte[] head, Content content) {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            out.write(head);
            content.writeTo(out);
            out.flush();
            return null;
        } catch (IOException broken) {
            return broken;
        }
    }

    private static HttpAnswer readAnswer(
            Socket socket, String method, CompletableFuture<Void> deadline, @Nullable IOException notWritten)
            throws IOException {
        try {
            return HttpAnswer.read(new BufferedInputStream(socket.getInputStream(), 1 << 16), method, () -> {
                deadline.complete(null);
                socket.close();
            });
        } catch (IOException unread) {
            if (notWritten != null) {
                notWritten.addSuppressed(unread);
                throw notWritten;
            }
            throw unread;
        }
    }

    private Socket connect(Destination to, Duration patience) throws NotSentException {
        IOException last = new IOException("no address");
        for (InetAddress address : to.addresses()) {
            Socket plain = new Socket();
            CompletableFuture<Void> deadline = closeAfter(plain, patience);
            try {
                open(plain, new InetSocketAddress(address, to.port()), millis(patience));
                plain.setTcpNoDelay(true);
                return to.secure() ? handshake(plain, to) : plain;
            } catch (IOException failed) {
                last = failed;
                closeQuietly(plain);
            } finally {
                deadline.complete(null);
            }
        }
        throw new NotSentException("no connection to " + to + ": " + last.getMessage(), last);
    }

    private void open(Socket plain, InetSocketAddress to, int millis) throws IOException {
        if (proxy == null) {
            plain.connect(to, millis);
            return;
        }
        plain.connect(new InetSocketAddress(proxy.getHostString(), proxy.getPort()), millis);
        plain.setSoTimeout(millis);
        String address = to.getAddress().getHostAddress();
        String authority = (address.contains(":") ? "[" + address + "]" : address) + ":" + to.getPort();
        String asked = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        plain.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
        String status = tunnelled(plain.getInputStream());
        if (!status.matches("HTTP/1[.][01] 2[0-9][0-9]( .*)?")) {
            throw new IOException("the proxy " + proxy.getHostString() + ":" + proxy.getPort() + " refused with '"
                    + Words.safe(status) + "'");
        }
    }

    /** Reads the proxy's answer and not one byte more. @return its first line */
    private static String tunnelled(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || answer.length() == LONGEST_PROXY_ANSWER) {
                throw new IOException("the proxy's answer has no end");
            }
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private Socket handshake(Socket plain, Destination to) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, to.host(), to.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static byte[] head(String method, Destination to, Map<String, String> headers, Content content) {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(to.uri().getRawPath());
        if (to.uri().getRawQuery() != null) {
            head.append('?').append(to.uri().getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(to.uri().getRawAuthority());
        head.append("\r\nConnection: close\r\nAccept-Encoding: identity\r\n");
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(content.length()).append("\r\n");
        }
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw new IllegalArgumentException(
                        "header '" + name + "' has characters that cannot stand in a header");
            }
            head.append(name).append(": ").append(value).append("\r\n");
        });
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Closes the socket when time is up, unless the future is completed before: reads and writes then fail at once. */
    private static CompletableFuture<Void> closeAfter(Socket socket, Duration patience) {
        CompletableFuture<Void> deadline = new CompletableFuture<>();
        deadline.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
            if (late != null) {
                closeQuietly(socket);
            }
        });
        return deadline;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // nothing is left to release
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
