package dev.sam3flow.app.store;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Bytes in a bucket, for machines that share no disk. Objects are named as {@link FolderBlobStore} names files, and the
 * references are the same: a folder copied into a bucket goes on working.
 *
 * <p>Content is written to a local file first, since its name is its digest; an object is there as a whole or not at all.
 */
public final class S3BlobStore implements BlobStore {
    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Path work;
    private final S3Upload upload;
    private final LocalCopies copies;

    /**
     * @param prefix put before each object's name; empty, or ends with a slash
     * @param work local folder for content in the making; what crashes left half written there is swept
     * @param keepBytes how much of what tools were handed stays on the local disk
     */
    public S3BlobStore(S3Client s3, String bucket, String prefix, Path work, long keepBytes) {
        this(s3, bucket, prefix, work, keepBytes, S3Upload.PART_BYTES);
    }

    S3BlobStore(S3Client s3, String bucket, String prefix, Path work, long keepBytes, long partBytes) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
        this.work = work;
        Leftovers.sweep(work, BlobName.PARTS);
        this.upload = new S3Upload(s3, bucket, partBytes);
        this.copies = new LocalCopies(keepBytes);
    }

    @Override
    public BlobRef put(String extension, int frames, Content content) {
        try {
            Path part = Files.createTempFile(Files.createDirectories(work), "part", ".tmp");
            try {
                BlobName name = BlobName.of(BlobName.write(part, content), extension);
                long bytes = Files.size(part);
                if (size(name) != bytes) {
                    asked(() -> upload.put(prefix + name.path(), part));
                }
                return name.ref(bytes, frames);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not store bytes by way of " + work + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream open(BlobRef ref) {
        BlobName name = BlobName.of(ref);
        try {
            return s3.getObject(get -> get.bucket(bucket).key(prefix + name.path()));
        } catch (SdkException e) {
            throw isMissing(e) ? name.missingFrom("bucket " + bucket) : unavailable(e);
        }
    }

    /** Fetched once and kept while there is room; checked against its digest before it gets its name. */
    @Override
    public Path localFile(BlobRef ref, Path scratch) {
        BlobName name = BlobName.of(ref);
        try {
            Path folder = Files.createDirectories(scratch.resolve("blobs"));
            Path file = folder.resolve(name.file());
            if (copies.has(file, ref.bytes())) {
                return file;
            }
            copies.makeRoom(folder, ref.bytes());
            Path part = Files.createTempFile(folder, "part", ".tmp");
            try (InputStream in = open(ref)) {
                String digest = BlobName.write(part, in::transferTo);
                if (!digest.equals(ref.sha256())) {
                    throw new UnavailableException(
                            ref.uri() + " arrived with digest " + digest + ": it was cut off or altered", null);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return file;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UnavailableException("could not fetch " + ref.uri() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean contains(BlobRef ref) {
        return size(BlobName.of(ref)) >= 0;
    }

    /** @throws UnavailableException if the bucket cannot be used */
    public void check() {
        asked(() -> s3.headBucket(head -> head.bucket(bucket)));
    }

    private long size(BlobName name) {
        try {
            HeadObjectResponse head = s3.headObject(h -> h.bucket(bucket).key(prefix + name.path()));
            return head.contentLength();
        } catch (SdkException e) {
            if (isMissing(e)) {
                return -1;
            }
            throw unavailable(e);
        }
    }

    private void asked(Runnable question) {
        try {
            question.run();
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    private static boolean isMissing(SdkException e) {
        return e instanceof S3Exception answer && answer.statusCode() == 404;
    }

    /** The message names neither keys nor signatures: the SDK's has the status, the code and the request id. */
    private UnavailableException unavailable(SdkException e) {
        return new UnavailableException(
                "bucket " + bucket + " cannot be used (" + e.getMessage() + "): check its name, region and credentials",
                e);
    }
}
