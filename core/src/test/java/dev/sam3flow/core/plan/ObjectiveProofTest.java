package dev.sam3flow.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.money.PriceList.Rounding;
import dev.sam3flow.core.money.Quote;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.video.FrameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link Objective#LATENCY} and {@link Objective#BALANCED} against every plan that there is, on tables so small that these can
 * be counted through. Their longest chunk is looked for to a tenth of a second and not under ten seconds: so what is found is
 * no worse than the best with the least such length, and no better than the best with a tenth of a second more.
 */
class ObjectiveProofTest {
    private static final long TENTH = 100_000;
    private static final long SHORTEST_WANTED = 10_000_000;

    /** So many make eight thousand plans at most. */
    private static final int MOST_CUTS = 14;

    /** A plan: how long its longest chunk is, how many there are, and the charge with 0.45 units a chunk. */
    private record Candidate(long longest, int chunks, long weight) {}

    /** One question with all its answers. */
    private record Case(
            FrameTable table, PlanOptions options, PriceList prices, int parallel, List<Candidate> all, int most) {
        ChunkPlan plan(Objective objective) {
            return ChunkPlanner.plan(table, options.withObjective(objective), prices, null, parallel);
        }

        Candidate found(Objective objective) {
            ChunkPlan plan = plan(objective);
            return new Candidate(
                    longest(plan),
                    plan.chunks().size(),
                    plan.chunks().stream()
                            .mapToLong(c -> weight(c.durationMicros(), prices))
                            .sum());
        }

        /** The least length of the longest chunk with which the rounds in flight have room for all. */
        long shortest() {
            long least = all.stream()
                    .filter(plan -> plan.chunks() <= most)
                    .mapToLong(Candidate::longest)
                    .min()
                    .orElseThrow();
            return Math.max(least, Math.min(options.maxChunkMicros(), SHORTEST_WANTED) - TENTH);
        }

        long cheapest(Predicate<Candidate> among) {
            return all.stream().filter(among).mapToLong(Candidate::weight).min().orElse(Long.MAX_VALUE);
        }
    }

    private static int cuts(FrameTable table) {
        return (int) IntStream.range(0, table.frames()).filter(table::isSafeCut).count();
    }

    private static long longest(ChunkPlan plan) {
        return plan.chunks().stream().mapToLong(Chunk::durationMicros).max().orElseThrow();
    }

    private static long weight(long durationMicros, PriceList prices) {
        return prices.charge(durationMicros).value() * 100
                + 45 * prices.perUnit().value();
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int seed = 0; cases.size() < 200; seed++) {
            Random random = new Random(seed);
            FrameTable table = PlanTables.random(random, 250 + random.nextInt(250), 40 + random.nextInt(40));
            PriceList prices = new PriceList(
                    new MicroUsd(50_000),
                    (1 + random.nextInt(5)) * 1_000_000L,
                    600_000_000,
                    random.nextBoolean() ? Rounding.STARTED_UNITS : Rounding.STARTED_SECONDS);
            long overlap = random.nextInt(3) * 500_000L;
            int start = random.nextInt(3) == 0 ? random.nextInt(table.frames()) : 0;
            PlanOptions options = new PlanOptions((11 + random.nextInt(25)) * 1_000_000L, overlap, Objective.CHARGE)
                    .withStartAt(table.isSafeCut(start) ? start : 0);
            int parallel = 1 + random.nextInt(4);
            ChunkPlan cheapest = ChunkPlanner.plan(table, options, prices, null, parallel);
            if (cheapest.normaliseReason() == null && cuts(table) <= MOST_CUTS) {
                List<Candidate> all = new ArrayList<>();
                enumerate(table, options, prices, 0, 0, new Candidate(0, 0, 0), all);
                int rounds = (cheapest.chunks().size() + parallel - 1) / parallel;
                cases.add(new Case(table, options, prices, parallel, all, rounds * parallel));
            }
        }
        return cases;
    }

    /** Straight from the definition: every next cut after every other. */
    private static void enumerate(
            FrameTable table,
            PlanOptions options,
            PriceList prices,
            int start,
            int owned,
            Candidate before,
            List<Candidate> all) {
        long rest = table.durationMicros(start, table.frames());
        if (rest <= options.maxChunkMicros() && start >= options.startAt()) {
            all.add(with(before, rest, prices));
        }
        int last = start < options.startAt() ? options.startAt() : table.frames() - 1;
        for (int next = start + 1; next <= last; next++) {
            int end = table.isSafeCut(next) ? overlapEnd(table, options, next) : table.frames();
            boolean useless = end == table.frames() && next != options.startAt();
            if (!table.isSafeCut(next) || useless || (next + end) / 2 <= owned) {
                continue;
            }
            long length = table.durationMicros(start, end);
            if (length <= options.maxChunkMicros()) {
                enumerate(table, options, prices, next, (next + end) / 2, with(before, length, prices), all);
            }
        }
    }

    private static Candidate with(Candidate before, long length, PriceList prices) {
        return new Candidate(
                Math.max(before.longest(), length), before.chunks() + 1, before.weight() + weight(length, prices));
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

    @ParameterizedTest
    @MethodSource("cases")
    void noPlanHasAShorterLongestChunkThanLatencyWithinTheRoundsInFlight(Case all) {
        Candidate found = all.found(Objective.LATENCY);

        assertThat(found.chunks()).isLessThanOrEqualTo(all.most());
        assertThat(found.longest()).isLessThanOrEqualTo(all.shortest() + TENTH);
    }

    /** Where the cheapest takes more chunks than there is room for, there are as few as can be. */
    @ParameterizedTest
    @MethodSource("cases")
    void noPlanAsQuickAsLatencyIsCheaper(Case all) {
        Candidate found = all.found(Objective.LATENCY);

        long limit = all.shortest();
        long best = all.cheapest(plan -> plan.longest() <= limit && plan.chunks() <= all.most());
        boolean roomForTheCheapest = best == all.cheapest(plan -> plan.longest() <= limit)
                && all.cheapest(plan -> plan.longest() <= limit + TENTH)
                        == all.cheapest(plan -> plan.longest() <= limit + TENTH && plan.chunks() <= all.most());
        if (roomForTheCheapest) {
            assertThat(found.weight()).isLessThanOrEqualTo(best);
        } else {
            int fewest = all.all().stream()
                    .filter(plan -> plan.longest() <= limit)
                    .mapToInt(Candidate::chunks)
                    .min()
                    .orElseThrow();
            assertThat(found.chunks()).isLessThanOrEqualTo(all.most());
            assertThat(found.weight())
                    .isLessThanOrEqualTo(all.cheapest(plan -> plan.longest() <= limit && plan.chunks() == fewest));
        }
        assertThat(found.weight())
                .isGreaterThanOrEqualTo(
                        all.cheapest(plan -> plan.longest() <= limit + TENTH && plan.chunks() <= all.most()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noPlanWithChunksAtMostHalfwayBetweenTheOthersIsCheaperThanBalanced(Case all) {
        Candidate found = all.found(Objective.BALANCED);

        long charge = longest(all.plan(Objective.CHARGE));
        long limit = Math.max(all.shortest(), (all.shortest() + charge) / 2);
        assertThat(found.longest()).isLessThanOrEqualTo(limit + TENTH);
        assertThat(found.weight())
                .isLessThanOrEqualTo(all.cheapest(plan -> plan.longest() <= limit))
                .isGreaterThanOrEqualTo(all.cheapest(plan -> plan.longest() <= limit + TENTH));
    }

    /** The floor is the price of the video in one piece, however long: what more there is, boundaries cost. */
    @ParameterizedTest
    @MethodSource("cases")
    void noObjectiveIsWorseThanTheFloorByMoreThanItsBoundariesCost(Case all) {
        for (Objective objective : Objective.values()) {
            ChunkPlan plan = all.plan(objective);
            Quote quote = plan.quote(all.prices(), all.table().durationMicros());
            assertThat(quote.total().value())
                    .isBetween(
                            quote.floor().value(), quote.floor().value() + boundaries(plan, all.table(), all.prices()));
        }
    }

    /** At each boundary the overlap is sent twice, and one more unit, or second, is begun. */
    private static long boundaries(ChunkPlan plan, FrameTable table, PriceList prices) {
        long step = prices.rounding() == Rounding.STARTED_UNITS ? prices.unitMicros() : 1_000_000;
        long shared = 0;
        for (int i = 1; i < plan.chunks().size(); i++) {
            int start = plan.chunks().get(i).sent().startFrame();
            int end = plan.chunks().get(i - 1).sent().endFrame();
            shared += start == end ? 0 : table.durationMicros(start, end);
        }
        long steps = plan.chunks().size() - 1 + (shared + step - 1) / step;
        // a chunk is billed one unit at least, however short
        long shortOnes = plan.chunks().stream()
                .filter(chunk -> chunk.durationMicros() < prices.unitMicros())
                .count();
        return (steps * step / 1_000_000 + shortOnes * prices.unitMicros() / 1_000_000)
                        * prices.perUnit().value()
                        / (prices.unitMicros() / 1_000_000)
                + plan.chunks().size(); // each is rounded up to a micro-USD
    }

    @ParameterizedTest
    @CsvSource({"LATENCY, 1", "LATENCY, 2", "LATENCY, 4", "BALANCED, 1", "BALANCED, 2", "BALANCED, 4"})
    void threeHoursCostTheFloorPlusAtMostOneUnitABoundary(Objective objective, int parallel) {
        FrameTable table = PlanTables.random(new Random(7), 3 * 3600 * 10, 50);

        ChunkPlan plan = ChunkPlanner.plan(
                table, PlanOptions.DEFAULTS.withObjective(objective), PriceList.PUBLISHED, null, parallel);

        Quote quote = plan.quote(PriceList.PUBLISHED, table.durationMicros());
        long over = quote.total().minus(quote.floor()).value()
                / PriceList.PUBLISHED.perUnit().value();
        assertThat(over).isBetween(0L, (long) quote.chunks() - 1);
    }
}
