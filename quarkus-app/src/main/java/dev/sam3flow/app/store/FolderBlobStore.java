package dev.sam3flow.app.store;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Bytes in a folder, each file named by the digest of its content: {@code ab/abcdef….ext}.
 *
 * <p>A file is written under a temporary name, forced to the disk and renamed, so that a name stands for whole content.
 */
public final class FolderBlobStore implements BlobStore {
    private final Path folder;

    /** Sweeps what crashes left half written in the folder, which need not be there yet. */
    public FolderBlobStore(Path folder) {
        this.folder = folder;
        Leftovers.sweep(parts(), BlobName.PARTS);
    }

    /** Beside the blobs: a file takes its name at once only on the same disk. */
    private Path parts() {
        return folder.resolve("parts");
    }

    @Override
    public BlobRef put(String extension, int frames, Content content) {
        try {
            Path parts = Files.createDirectories(parts());
            Path part = Files.createTempFile(parts, "part", ".tmp");
            try {
                BlobName name = BlobName.of(BlobName.write(part, content), extension);
                long bytes = Files.size(part);
                Path target = folder.resolve(name.path());
                Files.createDirectories(target.getParent());
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return name.ref(bytes, frames);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not store bytes in " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream open(BlobRef ref) {
        BlobName name = BlobName.of(ref);
        try {
            return Files.newInputStream(folder.resolve(name.path()));
        } catch (NoSuchFileException e) {
            throw name.missingFrom("the blob folder");
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + ref.uri() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Path localFile(BlobRef ref, Path scratch) {
        BlobName name = BlobName.of(ref);
        if (!contains(ref)) {
            throw name.missingFrom("the blob folder");
        }
        return folder.resolve(name.path());
    }

    @Override
    public boolean contains(BlobRef ref) {
        return Files.isRegularFile(folder.resolve(BlobName.of(ref).path()));
    }
}
