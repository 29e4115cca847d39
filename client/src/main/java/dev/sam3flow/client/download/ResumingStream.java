package dev.sam3flow.client.download;

import dev.sam3flow.client.internal.HttpAnswer;
import dev.sam3flow.core.error.Sam3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A download that goes on where it broke: only of the same version of the same file, told by the server's own mark. */
final class ResumingStream extends InputStream {
    private static final int MOST_RESUMES = 3;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final GuardedDownload download;
    private final URI uri;
    private final String version;
    private final long mostBytes;
    private final long endNanos;
    private HttpAnswer answer;
    private long position;
    private int resumes;

    /** @param endNanos when the time for the whole file is over, as {@link System#nanoTime} tells it */
    ResumingStream(GuardedDownload download, GuardedDownload.Located found, long mostBytes, long endNanos) {
        this.download = download;
        this.uri = found.uri();
        this.answer = found.answer();
        this.version = version(answer);
        this.mostBytes = mostBytes;
        this.endNanos = endNanos;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        while (true) {
            try {
                int count = answer.body().read(into, from, most);
                if (count > 0) {
                    position += count;
                }
                if (position > mostBytes) {
                    throw GuardedDownload.tooLarge(mostBytes);
                }
                return count;
            } catch (IOException broken) {
                resume(broken);
            }
        }
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }

    private void resume(IOException broken) throws IOException {
        answer.close();
        Duration left = Duration.ofNanos(endNanos - System.nanoTime());
        if (version.isEmpty() || left.compareTo(SHORTEST) < 0 || ++resumes > MOST_RESUMES) {
            throw broken;
        }
        HttpAnswer next;
        try {
            next = download.locate(uri, Map.of("Range", "bytes=" + position + "-", "If-Range", version), left)
                    .answer();
        } catch (IOException | Sam3Exception again) {
            broken.addSuppressed(again);
            throw broken;
        }
        String range = next.header("content-range").orElse("");
        if (next.status() != 206 || !range.startsWith("bytes " + position + "-")) {
            next.close();
            throw broken;
        }
        answer = next;
    }

    /** A strong entity tag, else the time of change; empty where there is neither. */
    private static String version(HttpAnswer answer) {
        String tag = answer.header("etag").orElse("");
        return tag.startsWith("\"") ? tag : answer.header("last-modified").orElse("");
    }
}
