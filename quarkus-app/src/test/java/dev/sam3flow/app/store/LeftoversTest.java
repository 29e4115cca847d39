package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A crash leaves the part of a video; the next starts take it away, but nothing else. */
class LeftoversTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Path part(String name, Duration age) throws IOException {
        Path part = Files.createDirectories(folder.resolve("parts")).resolve(name);
        Files.writeString(part, "half a video");
        return Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void partsThatNobodyHasWrittenAtForTwoDaysGoAtTheStart() throws IOException {
        Path old = part("part123.tmp", Leftovers.ABANDONED.plus(HOUR));

        new FolderBlobStore(folder);

        assertThat(old).doesNotExist();
    }

    @Test
    void theSameGoesForContentOnItsWayIntoABucket() throws IOException {
        Path old = part("part123.tmp", Leftovers.ABANDONED.plus(HOUR));
        Path young = part("part124.tmp", Leftovers.ABANDONED.minus(HOUR));

        try (S3Client s3 = S3Client.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            new S3BlobStore(s3, "bucket-1", "", folder.resolve("parts"), 1);
        }

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aPartThatAnotherProcessMayBeWritingStays() throws IOException {
        Path young = part("part124.tmp", Leftovers.ABANDONED.minus(HOUR));

        new FolderBlobStore(folder);

        assertThat(young).exists();
    }

    @Test
    void whatIsWholeOrNotOursStaysHoweverOldItIs() throws IOException {
        BlobRef kept = new FolderBlobStore(folder).put("txt", 0, out -> out.write(7));
        BlobStore store = new FolderBlobStore(folder);
        Files.setLastModifiedTime(store.localFile(kept, folder), FileTime.fromMillis(0));
        Path foreign = part("notes.txt", Duration.ofDays(900));

        new FolderBlobStore(folder);

        assertThat(store.contains(kept)).isTrue();
        assertThat(foreign).exists();
    }

    @Test
    void aFolderStaysWhileAnythingInItIsWritten() throws IOException {
        Path half = Files.createDirectories(folder.resolve("half"));
        Path masks = Files.writeString(half.resolve("masks.jsonl"), "{}");
        Instant later = Instant.now().plus(Leftovers.ABANDONED).plus(HOUR);
        Files.setLastModifiedTime(masks, FileTime.from(later.minus(HOUR)));

        Leftovers.sweep(folder, Pattern.compile("half"), later);
        assertThat(masks).exists();

        Leftovers.sweep(folder, Pattern.compile("half"), later.plus(Leftovers.ABANDONED));
        assertThat(half).doesNotExist();
    }

    @Test
    void aLinkGoesAndWhatItLeadsToStays() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(kept.resolve("masks.jsonl"), "{}");
        Files.createSymbolicLink(folder.resolve("half"), kept);

        Leftovers.sweep(
                folder,
                Pattern.compile("half"),
                Instant.now().plus(Leftovers.ABANDONED).plus(HOUR));

        assertThat(folder.resolve("half")).doesNotExist();
        assertThat(kept.resolve("masks.jsonl")).exists();
    }

    @Test
    void aStoreThatIsNotThereYetHasNone() {
        assertThatCode(() -> new FolderBlobStore(folder.resolve("later"))).doesNotThrowAnyException();
        assertThat(folder.resolve("later")).doesNotExist();
    }
}
