package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who begins, and who waits. Tenants x and y share an account; z has its own. */
class JobLineTest {
    private final JobLine line = new JobLine(new Admission(tenant -> tenant.equals("z") ? "z" : "shared", 2));

    private static JobId job(String text) {
        return new JobId(text.substring(0, 1), text);
    }

    private List<String> next(int most) {
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            line.next().ifPresent(id -> begun.add(id.requestKey()));
        }
        return begun;
    }

    private void full() {
        assertThat(line.join(job("x-1"), 0)).isTrue();
        assertThat(line.join(job("x-2"), 0)).isTrue();
    }

    private void ended(String... jobs) {
        List.of(jobs).forEach(text -> line.leave(job(text)));
    }

    @Test
    void asManyOfAnAccountBeginAsItHasRoomFor() {
        full();
        assertThat(line.join(job("y-1"), 0)).isFalse();
        assertThat(line.join(job("z-1"), 0)).isTrue();
        assertThat(line.next()).isEmpty();
        ended("x-1");
        assertThat(next(3)).containsExactly("y-1");
        assertThat(line.size()).isZero();
    }

    @Test
    void whoComesBehindOthersThatWaitWaitsThoughThereIsRoom() {
        full();
        line.join(job("y-1"), 0);
        ended("x-1", "x-2");
        assertThat(line.join(job("y-2"), 0)).isFalse();
        assertThat(next(3)).containsExactly("y-1", "y-2");
    }

    @Test
    void priorityGoesFirstThenTenantsInTurnThenWhoCameFirst() {
        full();
        for (String text : List.of("x-3", "x-4", "x-5", "y-1", "y-2")) {
            line.join(job(text), 0);
        }
        line.join(job("x-6"), 1);
        List<String> begun = new ArrayList<>();
        List<String> working = new ArrayList<>(List.of("x-1", "x-2"));
        while (line.size() > 0) {
            ended(working.remove(0));
            List<String> now = next(2);
            begun.addAll(now);
            working.addAll(now);
        }
        assertThat(begun).containsExactly("x-6", "y-1", "x-3", "y-2", "x-4", "x-5");
    }

    @Test
    void aChangedPriorityMovesOneAndAnotherOrderOfItDoesNotMoveItBack() {
        full();
        List.of("x-3", "x-4", "x-5").forEach(text -> line.join(job(text), 0));
        line.prefer(job("x-5"), 2);
        assertThat(line.join(job("x-3"), 0)).isFalse();
        ended("x-1", "x-2");
        assertThat(next(2)).containsExactly("x-5", "x-3");
    }

    @Test
    void whoCouldNotBeginStandsWhereItStood() {
        full();
        List.of("x-3", "x-4").forEach(text -> line.join(job(text), 0));
        ended("x-1");
        Optional<JobId> first = line.next();
        line.goBack(first.orElseThrow());
        assertThat(line.waits(job("x-3"))).isTrue();
        assertThat(next(1)).containsExactly("x-3");
    }

    @Test
    void whoWaitsForAPersonTakesNoRoomUntilItGoesOn() {
        full();
        line.join(job("x-3"), 0);
        line.join(job("x-4"), 0);
        line.rest(Set.of(job("x-1"), job("x-9")));
        assertThat(next(3)).containsExactly("x-3");
        line.rest(Set.of());
        ended("x-2");
        assertThat(next(3)).isEmpty();
        ended("x-1");
        assertThat(next(3)).containsExactly("x-4");
    }

    @Test
    void whoIsToBeginNowDoesSoWhoeverWaits() {
        full();
        List.of("x-3", "x-4").forEach(text -> line.join(job(text), 0));
        line.begin(job("x-4"));
        assertThat(line.waits(job("x-4"))).isFalse();
        assertThat(line.working()).containsExactlyInAnyOrder(job("x-1"), job("x-2"), job("x-4"));
        ended("x-1");
        assertThat(next(1)).isEmpty();
    }

    @Test
    void aJobThatIsWorkedOnIsNotCountedTwice() {
        full();
        assertThat(line.join(job("x-1"), 0)).isTrue();
        ended("x-1");
        assertThat(line.join(job("x-3"), 0)).isTrue();
    }

    @Test
    void noneAtOnceIsRefused() {
        assertThatThrownBy(() -> new Admission(tenant -> "", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0; give 1 or more");
    }
}
