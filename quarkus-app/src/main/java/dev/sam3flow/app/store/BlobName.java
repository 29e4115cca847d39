package dev.sam3flow.app.store;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore.Content;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of stored bytes: the digest of their content, and an ending. */
record BlobName(String digest, String extension) {
    /** Names of files whose content is on its way to a name. */
    static final Pattern PARTS = Pattern.compile("part\\d+\\.tmp");

    private static final String SCHEME = "blob:";
    private static final String DIGEST = "[0-9a-f]{64}";
    private static final String EXTENSION = "[a-z0-9]{1,10}";

    static BlobName of(String digest, String extension) {
        if (!extension.matches(EXTENSION)) {
            throw new IllegalArgumentException("extension '" + extension + "': use 1 to 10 of a-z and 0-9");
        }
        return new BlobName(digest, extension);
    }

    static BlobName of(BlobRef ref) {
        if (!ref.uri().matches(SCHEME + DIGEST + "\\." + EXTENSION)) {
            throw new IllegalArgumentException("reference '" + ref.uri() + "' is not one of this store's");
        }
        int digestEnd = SCHEME.length() + 64;
        return new BlobName(
                ref.uri().substring(SCHEME.length(), digestEnd), ref.uri().substring(digestEnd + 1));
    }

    /** {@code abcdef….ext} */
    String file() {
        return digest + "." + extension;
    }

    /** {@code ab/abcdef….ext}: no folder gets too full. */
    String path() {
        return digest.substring(0, 2) + "/" + file();
    }

    BlobRef ref(long bytes, int frames) {
        return new BlobRef(SCHEME + file(), digest, bytes, frames);
    }

    NotFoundException missingFrom(String place) {
        return new NotFoundException(SCHEME + file() + " is not in " + place + ": was it cleaned or moved?");
    }

    /** Writes content to a file that is on the disk when this returns, and says its digest. */
    static String write(Path file, Content content) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), digest)) {
            content.writeTo(out);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
