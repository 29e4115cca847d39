package dev.sam3flow.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every blob store keeps. */
public abstract class BlobStoreContract {
    private static final byte[] TEXT = "masks".getBytes(StandardCharsets.UTF_8);

    protected abstract BlobStore emptyStore();

    @Test
    public void givesBackWhatWasPut() throws IOException {
        BlobStore store = emptyStore();
        BlobRef ref = store.put("json", 7, out -> out.write(TEXT));
        try (InputStream in = store.open(ref)) {
            assertThat(in.readAllBytes()).isEqualTo(TEXT);
        }
        assertThat(ref.bytes()).isEqualTo(5);
        assertThat(ref.frames()).isEqualTo(7);
        // computed with: printf masks | sha256sum
        assertThat(ref.sha256()).isEqualTo("07368dcb59c33d889e61393ebc16fa174951aa424bf07c4f64dbb974e417726a");
    }

    @Test
    public void theSameBytesHaveTheSameReference() {
        BlobStore store = emptyStore();
        BlobRef first = store.put("json", 0, out -> out.write(TEXT));
        assertThat(store.put("json", 0, out -> out.write(TEXT))).isEqualTo(first);
    }

    @Test
    public void contentThatFailsHalfwayLeavesNothing() {
        BlobStore store = emptyStore();
        assertThatThrownBy(() -> store.put("json", 0, out -> {
                    out.write(TEXT);
                    throw new IOException("the source broke off");
                }))
                .hasStackTraceContaining("the source broke off");
        BlobRef whole = store.put("json", 0, out -> out.write(TEXT));
        assertThat(store.contains(new BlobRef(whole.uri().replace(".json", ".bin"), whole.sha256(), 5, 0)))
                .isFalse();
    }

    @Test
    public void saysWhatIsMissing() {
        BlobStore store = emptyStore();
        BlobRef ref = store.put("json", 0, out -> out.write(TEXT));
        BlobRef missing = new BlobRef(ref.uri().replace(ref.sha256(), "0".repeat(64)), "0".repeat(64), 5, 0);
        assertThat(store.contains(missing)).isFalse();
        assertThatThrownBy(() -> store.open(missing)).isInstanceOf(NotFoundException.class);
    }

    @Test
    public void handsOutALocalFileForTools(@TempDir Path scratch) throws IOException {
        BlobStore store = emptyStore();
        BlobRef ref = store.put("mp4", 0, out -> out.write(TEXT));
        assertThat(Files.readAllBytes(store.localFile(ref, scratch))).isEqualTo(TEXT);
    }
}
