package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentVideoTest {
    @TempDir
    Path scratch;

    @Test
    void aVideoOfSevenChunksBecomesOneLineForEveryFrameAndIsChargedAsQuoted() throws Exception {
        try (JobBench bench = new JobBench(scratch)) {
            JobResult result = bench.run(bench.request("a"));

            assertThat(result.failure()).isNull();
            assertThat(result.phase()).isEqualTo(JobPhase.DONE);
            assertThat(result.charged()).isEqualTo(result.quoted()).isEqualTo(bench.provider.billed());
            assertThat(bench.text(result.files().get(JobResult.MASKS))).hasSize(601);
            assertThat(bench.ledger.balance(result.id()).held()).isEqualTo(MicroUsd.ZERO);
            assertThat(bench.progress(result.id()).chunksDone()).isEqualTo(7);
        }
    }
}
