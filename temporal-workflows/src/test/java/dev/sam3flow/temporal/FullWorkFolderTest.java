package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Jobs whose worker's disk is used up by other work. */
class FullWorkFolderTest extends BenchTest {
    /** A file without content that counts as much as the usual quota. */
    private Path filled() throws IOException {
        Path film = scratch.resolve("part-of-another-job.mp4");
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(WorkQuota.DEFAULT_BYTES);
        }
        return film;
    }

    private JobId waiting() {
        JobId job = bench.service.start(bench.request("patient"));
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> bench.provider.inputs().isEmpty());
        assertThat(bench.videos.cuts).hasValue(0);
        return job;
    }

    @Test
    void beginOnceThereIsRoom() throws IOException {
        use(RealServerTest.FAST);
        Path film = filled();
        JobId job = waiting();

        Files.delete(film);

        assertThat(bench.finish(job).failure()).isNull();
    }

    @Test
    void canBeCancelledWhileTheyWait() throws IOException {
        use(RealServerTest.FAST);
        filled();
        JobId job = waiting();

        bench.service.cancel(job);

        assertThat(bench.finish(job).phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(bench.provider.inputs()).isEmpty();
    }
}
