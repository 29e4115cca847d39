package dev.sam3flow.temporal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
        bench.record(test.getTestMethod().orElseThrow().getName());
        bench.close();
    }
}
