package dev.sam3flow.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.PriceList.Rounding;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.FrameTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPlannerTest {
    private static final PriceList PRICES = PriceList.PUBLISHED;

    private static PlanOptions options(double maxChunkSeconds, double overlapSeconds) {
        return new PlanOptions((long) (maxChunkSeconds * 1e6), (long) (overlapSeconds * 1e6), Objective.CHARGE);
    }

    @Test
    void sendsAShortVideoInOnePiece() {
        ChunkPlan plan = ChunkPlanner.plan(PlanTables.constant(1000, 25, 50), PlanOptions.DEFAULTS, PRICES, null);

        assertThat(plan.chunks()).hasSize(1);
        assertThat(plan.normaliseReason()).isNull();
        assertThat(plan.quote(PRICES, 40_000_000).total()).isEqualTo(MicroUsd.ofUsd("0.40"));
    }

    @Test
    void cutsTenFramesASecondIntoHalfMinutes() {
        ChunkPlan plan = ChunkPlanner.plan(PlanTables.constant(1394, 10, 10), options(30, 1), PRICES, null);

        assertThat(plan.chunks()).hasSize(5);
        for (int i = 1; i < 5; i++) {
            int end = plan.chunks().get(i - 1).sent().endFrame();
            assertThat(plan.chunks().get(i).sent().startFrame()).isEqualTo(end - 10);
            assertThat(plan.chunks().get(i).owned().startFrame()).isEqualTo(end - 5);
        }
        assertThat(plan.quote(PRICES, 139_400_000).billedSeconds()).isEqualTo(145);
    }

    /** Sixteen frames are what the model may need before it shows an object; a quarter of a chunk is the most they may cost. */
    @ParameterizedTest
    @CsvSource({"25, 60, 25", "60, 60, 60", "16, 60, 16", "10, 60, 16", "5, 60, 16", "1, 40, 10", "2, 4, 2"})
    void whereNoneIsGivenTheOverlapHasSixteenFramesOrASecond(int rate, int maxChunkSeconds, int frames) {
        PlanOptions auto = new PlanOptions(maxChunkSeconds * 1_000_000L, PlanOptions.AUTO_OVERLAP, Objective.CHARGE);

        List<Chunk> chunks = ChunkPlanner.plan(PlanTables.constant(300 * rate, rate, 1), auto, PRICES, null)
                .chunks();

        assertThat(chunks).hasSizeGreaterThan(4);
        for (int i = 1; i < chunks.size(); i++) {
            assertThat(chunks.get(i - 1).sent().endFrame()
                            - chunks.get(i).sent().startFrame())
                    .isEqualTo(frames);
        }
    }

    static List<Long> seeds() {
        return new Random(20260201).longs(60).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPlanKeepsTheRulesOnRandomTables(long seed) {
        Random random = new Random(seed);
        FrameTable table = PlanTables.random(random, 200 + random.nextInt(3000), 1 + random.nextInt(60));
        double cap = 10 + random.nextInt(60);
        PlanOptions options = new PlanOptions(
                (long) (cap * 1e6), random.nextInt(3) * 700_000L, Objective.values()[random.nextInt(3)]);

        ChunkPlan plan = ChunkPlanner.plan(table, options, PRICES, null);

        assertThat(plan.normaliseReason()).isNull();
        assertKeepsTheRules(plan, table, options);
    }

    private static void assertKeepsTheRules(ChunkPlan plan, FrameTable table, PlanOptions options) {
        assertThat(plan.frames()).isEqualTo(table.frames());
        for (int i = 0; i < plan.chunks().size(); i++) {
            Chunk chunk = plan.chunks().get(i);
            assertThat(table.isSafeCut(chunk.sent().startFrame())).isTrue();
            assertThat(table.isCleanEnd(chunk.sent().endFrame())).isTrue();
            assertThat(chunk.durationMicros())
                    .isEqualTo(table.durationMicros(
                            chunk.sent().startFrame(), chunk.sent().endFrame()))
                    .isLessThanOrEqualTo(options.maxChunkMicros());
            if (i > 0) {
                int start = chunk.sent().startFrame();
                int end = plan.chunks().get(i - 1).sent().endFrame();
                long shared = start == end ? 0 : table.durationMicros(start, end);
                assertThat(shared).isGreaterThanOrEqualTo(options.overlapMicros());
                assertThat(chunk.owned().startFrame()).isEqualTo((start + end) / 2);
            }
        }
    }

    /** All plans there are, on tables so small that they can be counted through. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noPlanIsBetterOnSmallTables(long seed) {
        Random random = new Random(seed);
        FrameTable table = PlanTables.random(random, 40 + random.nextInt(60), 1 + random.nextInt(9));
        PriceList prices = new PriceList(
                new MicroUsd(50_000),
                1_000_000,
                600_000_000,
                random.nextBoolean() ? Rounding.STARTED_UNITS : Rounding.STARTED_SECONDS);
        PlanOptions options = options(2 + random.nextInt(3), random.nextInt(2) * 0.3);

        ChunkPlan plan = ChunkPlanner.plan(table, options, prices, null);

        long best = cheapest(table, options, prices, 0, 0, new HashMap<>());
        if (best == Long.MAX_VALUE) {
            assertThat(plan.normaliseReason()).isNotNull();
        } else {
            assertThat(weight(plan, prices)).isEqualTo(best);
        }
    }

    private static long weight(ChunkPlan plan, PriceList prices) {
        return plan.chunks().stream()
                .mapToLong(c -> weight(c.durationMicros(), prices))
                .sum();
    }

    private static long weight(long durationMicros, PriceList prices) {
        return prices.charge(durationMicros).value() * 100
                + 45 * prices.perUnit().value();
    }

    /** Straight from the definition, by trying every next cut. */
    private static long cheapest(
            FrameTable table,
            PlanOptions options,
            PriceList prices,
            int start,
            int owned,
            Map<List<Integer>, Long> known) {
        Long before = known.get(List.of(start, owned));
        if (before != null) {
            return before;
        }
        long best = Long.MAX_VALUE;
        long rest = table.durationMicros(start, table.frames());
        if (rest <= options.maxChunkMicros()) {
            best = weight(rest, prices);
        }
        for (int next = start + 1; next < table.frames(); next++) {
            int end = table.isSafeCut(next) ? overlapEnd(table, options, next) : table.frames();
            int ownedNext = (next + end) / 2;
            if (end == table.frames() || ownedNext <= owned) {
                continue;
            }
            long length = table.durationMicros(start, end);
            if (length <= options.maxChunkMicros()) {
                long tail = cheapest(table, options, prices, next, ownedNext, known);
                if (tail != Long.MAX_VALUE) {
                    best = Math.min(best, weight(length, prices) + tail);
                }
            }
        }
        known.put(List.of(start, owned), best);
        return best;
    }

    private static int overlapEnd(FrameTable table, PlanOptions options, int start) {
        for (int end = start; end < table.frames(); end++) {
            long shared = end == start ? 0 : table.durationMicros(start, end);
            if (table.isCleanEnd(end) && shared >= options.overlapMicros()) {
                return end;
            }
        }
        return table.frames();
    }

    /** GOPs as scene cuts make them; the floor is the price without a cap and without overlap. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void threeHoursCostTheFloorPlusAtMostOneUnitABoundary(long seed) {
        FrameTable table = PlanTables.random(new Random(seed), 3 * 3600 * 10, 50);

        ChunkPlan plan = ChunkPlanner.plan(table, PlanOptions.DEFAULTS, PRICES, null);

        Quote quote = plan.quote(PRICES, table.durationMicros());
        long over =
                quote.total().minus(quote.floor()).value() / PRICES.perUnit().value();
        assertThat(over).isBetween(0L, (long) quote.chunks() - 1);
        assertThat(plan.chunks()).hasSizeBetween(19, 20);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 4", "3, 6"})
    void latencyFillsTheRoundsInFlight(int parallel, int chunks) {
        FrameTable table = PlanTables.constant(2000 * 10, 10, 10);
        PlanOptions latency = new PlanOptions(599_000_000, 0, Objective.LATENCY);

        ChunkPlan plan = ChunkPlanner.plan(table, latency, PRICES, null, parallel);

        assertThat(plan.chunks()).hasSize(chunks);
        long longest =
                plan.chunks().stream().mapToLong(Chunk::durationMicros).max().orElseThrow();
        assertThat(longest).isLessThanOrEqualTo(2_000_000_000L / chunks + 1_000_000);
    }

    @Test
    void balancedLiesBetweenTheTwoOthers() {
        FrameTable table = PlanTables.constant(590 * 10, 10, 10);

        List<Long> longest = new ArrayList<>();
        for (Objective objective : List.of(Objective.LATENCY, Objective.BALANCED, Objective.CHARGE)) {
            ChunkPlan plan =
                    ChunkPlanner.plan(table, new PlanOptions(599_000_000, 1_000_000, objective), PRICES, null, 4);
            longest.add(plan.chunks().stream()
                    .mapToLong(Chunk::durationMicros)
                    .max()
                    .orElseThrow());
        }

        assertThat(longest).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void plansOnCutsAnywhereWhereKeyFramesAreTooFarApart() {
        FrameTable table = PlanTables.constant(1000, 10, 700);
        PlanOptions options = options(30, 1);

        ChunkPlan plan = ChunkPlanner.plan(table, options, PRICES, null);

        assertThat(plan.normaliseReason()).isEqualTo("no key frame at which the video may be cut within 30.0 s");
        assertKeepsTheRules(plan, table.withCuts(i -> true), options);
    }

    @Test
    void plansOnCutsAnywhereWhereTheFirstFrameIsNoKeyFrame() {
        FrameTable whole = PlanTables.constant(100, 10, 10);
        byte[] flags = new byte[100];
        long[] pts = new long[100];
        for (int i = 0; i < 100; i++) {
            flags[i] = i == 0 ? 0 : whole.flags(i);
            pts[i] = i;
        }
        FrameTable table = FrameTable.ofColumns(whole.timeBase(), pts, new int[100], flags, 1);

        assertThat(ChunkPlanner.plan(table, PlanOptions.DEFAULTS, PRICES, null).normaliseReason())
                .isNotNull();
    }

    @Test
    void keepsTheReasonWhyAVideoIsNormalised() {
        ChunkPlan plan =
                ChunkPlanner.plan(PlanTables.constant(600, 10, 10), options(20, 1), PRICES, "rotated by 90 degrees");

        assertThat(plan.normaliseReason()).isEqualTo("rotated by 90 degrees");
        assertThat(plan.chunks()).hasSize(4);
    }

    @Test
    void refusesAFrameThatIsShownForLongerThanAChunk() {
        FrameTable table =
                FrameTable.ofColumns(PlanTables.MILLIS, new long[] {0, 700_000}, new int[2], new byte[] {7, 7}, 40);

        assertThatThrownBy(() -> ChunkPlanner.plan(table, PlanOptions.DEFAULTS, PRICES, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("single frames are shown for longer");
    }

    @ParameterizedTest
    @EnumSource
    void plansAnHourWhoseEveryFrameMayBeCut(Objective objective) {
        FrameTable table = PlanTables.constant(216_000, 60, 1);
        PlanOptions options = new PlanOptions(599_500_000, 1_000_000, objective);

        ChunkPlan plan = ChunkPlanner.plan(table, options, PRICES, null);

        assertThat(plan.frames()).isEqualTo(216_000);
    }

    /** A chunk starts where prompts are true, and the rest is as cheap as it can be around it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aChunkStartsWhereItHasTo(long seed) {
        Random random = new Random(seed);
        FrameTable table = PlanTables.random(random, 60 + random.nextInt(60), 1 + random.nextInt(9));
        int start = random.nextInt(table.frames());
        PriceList prices = new PriceList(new MicroUsd(50_000), 1_000_000, 600_000_000, Rounding.STARTED_UNITS);
        PlanOptions options = options(3 + random.nextInt(3), random.nextInt(2) * 0.3);

        ChunkPlan plan = ChunkPlanner.plan(table, options.withStartAt(start), prices, null);

        assertThat(plan.chunks()).anyMatch(c -> c.sent().startFrame() == start);
        assertThat(plan.frames()).isEqualTo(table.frames());
        if (!table.isSafeCut(start)) {
            assertThat(plan.normaliseReason()).isNotNull();
        }
        ChunkPlan free = ChunkPlanner.plan(table, options, prices, null);
        if (free.normaliseReason() == null && plan.normaliseReason() == null) {
            assertThat(weight(plan, prices)).isGreaterThanOrEqualTo(weight(free, prices));
        }
        if (free.chunks().stream().anyMatch(c -> c.sent().startFrame() == start)) {
            assertThat(plan).isEqualTo(free);
        }
    }
}
