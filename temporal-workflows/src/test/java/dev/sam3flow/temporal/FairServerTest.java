package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.prompt.Prompts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In what order the official server hands out submits that wait for the account, where fairness is switched on there. */
class FairServerTest {
    private static final int MANY = 40;
    private static final int FEW = 7;

    /** Taken from the server before the others came, and out of its hands. */
    private static final int TAKEN = 8;

    private static OfficialServer server;

    @TempDir
    Path scratch;

    private JobBench bench;

    @BeforeAll
    static void startServer() throws IOException {
        server = OfficialServer.start(
                "--dynamic-config-value", "matching.enableFairness=true",
                "--dynamic-config-value", "matching.numTaskqueueReadPartitions=1",
                "--dynamic-config-value", "matching.numTaskqueueWritePartitions=1");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        bench = new JobBench(scratch, RealServerTest.FAST, server.target());
        bench.sources.put("file:///videos/long.mp4", FakeVideoTools.video(3600, 10, 10));
        bench.provider.full = true;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private JobId waiting(JobId id, String video, String prompt, int priority, int chunks) {
        bench.service.start(JobRequest.of(id, video, Prompts.ofText(prompt))
                .withPlan(JobBench.TEN_SECONDS)
                .withParallel(50)
                .withPriority(priority));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> submits(id, chunks) == chunks);
        return id;
    }

    /** Submits that the server knows of, taken or not. */
    private long submits(JobId id, int chunks) {
        long submits = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            submits += bench.pending(TemporalJobService.workflowId(id) + "/chunk/" + chunk).stream()
                    .filter(activity -> activity.getActivityType().getName().equals("Sam3Submit"))
                    .count();
        }
        return submits;
    }

    private JobId flood(String prompt, int priority) {
        return waiting(new JobId("acme", prompt), "file:///videos/long.mp4", prompt, priority, MANY);
    }

    /** What the predictions were asked for, in the order of their submits, once both have ended. */
    private List<String> sent(JobId... jobs) {
        bench.provider.full = false;
        for (JobId job : jobs) {
            assertThat(bench.finish(job).failure()).isNull();
        }
        return bench.provider.inputs().stream()
                .map(input -> input.prompts().texts().get(0))
                .toList();
    }

    @Test
    void theFloodOfOneTenantDoesNotMakeAnotherWaitForItsEnd() {
        JobId flood = flood("person", 3);
        JobId other = waiting(new JobId("beta", "car"), "file:///videos/street.mp4", "car", 3, FEW);

        List<String> sent = sent(other, flood);

        // one of each in turn; in the order of their coming the first of them would be after forty
        assertThat(sent.lastIndexOf("car")).isLessThan(TAKEN + 2 * FEW + TAKEN);
    }

    @Test
    void ofOneTenantTheJobOfPriorityOneGoesBeforeThatOfPriorityFive() {
        JobId usual = flood("bus", 5);
        JobId urgent = waiting(new JobId("acme", "van"), "file:///videos/street.mp4", "van", 1, FEW);

        List<String> sent = sent(urgent, usual);

        // by their coming the last of them would be at the very end; what is handed out at once may change places
        assertThat(sent.lastIndexOf("van")).isLessThan(TAKEN + FEW + TAKEN);
    }
}
