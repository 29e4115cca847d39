package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.temporal.FakeProvider.Behaviour;
import dev.sam3flow.temporal.activity.PartialResults;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What can be read of a job that still runs. */
class PartialResultsTest extends BenchTest {
    private JobId running(int done) {
        for (int chunk = 0; chunk < done; chunk++) {
            bench.provider.then(Behaviour.COMPLETE);
        }
        bench.provider.then(Behaviour.HANG);
        JobId id = bench.service.start(bench.request("a").withParallel(1));
        Awaitility.await().until(() -> {
            bench.server.sleep(Duration.ofMinutes(1));
            return bench.provider.created().size() == done + 1;
        });
        return id;
    }

    private PartialResults partial() {
        return new PartialResults(bench.ports(), Sam3Settings.of(scratch));
    }

    @Test
    void tracksAndMasksOfTheChunksThatAreDoneAreReadWhileTheOthersRun() throws Exception {
        JobId id = running(2);
        ByteArrayOutputStream masks = new ByteArrayOutputStream();

        AssembledResult found = partial().write(id, masks);

        List<String> lines = masks.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(bench.jobs.find(id).orElseThrow().result()).isEmpty();
        assertThat(found.gaps()).extracting(gap -> gap.chunk()).containsExactly(2, 3, 4, 5, 6);
        int covered = found.gaps().get(0).frames().startFrame();
        assertThat(found.tracks()).singleElement().satisfies(track -> {
            assertThat(track.firstFrame()).isZero();
            assertThat(track.lastFrame()).isEqualTo(covered - 1);
            assertThat(track.segments()).isEqualTo(covered);
        });
        assertThat(lines).hasSize(601);
        assertThat(lines.get(covered)).contains("\"counts\"");
        assertThat(lines.get(covered + 1)).contains("\"segments\":[]");
        bench.provider.release();
        assertThat(bench.finish(id).failure()).isNull();
    }

    @Test
    void aFileOfThemIsTheSame() throws Exception {
        JobId id = running(1);
        ByteArrayOutputStream masks = new ByteArrayOutputStream();
        partial().write(id, masks);

        Path file = partial().file(id);

        assertThat(Files.readAllBytes(file)).isEqualTo(masks.toByteArray());
        Files.delete(file);
        bench.provider.release();
        bench.finish(id);
    }

    @Test
    void beforeTheFirstChunkIsDoneThereIsNothingToRead() {
        JobId id = running(0);

        assertThatThrownBy(() -> partial().write(id, OutputStream.nullOutputStream()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("has no chunk with masks yet");
        bench.provider.release();
        bench.finish(id);
    }
}
