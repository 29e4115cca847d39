package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.port.BlobStore;
import dev.sam3flow.core.port.BlobStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path folder;

    @Override
    protected BlobStore emptyStore() {
        return new FolderBlobStore(folder.resolve("with space"));
    }

    @Test
    void aFailedPutLeavesNoFileBehind() throws IOException {
        BlobStore store = emptyStore();
        assertThatThrownBy(() -> store.put("json", 0, out -> {
            out.write(1);
            throw new IOException("broke off");
        }));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aReferenceThatLeadsOutOfTheFolderIsRefused() {
        for (String uri : List.of("blob:../../etc/passwd", "file:///etc/passwd", "blob:" + "a".repeat(64) + "./x")) {
            BlobRef ref = new BlobRef(uri, "a".repeat(64), 1, 0);
            assertThatThrownBy(() -> emptyStore().open(ref)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
