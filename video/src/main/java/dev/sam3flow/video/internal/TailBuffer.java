package dev.sam3flow.video.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The last bytes of a stream that is read to its end, however long it is. */
public final class TailBuffer {
    private final byte[] ring;
    private long total;

    /** @param capacity how many bytes are kept, at least 1 */
    public TailBuffer(int capacity) {
        this.ring = new byte[capacity];
    }

    /** Reads the stream to its end. */
    public void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            append(buffer, n);
        }
    }

    private synchronized void append(byte[] bytes, int length) {
        for (int i = Math.max(0, length - ring.length); i < length; i++) {
            ring[(int) ((total + i) % ring.length)] = bytes[i];
        }
        total += length;
    }

    /** What was kept, as UTF-8. */
    public synchronized String text() {
        int kept = (int) Math.min(total, ring.length);
        byte[] bytes = new byte[kept];
        for (int i = 0; i < kept; i++) {
            bytes[i] = ring[(int) ((total - kept + i) % ring.length)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
