package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of sample through eight random plans; the table goes to {@code target/evidence}. Two at a time with
 * {@code -Djunit.jupiter.execution.parallel.enabled=true}.
 */
@Tag("soak")
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(Lifecycle.PER_CLASS)
class EveryFrameOnceSoakTest {
    private static final int PLANS = 8;
    private static final long SEED = Evidence.seed(20261124);

    private final Map<SampleKind, String> rows = new ConcurrentHashMap<>();

    static List<SampleKind> kinds() {
        return SampleKind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFrameOnceWhateverThePlan(SampleKind kind, @TempDir Path folder) throws IOException {
        assertThat(kind.canBeWritten())
                .as("this run needs an ffmpeg with x264, x265 and theora in /usr/bin")
                .isTrue();
        EveryFrameOnce sample = new EveryFrameOnce(kind, folder);

        int frames = sample.check(PLANS, SEED ^ kind.file().hashCode());

        rows.put(kind, sample.row(frames, PLANS));
    }

    private Map<String, String> byName() {
        return rows.entrySet().stream().collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    }

    @AfterAll
    void write() throws IOException {
        Evidence page = new Evidence("1-every-frame-once", "Every frame once", SEED);
        page.line(
                "Bar-coded clips through random plans (cap 20 to 70 % of the length, overlap up to 30 % of the cap, any"
                        + " objective): the frames of all chunks as they decode, and the frames of the merged result when each"
                        + " chunk is answered by masks that stand for the numbers read from its frames, are the source's frames,"
                        + " each once and in order.");
        page.line("");
        page.line("| kind | frames | plans | chunks | way |");
        page.line("|---|---|---|---|---|");
        SampleKind.all().stream()
                .map(kind -> byName().get(kind.name()))
                .filter(Objects::nonNull)
                .forEach(page::line);
        page.line("");
        page.line(rows.size() + " of " + SampleKind.all().size() + " kinds passed.");
        page.write();
    }
}
