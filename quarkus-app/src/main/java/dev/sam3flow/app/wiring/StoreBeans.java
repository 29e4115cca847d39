package dev.sam3flow.app.wiring;

import dev.sam3flow.app.store.Budgets;
import dev.sam3flow.app.store.FolderBlobStore;
import dev.sam3flow.app.store.JdbcAttemptStore;
import dev.sam3flow.app.store.JdbcJobDesk;
import dev.sam3flow.app.store.JdbcJobStore;
import dev.sam3flow.app.store.JdbcLedger;
import dev.sam3flow.app.store.JobEndings;
import dev.sam3flow.app.store.PostedLedger;
import dev.sam3flow.app.store.S3BlobStore;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.port.AttemptStore;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Everything that is kept. */
@Singleton
public class StoreBeans {
    @Produces
    @ApplicationScoped
    PostedLedger ledger(DatabaseBean database, Sam3Config config, MeterRegistry metrics) {
        Budgets budgets = new Budgets(
                config.budget().tenant().map(MicroUsd::ofUsd),
                config.budget().day().map(MicroUsd::ofUsd),
                config.budget().month().map(MicroUsd::ofUsd));
        return new JdbcLedger(database.get(), budgets, Clock.systemUTC(), new MoneyAlarm(metrics));
    }

    @Produces
    @ApplicationScoped
    AttemptStore attempts(DatabaseBean database) {
        return new JdbcAttemptStore(database.get());
    }

    @Produces
    @ApplicationScoped
    JobDesk desk(DatabaseBean database) {
        return new JdbcJobDesk(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    JobStore jobs(DatabaseBean database) {
        return new JdbcJobStore(database.get(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    JobEndings endings(DatabaseBean database, Sam3Config config) {
        return new JobEndings(database.get(), Clock.systemUTC(), config.routes().tellAgain());
    }

    @Produces
    @ApplicationScoped
    BlobStore blobs(Sam3Config config) {
        return config.s3()
                .bucket()
                .<BlobStore>map(bucket -> inBucket(bucket, config))
                .orElseGet(() -> new FolderBlobStore(config.dataDir().resolve("blobs")));
    }

    /** What the operators' routes read and write buckets with: the service's own keys, region and server. */
    @Produces
    @Singleton
    @Named("s3")
    @Unremovable
    S3Client s3(Sam3Config config) {
        return client(config.s3());
    }

    private static BlobStore inBucket(String bucket, Sam3Config config) {
        Sam3Config.S3 wanted = config.s3();
        Path work = config.dataDir().resolve("work").resolve("blobs");
        return new S3BlobStore(client(wanted), bucket, wanted.prefix().orElse(""), work, wanted.keepBytes());
    }

    private static S3Client client(Sam3Config.S3 wanted) {
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(wanted.region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        // servers other than Amazon's are rarely set up for a host name for each bucket
        wanted.endpoint().ifPresent(at -> client.endpointOverride(at).forcePathStyle(true));
        return client.build();
    }
}
