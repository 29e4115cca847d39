package dev.sam3flow.simulator.internal;

import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Received videos: the same bytes lie there once, under every address they were uploaded to. */
final class Shelf {
    /** More than this is not fetched from elsewhere. */
    private static final long LONGEST_FETCH = 2L << 30;

    private static final Pattern ADDRESS = Pattern.compile("/uploads/([0-9a-f]{32})/[^/]*");

    /**
     * Bytes on the shelf.
     *
     * @param sha256 digest of them, also their name
     */
    record Content(Path file, String sha256, long sizeBytes) {}

    /**
     * A place for an upload.
     *
     * @param signature what the sender of the bytes must present
     * @param content null until the bytes have come
     */
    record Upload(
            String id,
            String fileName,
            long sizeBytes,
            String contentType,
            String signature,
            Instant createdAt,
            @Nullable Content content) {}

    private final Setup setup;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final Map<String, ReceivedVideo> measured = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    Shelf(Setup setup) {
        this.setup = setup;
    }

    Upload promise(String fileName, long sizeBytes, String contentType) {
        Upload upload = new Upload(
                Desk.hex(),
                fileName,
                sizeBytes,
                contentType,
                Desk.hex(),
                setup.clock().instant(),
                null);
        uploads.put(upload.id(), upload);
        return upload;
    }

    /** An upload that is not older than seven days. */
    Optional<Upload> find(String id) {
        return Optional.ofNullable(uploads.get(id))
                .filter(u ->
                        u.createdAt().plus(Setup.KEPT).isAfter(setup.clock().instant()));
    }

    void keep(Upload upload, Content content) {
        uploads.put(
                upload.id(),
                new Upload(
                        upload.id(),
                        upload.fileName(),
                        content.sizeBytes(),
                        upload.contentType(),
                        upload.signature(),
                        upload.createdAt(),
                        content));
    }

    /** Takes bytes in. @return empty where there are more than {@code most} */
    Optional<Content> take(InputStream in, long most) throws IOException {
        Path part = Files.createTempFile(setup.folder(), "receiving", ".bin");
        MessageDigest digest = sha256();
        long size = 0;
        try (OutputStream out = Files.newOutputStream(part)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0 && size <= most; n = in.read(buffer)) {
                size += n;
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            Files.delete(part);
            throw e;
        }
        if (size > most) {
            Files.delete(part);
            return Optional.empty();
        }
        String name = HexFormat.of().formatHex(digest.digest());
        Path file = setup.folder().resolve(name + ".bin");
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(new Content(file, name, size));
    }

    /** The bytes at an address, our own or, where that is allowed, anywhere. */
    Content fetch(String address) throws IOException {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new IOException("the video's address is not a URL", e);
        }
        Matcher own = ADDRESS.matcher(uri.getRawPath() == null ? "" : uri.getRawPath());
        if (own.matches() && loopback(uri)) {
            Optional<Content> content = find(own.group(1)).map(Upload::content);
            return content.orElseThrow(() -> new IOException("the video's address has expired or never had a video"));
        }
        if (!setup.externalVideos()
                || uri.getScheme() == null
                || !uri.getScheme().startsWith("http")) {
            throw new IOException("the video's address cannot be reached: this simulator reads its own uploads only");
        }
        return fetchElsewhere(uri);
    }

    private Content fetchElsewhere(URI uri) throws IOException {
        try {
            HttpResponse<InputStream> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(5)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("the video's address answers " + response.statusCode());
                }
                return take(in, LONGEST_FETCH).orElseThrow(() -> new IOException("the video is too large"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Measures bytes, once for the same bytes. */
    ReceivedVideo measure(Content content) throws IOException {
        ReceivedVideo known = measured.get(content.sha256());
        if (known == null) {
            known = setup.meter().measure(content.file(), content.sha256());
            measured.put(content.sha256(), known);
        }
        return known;
    }

    private static boolean loopback(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
