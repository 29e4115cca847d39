package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.BlobStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3BlobStoreTest extends BlobStoreContract {
    private static final long SMALLEST_PART = 5L << 20;

    @TempDir
    static Path logs;

    private static S3Server server;
    private static S3Client s3;
    private static int stores;

    @TempDir
    Path work;

    private String prefix = "";

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(logs.resolve("s3.log"));
        s3 = server.client();
    }

    @AfterAll
    static void stopServer() {
        s3.close();
        server.close();
    }

    @Override
    protected BlobStore emptyStore() {
        prefix = "store" + stores++ + "/";
        return new S3BlobStore(s3, S3Server.BUCKET, prefix, work.resolve("made here"), 1 << 30, SMALLEST_PART);
    }

    private Stream<String> keys() {
        return s3.listObjectsV2(list -> list.bucket(S3Server.BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key);
    }

    @Test
    void anObjectIsNamedAsAFileOfTheFolderStoreIs() {
        BlobRef ref = emptyStore().put("txt", 0, out -> out.write(7));

        assertThat(keys()).containsExactly(prefix + ref.sha256().substring(0, 2) + "/" + ref.sha256() + ".txt");
        assertThat(new FolderBlobStore(work).put("txt", 0, out -> out.write(7))).isEqualTo(ref);
    }

    @Test
    void largeContentGoesInParts() throws IOException {
        BlobStore store = emptyStore();
        byte[] content = new byte[(int) SMALLEST_PART * 2 + 1234];
        new Random(1).nextBytes(content);

        BlobRef ref = store.put("mp4", 0, out -> out.write(content));

        assertThat(store.localFile(ref, work)).hasBinaryContent(content);
        assertThat(s3.headObject(head -> head.bucket(S3Server.BUCKET)
                                .key(prefix + ref.sha256().substring(0, 2) + "/" + ref.sha256() + ".mp4"))
                        .eTag())
                .contains("-3");
    }

    @Test
    void aFailedPutLeavesNeitherObjectNorFile() throws IOException {
        BlobStore store = emptyStore();

        assertThatThrownBy(() -> store.put("json", 0, out -> {
            out.write(1);
            throw new IOException("broke off");
        }));

        assertThat(keys()).isEmpty();
        try (Stream<Path> files = Files.walk(work)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aFileForToolsIsFetchedOnce() {
        BlobStore store = emptyStore();
        BlobRef ref = store.put("mp4", 0, out -> out.write(7));
        Path file = store.localFile(ref, work);
        keys().forEach(key ->
                s3.deleteObject(delete -> delete.bucket(S3Server.BUCKET).key(key)));

        assertThat(store.localFile(ref, work)).isEqualTo(file).exists();
    }

    @Test
    void bytesThatWereAlteredAreNotHandedOut() {
        BlobStore store = emptyStore();
        BlobRef ref = store.put("mp4", 0, out -> out.write(7));
        keys().toList()
                .forEach(key -> s3.putObject(
                        put -> put.bucket(S3Server.BUCKET).key(key), RequestBody.fromBytes(new byte[] {8})));

        assertThatThrownBy(() -> store.localFile(ref, work))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cut off or altered");
    }

    @Test
    void aBucketThatCannotBeReachedIsUnavailableAndNamesNoSecret() {
        try (S3Client nowhere = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:9"))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            S3BlobStore store = new S3BlobStore(nowhere, "bucket-1", "", work, 1);

            assertThatThrownBy(store::check)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("bucket-1 cannot be used");
        }
    }
}
