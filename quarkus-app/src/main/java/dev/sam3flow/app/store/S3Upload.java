package dev.sam3flow.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A file into a bucket: in one request, or in parts where it is large. */
final class S3Upload {
    /** S3 takes 10,000 parts, so files of up to 640 GB. */
    static final long PART_BYTES = 64L << 20;

    private final S3Client s3;
    private final String bucket;
    private final long partBytes;

    S3Upload(S3Client s3, String bucket, long partBytes) {
        this.s3 = s3;
        this.bucket = bucket;
        this.partBytes = partBytes;
    }

    void put(String key, Path file) {
        try {
            long size = Files.size(file);
            if (size <= partBytes) {
                s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(file));
            } else {
                putParts(key, file, size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Parts of an upload that is not completed are paid for until it is aborted. */
    private void putParts(String key, Path file, long size) {
        String id = s3.createMultipartUpload(create -> create.bucket(bucket).key(key))
                .uploadId();
        boolean complete = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += partBytes) {
                parts.add(putPart(key, id, parts.size() + 1, file, from, Math.min(partBytes, size - from)));
            }
            s3.completeMultipartUpload(
                    done -> done.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts)));
            complete = true;
        } finally {
            if (!complete) {
                s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
            }
        }
    }

    private CompletedPart putPart(String key, String id, int number, Path file, long from, long bytes) {
        ContentStreamProvider content = () -> open(file, from);
        UploadPartResponse answer = s3.uploadPart(
                part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number),
                RequestBody.fromContentProvider(content, bytes, "application/octet-stream"));
        return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
    }

    /** Opened anew for each try of the SDK. */
    private static InputStream open(Path file, long from) {
        try {
            FileChannel channel = FileChannel.open(file);
            return Channels.newInputStream(channel.position(from));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        }
    }
}
