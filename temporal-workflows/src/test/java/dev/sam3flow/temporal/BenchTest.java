package dev.sam3flow.temporal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bench for each test. With {@code SAM3FLOW_RECORD_HISTORIES} set to a folder, the histories of every story are written
 * there; {@link ReplayTest} replays those that are checked in.
 */
abstract class BenchTest {
    @TempDir
    Path scratch;

    JobBench bench;

    @BeforeEach
    void open() {
        // a busy machine is no failure
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        bench = new JobBench(scratch);
    }

    /** Takes another pace than the default. */
    void use(Pace pace) {
        bench.close();
        bench = new JobBench(scratch, pace);
    }

    @AfterEach
    void close(TestInfo test) throws IOException {
        String folder = System.getenv("SAM3FLOW_RECORD_HISTORIES");
        if (folder != null) {
            record(Path.of(folder), test.getTestMethod().orElseThrow().getName());
        }
        bench.close();
    }

    private void record(Path folder, String story) throws IOException {
        Files.createDirectories(folder);
        for (var history : bench.histories().entrySet()) {
            String name =
                    story + history.getKey().replace("segment/default", "").replace('/', '-') + ".json.gz";
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
                out.write(history.getValue().toJson(false).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
