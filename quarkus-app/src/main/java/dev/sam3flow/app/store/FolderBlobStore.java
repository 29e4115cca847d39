package dev.sam3flow.app.store;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Bytes in a folder, each file named by the digest of its content: {@code ab/abcdef….ext}.
 *
 * <p>A file is written under a temporary name, forced to the disk and renamed, so that a name stands for whole content.
 */
public final class FolderBlobStore implements BlobStore {
    private static final String SCHEME = "blob:";

    private final Path folder;

    public FolderBlobStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public BlobRef put(String extension, int frames, Content content) {
        if (!extension.matches("[a-z0-9]{1,10}")) {
            throw new IllegalArgumentException("extension '" + extension + "': use 1 to 10 of a-z and 0-9");
        }
        try {
            Path parts = Files.createDirectories(folder.resolve("parts"));
            Path part = Files.createTempFile(parts, "part", ".tmp");
            try {
                String digest = write(part, content);
                long bytes = Files.size(part);
                Path target = folder.resolve(digest.substring(0, 2)).resolve(digest + "." + extension);
                Files.createDirectories(target.getParent());
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return new BlobRef(SCHEME + digest + "." + extension, digest, bytes, frames);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not store bytes in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String write(Path part, Content content) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), digest)) {
            content.writeTo(out);
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public InputStream open(BlobRef ref) {
        try {
            return Files.newInputStream(path(ref));
        } catch (NoSuchFileException e) {
            throw missing(ref);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + ref.uri() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Path localFile(BlobRef ref, Path scratch) {
        if (!contains(ref)) {
            throw missing(ref);
        }
        return path(ref);
    }

    @Override
    public boolean contains(BlobRef ref) {
        return Files.isRegularFile(path(ref));
    }

    private Path path(BlobRef ref) {
        if (!ref.uri().matches(SCHEME + "[0-9a-f]{64}\\.[a-z0-9]{1,10}")) {
            throw new IllegalArgumentException("reference '" + ref.uri() + "' is not one of this folder's");
        }
        String name = ref.uri().substring(SCHEME.length());
        return folder.resolve(name.substring(0, 2)).resolve(name);
    }

    private static NotFoundException missing(BlobRef ref) {
        return new NotFoundException(ref.uri() + " is not in the blob folder: was the data folder cleaned or moved?");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
