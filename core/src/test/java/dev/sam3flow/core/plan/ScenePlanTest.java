package dev.sam3flow.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.PriceList.Rounding;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks meet at scene cuts where that costs nothing, and never where it costs something. */
class ScenePlanTest {
    private static final PriceList PRICES = PriceList.PUBLISHED;
    private static final PlanOptions SCENES = new PlanOptions(599_500_000, 1_000_000, Objective.CHARGE, true);

    @Test
    void scenesOfWholeBillingUnitsGetAChunkEach() {
        FrameTable table = PlanTables.constant(40 * 10, 10, 10);

        ChunkPlan plan = ChunkPlanner.plan(table, SCENES, PRICES, null, 4, new int[] {100, 200, 350});

        assertThat(plan.chunks()).extracting(c -> c.sent().startFrame()).containsExactly(0, 100, 200, 350);
        assertThat(plan.chunks()).allMatch(c -> c.sent().equals(c.owned()));
        assertThat(plan.quote(PRICES, 40_000_000).total()).isEqualTo(MicroUsd.ofUsd("0.40"));
    }

    @Test
    void aSceneCutThatCostsAUnitIsLeftWithinAChunk() {
        FrameTable table = PlanTables.constant(40 * 10, 10, 10);

        ChunkPlan plan = ChunkPlanner.plan(table, SCENES, PRICES, null, 4, new int[] {120});

        assertThat(plan.chunks()).hasSize(1);
    }

    @Test
    void aSeamThatIsNeededAnywayMovesToTheScene() {
        FrameTable table = PlanTables.constant(900 * 10, 10, 10);

        ChunkPlan plan = ChunkPlanner.plan(table, SCENES, PRICES, null, 4, new int[] {4500});

        assertThat(plan.chunks()).extracting(c -> c.sent().startFrame()).containsExactly(0, 4500);
    }

    @Test
    void scenesAreNotLookedAtUnlessAskedFor() {
        FrameTable table = PlanTables.constant(900 * 10, 10, 10);

        ChunkPlan plan = ChunkPlanner.plan(table, SCENES.withSceneCuts(false), PRICES, null, 4, new int[] {4500});

        assertThat(plan).isEqualTo(ChunkPlanner.plan(table, SCENES.withSceneCuts(false), PRICES, null));
    }

    static List<Long> seeds() {
        return new Random(20261124).longs(60).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isNeverDearerThanThePlanWithoutScenesAndNeverCutsMoreScenes(long seed) {
        Random random = new Random(seed);
        FrameTable table = PlanTables.random(random, 500 + random.nextInt(3000), 1 + random.nextInt(40));
        int[] scenes = scenes(random, table.frames(), 40);
        Objective objective = Objective.values()[random.nextInt(3)];
        PlanOptions options =
                new PlanOptions((10 + random.nextInt(60)) * 1_000_000L, random.nextInt(3) * 700_000L, objective, true);

        ChunkPlan aligned = ChunkPlanner.plan(table, options, PRICES, null, 4, scenes);

        ChunkPlan plain = ChunkPlanner.plan(table, options.withSceneCuts(false), PRICES, null, 4);
        assertThat(charge(aligned, PRICES)).isLessThanOrEqualTo(charge(plain, PRICES));
        assertThat(aligned.chunks()).allMatch(c -> c.durationMicros() <= options.maxChunkMicros());
        // where all is re-encoded, plans are compared with a margin for rounding, which may hide an equal price
        boolean samePrice = charge(aligned, PRICES) == charge(plain, PRICES) && plain.normaliseReason() == null;
        assertThat(within(aligned, scenes)).isLessThanOrEqualTo(samePrice ? within(plain, scenes) : 2 * scenes.length);
    }

    /** With seams at scenes only, by trying all subsets of them. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isTheBestOfAllPlansThatMeetAtScenes(long seed) {
        Random random = new Random(seed);
        FrameTable table = PlanTables.constant(300, 10, 5);
        int[] scenes = IntStream.of(scenes(random, 300, 25))
                .map(s -> s / 5 * 5)
                .filter(s -> s > 0)
                .distinct()
                .limit(10)
                .toArray();
        PriceList prices = new PriceList(new MicroUsd(50_000), 1_000_000, 600_000_000, Rounding.STARTED_UNITS);
        PlanOptions options = new PlanOptions(599_000_000, 0, Objective.CHARGE, true);

        ChunkPlan plan = ChunkPlanner.plan(table, options, prices, null, 4, scenes);

        List<Long> best = null;
        for (int subset = 0; subset < 1 << scenes.length; subset++) {
            List<Long> weight = weight(table, scenes, subset, prices);
            best = best == null || less(weight, best) ? weight : best;
        }
        assertThat(List.of(charge(plan, prices), (long) within(plan, scenes), (long)
                        plan.chunks().size()))
                .isEqualTo(best);
    }

    private static boolean less(List<Long> one, List<Long> other) {
        int i = 0;
        while (i < 2 && one.get(i).equals(other.get(i))) {
            i++;
        }
        return one.get(i) < other.get(i);
    }

    private static List<Long> weight(FrameTable table, int[] scenes, int subset, PriceList prices) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < scenes.length; i++) {
            if ((subset >> i & 1) == 1) {
                ends.add(scenes[i]);
            }
        }
        ends.add(table.frames());
        long charge = 0;
        int start = 0;
        for (int end : ends) {
            charge += prices.charge(table.durationMicros(start, end)).value();
            start = end;
        }
        return List.of(charge, (long) scenes.length - (ends.size() - 1), (long) ends.size());
    }

    private static int[] scenes(Random random, int frames, int apart) {
        return IntStream.iterate(10 + random.nextInt(apart), i -> i < frames, i -> i + 10 + random.nextInt(apart))
                .toArray();
    }

    private static long charge(ChunkPlan plan, PriceList prices) {
        return plan.chunks().stream()
                .mapToLong(c -> prices.charge(c.durationMicros()).value())
                .sum();
    }

    private static int within(ChunkPlan plan, int[] scenes) {
        return plan.chunks().stream()
                .mapToInt(c -> (int) Arrays.stream(scenes)
                        .filter(s -> s > c.sent().startFrame() && s < c.sent().endFrame())
                        .count())
                .sum();
    }

    @Test
    void expectedTimeFillsTheRoundsInFlight() {
        ChunkPlan plan =
                ChunkPlanner.plan(PlanTables.constant(400, 10, 10), SCENES, PRICES, null, 4, new int[] {100, 200, 300});
        ProviderPace pace = new ProviderPace(1_000_000, 2);

        assertThat(pace.expectedMicros(plan, 1)).isEqualTo(4 * 21_000_000L);
        assertThat(pace.expectedMicros(plan, 3)).isEqualTo(2 * 21_000_000L);
        assertThat(pace.expectedMicros(plan, 4)).isEqualTo(21_000_000L);
    }
}
