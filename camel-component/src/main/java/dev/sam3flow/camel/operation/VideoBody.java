package dev.sam3flow.camel.operation;

import dev.sam3flow.core.error.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * The video that a body names or holds.
 *
 * @param file where it lies on this machine; null where it is remote
 * @param remote http(s) URL; null where it is a file
 * @param temporary true where the file is a copy of the body's bytes, to be deleted after use
 */
record VideoBody(@Nullable Path file, @Nullable URI remote, boolean temporary) implements AutoCloseable {

    /**
     * @param mostBytes largest body of bytes that is copied to a file
     * @throws InvalidInputException if the body names no video, or bytes cannot be taken from it
     */
    static VideoBody of(Exchange exchange, long mostBytes) {
        Object body = BodyRequest.of(exchange).video();
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile();
        }
        if (body instanceof File file) {
            return local(file.toPath());
        }
        if (body instanceof Path path) {
            return local(path);
        }
        if (body instanceof URI uri) {
            return named(uri);
        }
        if (body instanceof String text) {
            return named(text.strip());
        }
        return spooled(exchange, body, mostBytes);
    }

    /** What the provider is told the file is called: it has no part of the local name but the ending. */
    String uploadName(String marker) {
        String name = file == null ? "" : String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return marker + (ending.matches("[a-z0-9]{2,5}") && name.contains(".") ? "." + ending : ".mp4");
    }

    /** Deletes a temporary copy. */
    @Override
    public void close() {
        if (temporary && file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                throw new UncheckedIOException("the temporary video " + file + " cannot be deleted", left);
            }
        }
    }

    private static VideoBody named(String text) {
        String scheme = text.replaceFirst("(?s)^([A-Za-z][A-Za-z0-9+.-]{1,9}):.*$", "$1");
        try {
            if (!scheme.equals(text)) {
                return named(URI.create(text));
            }
            return local(Path.of(text));
        } catch (InvalidPathException unreadable) {
            throw new InvalidInputException("body of text that is no path: give a path or a URL", unreadable);
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidInputException("body of text that is no URL: write blanks as %20", unreadable);
        }
    }

    private static VideoBody named(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "http":
            case "https":
                return new VideoBody(null, uri, false);
            case "file":
                try {
                    return local(Path.of(uri));
                } catch (IllegalArgumentException unreadable) {
                    throw new InvalidInputException(
                            "file URI that names no path: give file:///absolute/path", unreadable);
                }
            default:
                throw new InvalidInputException(
                        "video with scheme '" + scheme + "': give a file, a path or an http(s) URL");
        }
    }

    private static VideoBody local(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException("'" + path + "' is no file: give a video");
        }
        return new VideoBody(path.toAbsolutePath(), null, false);
    }

    private static VideoBody spooled(Exchange exchange, @Nullable Object body, long mostBytes) {
        InputStream bytes = body == null
                ? null
                : exchange.getContext().getTypeConverter().convertTo(InputStream.class, exchange, body);
        if (bytes == null) {
            throw new InvalidInputException(
                    "body " + (body == null ? "null" : "of " + body.getClass().getName())
                            + ": give a file, a path, a URL, bytes or a stream");
        }
        Path copy = null;
        try (bytes) {
            copy = Files.createTempFile("sam3-", ".mp4");
            copy(bytes, copy, mostBytes);
            return new VideoBody(copy, null, true);
        } catch (IOException failed) {
            discard(copy);
            throw new InvalidInputException("the body's bytes cannot be read", failed);
        } catch (InvalidInputException tooLarge) {
            discard(copy);
            throw tooLarge;
        }
    }

    private static void copy(InputStream bytes, Path target, long most) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long copied = 0;
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                copied += count;
                if (copied > most) {
                    throw new InvalidInputException("a body of more than " + most
                            + " bytes: give a shorter video, or raise the option maxVideoBytes");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private static void discard(@Nullable Path copy) {
        if (copy != null) {
            new VideoBody(copy, null, true).close();
        }
    }
}
