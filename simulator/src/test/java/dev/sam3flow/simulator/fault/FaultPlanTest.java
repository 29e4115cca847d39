package dev.sam3flow.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Fault LOST = Fault.of(FaultKind.LOST_ANSWER);
    private static final Fault BUSY = new Fault(FaultKind.STATUS_BEFORE, 503);

    private final FaultPlan plan = new FaultPlan();

    @Test
    void aScriptIsPlayedInItsOrderOneFaultACall() {
        plan.next(ProviderCall.SUBMIT, BUSY, 2).next(ProviderCall.SUBMIT, LOST);

        assertThat(List.of(submit(), submit(), submit(), submit()))
                .containsExactly(List.of(BUSY), List.of(BUSY), List.of(LOST), List.of());
    }

    @Test
    void aScriptForOneCallLeavesTheOthersAlone() {
        plan.next(ProviderCall.SUBMIT, LOST);

        assertThat(plan.draw(FaultKind.Stage.CALL, ProviderCall.RESULT)).isEmpty();
        assertThat(submit()).containsExactly(LOST);
    }

    @Test
    void faultsOfRunsAreNotDrawnAtCalls() {
        plan.nextRun(Fault.of(FaultKind.EMPTY_RESULT));

        assertThat(submit()).isEmpty();
        assertThat(plan.draw(FaultKind.Stage.RUN, null)).containsExactly(Fault.of(FaultKind.EMPTY_RESULT));
    }

    @Test
    void aChanceIsTheSameForTheSameSeed() {
        plan.chance(ProviderCall.SUBMIT, LOST, 0.2, 7);
        FaultPlan again = new FaultPlan().chance(ProviderCall.SUBMIT, LOST, 0.2, 7);
        List<Boolean> first = new ArrayList<>();
        List<Boolean> second = new ArrayList<>();

        for (int i = 0; i < 1000; i++) {
            first.add(!submit().isEmpty());
            second.add(!again.draw(FaultKind.Stage.CALL, ProviderCall.SUBMIT).isEmpty());
        }

        assertThat(first).isEqualTo(second);
        assertThat(plan.drawn().get(FaultKind.LOST_ANSWER)).isBetween(150, 250);
    }

    @Test
    void whatIsClearedNeverComes() {
        plan.chance(null, LOST, 1, 0).next(ProviderCall.SUBMIT, BUSY);

        plan.clear();

        assertThat(submit()).isEmpty();
        assertThat(plan.planned()).isEmpty();
    }

    private List<Fault> submit() {
        return plan.draw(FaultKind.Stage.CALL, ProviderCall.SUBMIT);
    }
}
