package dev.sam3flow.core.port;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes for tests. */
public final class InMemoryBlobStore implements BlobStore {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public BlobRef put(String extension, int frames, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = out.toByteArray();
        String sha256 = sha256(bytes);
        String uri = "memory:" + sha256 + "." + extension;
        blobs.putIfAbsent(uri, bytes);
        return new BlobRef(uri, sha256, bytes.length, frames);
    }

    @Override
    public InputStream open(BlobRef ref) {
        byte[] bytes = blobs.get(ref.uri());
        if (bytes == null) {
            throw new NotFoundException("blob " + ref.uri() + " is not in the store");
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Path localFile(BlobRef ref, Path scratch) {
        Path file = scratch.resolve(ref.uri().substring("memory:".length()));
        try (InputStream in = open(ref)) {
            if (!Files.exists(file)) {
                Files.createDirectories(scratch);
                Path part = Files.createTempFile(scratch, "copy", ".part");
                Files.write(part, in.readAllBytes());
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean contains(BlobRef ref) {
        return blobs.containsKey(ref.uri());
    }

    /** Forgets bytes, as someone does who cleans a folder. */
    public void lose(BlobRef ref) {
        blobs.remove(ref.uri());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
