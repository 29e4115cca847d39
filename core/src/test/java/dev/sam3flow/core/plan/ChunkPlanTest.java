package dev.sam3flow.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.video.FrameRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {
    private static final Chunk FIRST = new Chunk(0, new FrameRange(0, 60), new FrameRange(0, 55), 6_000_000);
    private static final Chunk SECOND = new Chunk(1, new FrameRange(50, 100), new FrameRange(55, 100), 5_000_000);
    private static final ChunkPlan ONCE = new ChunkPlan(List.of(FIRST, SECOND), "a reason");

    @Test
    void eachPassHasTheSameChunksUnderIndexesThatGoOn() {
        ChunkPlan plan = ONCE.times(3);

        assertThat(plan.passes()).isEqualTo(3);
        assertThat(plan.frames()).isEqualTo(100);
        assertThat(plan.normaliseReason()).isEqualTo("a reason");
        assertThat(plan.chunks()).extracting(Chunk::index).containsExactly(0, 1, 2, 3, 4, 5);
        for (int pass = 0; pass < 3; pass++) {
            assertThat(plan.pass(pass)).isEqualTo(ONCE);
        }
    }

    @Test
    void everyPassIsPricedAndSoIsTheLeastThatTheyCouldCost() {
        Quote once = ONCE.quote(PriceList.PUBLISHED, 10_000_000);

        Quote thrice = ONCE.times(3).quote(PriceList.PUBLISHED, 10_000_000);

        assertThat(thrice.chunks()).isEqualTo(6);
        assertThat(thrice.billedSeconds()).isEqualTo(3 * once.billedSeconds());
        assertThat(thrice.total()).isEqualTo(once.total().plus(once.total()).plus(once.total()));
        assertThat(thrice.floor()).isEqualTo(once.floor().plus(once.floor()).plus(once.floor()));
    }

    @Test
    void aPlanIsWholePassesThatOwnEveryFrameOnce() {
        List<Chunk> broken = new ArrayList<>(ONCE.times(2).chunks());
        broken.remove(3);
        Chunk hole = new Chunk(1, new FrameRange(50, 100), new FrameRange(56, 100), 5_000_000);
        Chunk whole = new Chunk(2, new FrameRange(0, 100), new FrameRange(0, 100), 10_000_000);

        assertThatThrownBy(() -> new ChunkPlan(List.of(), null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkPlan(broken, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkPlan(List.of(FIRST, hole), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame 55 is next");
        assertThatThrownBy(() -> new ChunkPlan(List.of(FIRST, SECOND, whole), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void morePredictionsThanAnybodyMeansAreNoPlan() {
        assertThat(ONCE.times(500).chunks()).hasSize(1000);
        assertThatThrownBy(() -> ONCE.times(50_001))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("100002 predictions")
                .hasMessageContaining("--max-chunk");
    }
}
