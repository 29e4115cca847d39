package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.prompt.Prompts;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whose submits go first when the account has room for one at a time. */
class PriorityTest extends BenchTest {
    private static final int CHUNKS = 7;

    private JobId waiting(String tenant, String prompt, int priority) {
        JobRequest request = bench.request("a", Prompts.ofText(prompt))
                .withId(new JobId(tenant, prompt))
                .withParallel(CHUNKS)
                .withPriority(priority);
        JobId id = bench.service.start(request);
        Awaitility.await().until(() -> submits(id).size() == CHUNKS);
        return id;
    }

    /** The submits of a job that its worker has taken. */
    private List<String> submits(JobId id) {
        List<String> taken = new ArrayList<>();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            String workflow = TemporalJobService.workflowId(id) + "/chunk/" + chunk;
            for (PendingActivityInfo activity : bench.pending(workflow)) {
                if (activity.getActivityType().getName().equals("Sam3Submit")
                        && activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED) {
                    taken.add(workflow + "#" + activity.getActivityId());
                }
            }
        }
        return taken;
    }

    /** What the first predictions were asked for, in the order of their submits. */
    private List<String> sent(int most) {
        for (int sent = 1; sent <= most; sent++) {
            int created = sent;
            bench.provider.room.set(1);
            Awaitility.await().until(() -> bench.provider.created().size() == created);
        }
        List<String> prompts = bench.provider.inputs().stream()
                .map(input -> input.prompts().texts().get(0))
                .toList();
        bench.provider.room.set(Integer.MAX_VALUE);
        return prompts;
    }

    @Test
    void theJobOfAHigherPriorityGoesFirst() {
        bench.provider.room.set(0);
        JobId usual = waiting("acme", "person", 3);
        JobId urgent = waiting("acme", "car", 1);

        List<String> first = sent(CHUNKS);

        assertThat(first).hasSize(CHUNKS).containsOnly("car");
        assertThat(bench.finish(urgent).failure()).isNull();
        assertThat(bench.finish(usual).failure()).isNull();
    }

    @Test
    void ofEqualPriorityTenantsTakeTurns() {
        bench.provider.room.set(0);
        JobId many = waiting("acme", "person", 3);
        JobId more = waiting("acme", "bus", 3);
        JobId other = waiting("beta", "car", 3);

        List<String> first = sent(6);

        assertThat(first).filteredOn("car"::equals).hasSize(3);
        assertThat(bench.finish(other).failure()).isNull();
        assertThat(bench.finish(many).failure()).isNull();
        assertThat(bench.finish(more).failure()).isNull();
    }

    @Test
    void aJobThatIsToldAnotherPriorityWaitsInItsNewPlace() {
        bench.provider.room.set(0);
        JobId usual = waiting("default", "person", 3);
        JobId late = waiting("default", "car", 3);
        List<String> before = submits(late);

        bench.service.command(late, new JobCommand.SetPriority(1));
        Awaitility.await()
                .until(() ->
                        submits(late).size() == CHUNKS && submits(late).stream().noneMatch(before::contains));
        List<String> first = sent(CHUNKS);

        assertThat(first).containsOnly("car");
        assertThat(bench.jobs.find(late).orElseThrow().request().priority()).isEqualTo(1);
        assertThat(bench.finish(late).failure()).isNull();
        assertThat(bench.finish(usual).failure()).isNull();
    }

    @Test
    void theSameOrderAgainLeavesAChangedPriorityAsItIs() {
        bench.provider.room.set(0);
        JobId id = waiting("acme", "car", 3);
        JobRequest order = bench.jobs.find(id).orElseThrow().request();
        bench.service.setPriority(id, 5);

        bench.service.start(order);

        assertThat(bench.jobs.find(id).orElseThrow().request().priority()).isEqualTo(5);
        bench.provider.room.set(Integer.MAX_VALUE);
        assertThat(bench.finish(id).failure()).isNull();
    }

    @Test
    void aPriorityThatIsNoneIsRefused() {
        bench.provider.room.set(0);
        JobId id = waiting("acme", "car", 3);

        assertThatThrownBy(() -> bench.service.setPriority(id, 6))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("give a number from 1, first, to 5, last");
        assertThatThrownBy(() -> bench.request("b").withPriority(-1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("give a number from 1, first, to 5, last");
    }
}
