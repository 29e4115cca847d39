package dev.sam3flow.app.wiring;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Ready is who reaches the bucket, or may write into the folder, that keeps videos and masks. */
@Singleton
@Readiness
public class BlobHealth implements HealthCheck {
    private final Optional<String> bucket;
    private final Path folder;
    private final Instance<S3Client> s3;

    BlobHealth(Sam3Config config, @Named("s3") Instance<S3Client> s3) {
        this.bucket = config.s3().bucket();
        this.folder = config.dataDir().resolve("blobs");
        this.s3 = s3;
    }

    @Override
    public HealthCheckResponse call() {
        var health = HealthCheckResponse.named("blobs").withData("kind", bucket.isPresent() ? "bucket" : "folder");
        try {
            if (bucket.isPresent()) {
                s3.get().headBucket(head -> head.bucket(bucket.get()));
                return health.up().build();
            }
            return health.status(Files.isWritable(Files.createDirectories(folder)))
                    .build();
        } catch (SdkException | IOException e) {
            return health.down().build();
        }
    }
}
