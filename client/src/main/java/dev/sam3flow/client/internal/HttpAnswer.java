package dev.sam3flow.client.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Status, headers and body of an HTTP/1.1 answer. A body that ends early is an {@link EOFException}, never a short one. */
public final class HttpAnswer implements Closeable {
    private static final int MOST_HEADER_BYTES = 64 << 10;

    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    private HttpAnswer(int status, Map<String, String> headers, InputStream body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** @param release what ends the connection */
    static HttpAnswer read(InputStream in, String method, Closeable release) throws IOException {
        int status;
        Map<String, String> headers;
        int[] budget = {MOST_HEADER_BYTES};
        do {
            status = status(line(in, budget));
            headers = headers(in, budget);
        } while (status >= 100 && status < 200);
        InputStream framed = method.equals("HEAD") || status == 204 || status == 304
                ? InputStream.nullInputStream()
                : framed(in, headers);
        return new HttpAnswer(status, headers, new FilterInputStream(framed) {
            @Override
            public void close() throws IOException {
                release.close();
            }
        });
    }

    public int status() {
        return status;
    }

    /** First value of a header. @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Length that the header promises; -1 where it does not. */
    public long promisedLength() {
        try {
            return Long.parseLong(headers.getOrDefault("content-length", "-1"));
        } catch (NumberFormatException unreadable) {
            return -1;
        }
    }

    /** Closing it ends the connection. */
    public InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private static InputStream framed(InputStream in, Map<String, String> headers) throws IOException {
        String coding = headers.getOrDefault("transfer-encoding", "identity").toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) {
            return new FramedBody.Chunked(in);
        }
        if (!coding.equals("identity")) {
            throw new ProtocolException("transfer encoding '" + coding + "' was not asked for");
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new ProtocolException("content length that is not a number");
        }
        return new FramedBody.Fixed(in, Long.parseLong(length));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
            throw new ProtocolException("the answer does not begin as HTTP/1.1 does");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in, int[] budget) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in, budget); !line.isEmpty(); line = line(in, budget)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("a header line without a name");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            String earlier = headers.putIfAbsent(name, value);
            if (name.equals("content-length") && earlier != null && !earlier.equals(value)) {
                throw new ProtocolException("two different content lengths");
            }
        }
        return headers;
    }

    static String line(InputStream in, int[] budget) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended within the answer's headers");
            }
            if (--budget[0] < 0) {
                throw new ProtocolException("headers of more than " + MOST_HEADER_BYTES + " bytes");
            }
            if (next == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            line.append(new String(new byte[] {(byte) next}, StandardCharsets.ISO_8859_1));
        }
    }
}
