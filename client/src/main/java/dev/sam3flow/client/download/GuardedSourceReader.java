package dev.sam3flow.client.download;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.port.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/** Opens {@code file:} and http(s) URIs that a user names; anything that is not a public address or a plain file is refused. */
public final class GuardedSourceReader implements SourceReader {
    private static final int MOST_TRIES = 3;

    private final GuardedDownload download;
    private final long mostBytes;

    /** @param mostBytes largest video */
    public GuardedSourceReader(long mostBytes) {
        this(
                new GuardedDownload.Rules(
                        AddressRules.PUBLIC_ONLY,
                        true,
                        Set.of(),
                        mostBytes,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofHours(6)),
                Resolver.SYSTEM);
    }

    public GuardedSourceReader(GuardedDownload.Rules rules, Resolver resolver) {
        this.download = new GuardedDownload(rules, resolver, (SSLSocketFactory) SSLSocketFactory.getDefault());
        this.mostBytes = rules.mostBytes();
    }

    @Override
    public InputStream open(URI video) {
        String scheme = video.getScheme() == null ? "" : video.getScheme().toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "file":
                return openFile(video);
            case "http":
            case "https":
                return openWeb(video);
            default:
                throw new InvalidInputException("video with scheme '" + scheme + "': give a file or an http(s) URL");
        }
    }

    private InputStream openWeb(URI video) {
        for (int tried = 1; ; tried++) {
            try {
                return download.open(video);
            } catch (InvalidInputException refused) {
                throw refused;
            } catch (Sam3Exception failed) {
                if (!failed.retryable() || tried == MOST_TRIES) {
                    throw new InvalidInputException(
                            "the video cannot be fetched: " + failed.getMessage() + "; check the URL", failed);
                }
            }
        }
    }

    private InputStream openFile(URI video) {
        if (video.getHost() != null
                || video.isOpaque()
                || video.getRawQuery() != null
                || video.getRawFragment() != null) {
            throw new InvalidInputException(
                    "file URI with a host, a query or a relative path: give file:///absolute/path");
        }
        Path path;
        try {
            path = Path.of(video);
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidInputException("file URI that names no path: give file:///absolute/path", unreadable);
        }
        try {
            if (!Files.isRegularFile(path)) {
                throw new InvalidInputException("'" + path + "' "
                        + (Files.exists(path) ? "is no regular file" : "does not exist") + ": give a video file");
            }
            if (Files.size(path) > mostBytes) {
                throw GuardedDownload.tooLarge(mostBytes);
            }
            return Files.newInputStream(path);
        } catch (IOException unreadable) {
            throw new InvalidInputException("'" + path + "' cannot be read: check its permissions", unreadable);
        }
    }
}
