package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sam3flow.client.download.AddressRules;
import dev.sam3flow.client.download.GuardedDownload;
import dev.sam3flow.client.download.GuardedSourceReader;
import dev.sam3flow.client.download.Resolver;
import dev.sam3flow.core.job.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A downloaded video's digest is of the bytes that came, computed while they came. While the server still sends, the beginning
 * of what is stored so far is overwritten on the disk: a digest that reads the file again would be of something else.
 */
class HashedWhileStreamingTest {
    private static final int HALF = 400_000;
    private static final int SPOILT = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final byte[] video = new byte[2 * HALF];
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        new Random(20261130).nextBytes(video);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/whole.mp4", exchange -> {
            try (exchange) {
                OutputStream body = begun(exchange, 200, video.length);
                body.write(video, 0, HALF);
                body.flush();
                spoilWhatIsStored();
                body.write(video, HALF, HALF);
            }
        });
        server.createContext("/breaks.mp4", exchange -> {
            try (exchange) {
                String range = exchange.getRequestHeaders().getFirst("Range");
                if (range == null) {
                    begun(exchange, 200, video.length).write(video, 0, HALF);
                    return; // fewer bytes than announced: the connection breaks
                }
                ranges.add(range);
                spoilWhatIsStored();
                int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (video.length - 1) + "/" + video.length);
                begun(exchange, 206, video.length - from).write(video, from, video.length - from);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static OutputStream begun(HttpExchange exchange, int status, long bytes) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"v1\"");
        exchange.sendResponseHeaders(status, bytes);
        return exchange.getResponseBody();
    }

    private void spoilWhatIsStored() throws IOException {
        await().atMost(PATIENCE).until(() -> stored() != null && Files.size(stored()) >= SPOILT);
        try (RandomAccessFile file = new RandomAccessFile(stored().toFile(), "rw")) {
            file.write(new byte[SPOILT]);
        }
    }

    /** The one file in the store's folder; null while there is none. */
    private Path stored() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).findFirst().orElse(null);
        }
    }

    /** As a job takes its video in. */
    private BlobRef ingested(String path) throws IOException {
        GuardedSourceReader sources = new GuardedSourceReader(
                new GuardedDownload.Rules(
                        AddressRules.PUBLIC_AND_THIS_MACHINE,
                        true,
                        Set.of(),
                        video.length,
                        PATIENCE,
                        PATIENCE,
                        PATIENCE.multipliedBy(3)),
                Resolver.SYSTEM);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        try (InputStream in = sources.open(url)) {
            return new FolderBlobStore(folder).put("video", 0, in::transferTo);
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void theDigestIsOfTheBytesThatCameAndNotOfTheFileReadAgain() throws Exception {
        BlobRef ref = ingested("/whole.mp4");

        assertThat(ref.sha256()).isEqualTo(sha256(video));
        assertThat(ref.bytes()).isEqualTo(video.length);
        assertThat(sha256(Files.readAllBytes(stored()))).isNotEqualTo(sha256(video)); // the file was spoilt indeed
    }

    @Test
    void theDigestOfAResumedDownloadIsOfBothParts() throws Exception {
        BlobRef ref = ingested("/breaks.mp4");

        assertThat(ranges).containsExactly("bytes=" + HALF + "-");
        assertThat(ref.sha256()).isEqualTo(sha256(video));
        assertThat(ref.bytes()).isEqualTo(video.length);
        assertThat(sha256(Files.readAllBytes(stored()))).isNotEqualTo(sha256(video));
    }
}
