package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.JobAccount;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.plan.ChunkPlanner;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packet;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.PriceRounding;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is quoted is what is reserved is what the provider's rule charges: three pieces of code that share none. */
class PriceAgreementTest {
    private static final Fraction MILLIS = new Fraction(1, 1000);
    private static final List<Long> BOUNDARIES =
            List.of(0L, 4_999_000L, 5_000_000L, 5_000_001L, 599_999_000L, 600_000_000L);

    private static final long TOO_LONG = 600_001_000;

    @TempDir
    Path folder;

    @Test
    void aThousandRandomPlansCostWhatTheyWereQuoted() {
        agree(1000, 5);
    }

    @Test
    @Tag("soak")
    void aHundredThousandRandomPlansCostWhatTheyWereQuoted() throws Exception {
        long seed = 20_261_124;
        long chunks = agree(100_000, seed);
        theBoundariesAreChargedAsQuoted();
        Evidence.row(
                "3 quote = reservation = simulator's charge",
                String.format(
                        java.util.Locale.ROOT,
                        "100,000 random plans of %,d chunks: **all equal** to the micro-USD; boundaries 0, 4.999, 5, 5.000001,"
                                + " 599.999, 600 s over HTTP: quote, billing row and balance equal; 600.001 s refused, nothing charged",
                        chunks),
                "seed " + seed);
    }

    private static long agree(int plans, long seed) {
        Account provider = new Account();
        Random random = new Random(seed);
        long chunks = 0;
        for (int i = 0; i < plans; i++) {
            FrameTable table = table(random);
            ChunkPlan plan = ChunkPlanner.plan(table, options(random), PriceList.PUBLISHED, null);
            MicroUsd quoted =
                    plan.quote(PriceList.PUBLISHED, table.durationMicros()).total();
            long charged = plan.chunks().stream()
                    .mapToLong(chunk -> provider.price(chunk.durationMicros()))
                    .sum();
            assertThat(reserved(plan)).as("plan %d of seed %d", i, seed).isEqualTo(quoted);
            assertThat(new MicroUsd(charged)).as("plan %d of seed %d", i, seed).isEqualTo(quoted);
            chunks += plan.chunks().size();
        }
        return chunks;
    }

    private static MicroUsd reserved(ChunkPlan plan) {
        JobId job = new JobId("acme", "j");
        JobAccount account = new JobAccount(job, false, List.of());
        Balance balance = Balance.ZERO;
        for (Chunk chunk : plan.chunks()) {
            MicroUsd price = PriceList.PUBLISHED.charge(chunk.durationMicros());
            for (LedgerEntry entry : account.reserve(new AttemptKey(job, chunk.index(), 1), price)) {
                balance = balance.with(entry);
            }
        }
        return balance.held();
    }

    private static PlanOptions options(Random random) {
        long longest = 5_000_000L + random.nextInt(60) * 1_000_000L;
        Objective[] all = Objective.values();
        return new PlanOptions(
                longest, Math.min(longest / 4, random.nextInt(3) * 500_000L), all[random.nextInt(all.length)]);
    }

    /** A video of variable rate with key frames at random. */
    private static FrameTable table(Random random) {
        int frames = 1 + random.nextInt(120);
        int rate = 1 + random.nextInt(900);
        List<Packet> packets = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < frames; i++) {
            long length = 1 + random.nextInt(2 * rate);
            packets.add(new Packet(time, length, 100, i == 0 || random.nextInt(6) == 0, false));
            time += length;
        }
        return FrameTable.ofPackets(MILLIS, packets);
    }

    @Test
    void theBoundariesAreChargedAsQuoted() throws Exception {
        try (ProviderSimulator simulator = byLength()) {
            WaveSpeedClient client = new WaveSpeedClient(MoneyBench.settings(simulator.baseUrl()));
            for (long micros : BOUNDARIES) {
                PredictionInput input = input(client, micros);
                MicroUsd ours = PriceList.PUBLISHED.charge(micros);
                MicroUsd before = client.balance();

                BillingRow row =
                        client.charges(List.of(client.submit(input, null).id())).get(0);

                assertThat(client.quote(input)).as("%d µs, quote", micros).isEqualTo(ours);
                assertThat(row.price()).as("%d µs, billing row", micros).isEqualTo(ours);
                assertThat(before.minus(client.balance()))
                        .as("%d µs, balance", micros)
                        .isEqualTo(ours);
            }
            PredictionInput tooLong = input(client, TOO_LONG);
            assertThatThrownBy(() -> client.submit(tooLong, null)).isInstanceOf(RejectedException.class);
            assertThat(simulator.book().rows()).hasSize(BOUNDARIES.size());
        }
    }

    private PredictionInput input(WaveSpeedClient client, long micros) throws IOException {
        Path video = Files.writeString(folder.resolve(micros + ".mp4"), Long.toString(micros));
        return new PredictionInput(client.upload(video, micros + "-.mp4"), Prompts.ofText("person"), false);
    }

    /** The three published readings, each in both pieces of code, at random lengths and at the boundaries. */
    @Test
    void everyReadingOfTheRoundingIsTheSameOnBothSides() {
        Random random = new Random(3);
        for (PriceRounding theirs : PriceRounding.values()) {
            PriceList published = PriceList.PUBLISHED;
            PriceList ours = new PriceList(
                    published.perUnit(),
                    published.unitMicros(),
                    published.maxMicros(),
                    PriceList.Rounding.valueOf(theirs.name()));
            List<Long> lengths = new ArrayList<>(BOUNDARIES);
            random.longs(10_000, 0, 600_000_000).forEach(micros -> lengths.add(micros / 1000 * 1000));
            for (long micros : lengths) {
                // where a fraction of a micro-USD goes is nobody's to know: we reserve the larger
                long lost = ours.charge(micros).value() - theirs.price(micros, 50_000);
                assertThat(lost)
                        .as("%s of %d µs", theirs, micros)
                        .isBetween(0L, theirs == PriceRounding.EXACT ? 1L : 0L);
            }
        }
    }

    /** A simulator to which a video's content is its length. */
    private static ProviderSimulator byLength() {
        return ProviderSimulator.builder()
                .meter((file, sha256) ->
                        new ReceivedVideo(file, sha256, 8, 6, Long.parseLong(Files.readString(file)), new int[1], 1))
                .masks((video, request, sink) -> sink.frame(List.of()))
                .start();
    }
}
