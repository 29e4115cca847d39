package dev.sam3flow.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prediction.TimeWindow;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.RawSegment;
import dev.sam3flow.core.rle.RleFileReader;
import dev.sam3flow.core.rle.RleFileSummary;
import dev.sam3flow.core.rle.RleSink;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every way to the provider keeps, whoever stands behind it; each test pays for one prediction at most. */
public abstract class PredictionServiceContract {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    protected abstract PredictionService service();

    /** A video that the provider takes. */
    protected abstract Path video();

    /** Number of frames of {@link #video()}. */
    protected abstract int frames();

    /** Pause between two looks. */
    protected Duration pause() {
        return Duration.ofMillis(20);
    }

    private URI uploaded(String marker) {
        return service().upload(video(), marker + ".mp4");
    }

    private static PredictionInput input(URI url) {
        return new PredictionInput(url, Prompts.ofText("person"), false);
    }

    private Prediction awaitEnd(PredictionId id) {
        Instant patience = Instant.now().plus(PATIENCE);
        Prediction seen = service().poll(id);
        while (!seen.status().isTerminal() && Instant.now().isBefore(patience)) {
            LockSupport.parkNanos(pause().toNanos());
            seen = service().poll(id);
        }
        return seen;
    }

    private static TimeWindow around(Instant began) {
        return new TimeWindow(began.minusSeconds(300), Instant.now().plusSeconds(300));
    }

    @Test
    public void aVideoBecomesOneMaskFileWithEveryFrame() throws IOException {
        Prediction begun = service().submit(input(uploaded("contract-masks-1")), null);

        Prediction ended = awaitEnd(begun.id());

        assertThat(ended.status()).isEqualTo(PredictionStatus.COMPLETED);
        try (InputStream in = service().fetch(ended.findOutputs().orElseThrow())) {
            RleFileSummary summary = new RleFileReader().read(in, new RleSink() {
                @Override
                public void frame(int frame) {}

                @Override
                public void segment(RawSegment segment) {}
            });
            assertThat(summary.frames()).isEqualTo(frames());
        }
    }

    /** What a lost answer is found again by. */
    @Test
    public void theUploadsNameIsFoundInTheList() {
        Instant began = Instant.now();
        String marker = "contract-find-" + Long.toHexString(System.nanoTime());
        Prediction begun = service().submit(input(uploaded(marker)), null);

        List<Prediction> found = service().find(around(began));

        assertThat(found)
                .filteredOn(p -> p.inputVideo() != null && p.inputVideo().contains(marker))
                .singleElement()
                .satisfies(p -> assertThat(p.id()).isEqualTo(begun.id()));
    }

    @Test
    public void theWindowLeavesOutWhatWasCreatedOutside() {
        Prediction begun = service().submit(input(uploaded("contract-window-1")), null);
        Instant longAgo = Instant.now().minus(Duration.ofHours(1));

        List<Prediction> found = service().find(new TimeWindow(longAgo.minusSeconds(600), longAgo));

        assertThat(found).extracting(Prediction::id).doesNotContain(begun.id());
    }

    @Test
    public void theChargeIsTheQuoteAndIsTakenFromTheBalance() {
        PredictionInput input = input(uploaded("contract-charge-1"));
        MicroUsd quoted = service().quote(input);
        MicroUsd before = service().balance();

        Prediction begun = service().submit(input, null);
        awaitEnd(begun.id());

        List<BillingRow> rows = service().charges(List.of(begun.id()));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.kind()).isEqualTo(BillingRow.Kind.DEDUCT);
            assertThat(row.predictionId()).isEqualTo(begun.id());
            assertThat(row.price()).isEqualTo(quoted);
        });
        assertThat(before.minus(service().balance())).isEqualTo(quoted);
    }

    @Test
    public void theAccountsRowsOfAWindowHoldEveryCharge() {
        Instant began = Instant.now();
        Prediction begun = service().submit(input(uploaded("contract-rows-1")), null);
        awaitEnd(begun.id());

        assertThat(service().charges(around(began)))
                .extracting(BillingRow::predictionId)
                .contains(begun.id());
        assertThat(service().charges(new TimeWindow(began.minus(Duration.ofDays(2)), began.minus(Duration.ofDays(1)))))
                .extracting(BillingRow::predictionId)
                .doesNotContain(begun.id());
    }

    @Test
    public void nothingIsChargedForWhatNobodyKnows() {
        assertThat(service().charges(List.of(new PredictionId("0123456789abcdef0123456789abcdef"))))
                .isEmpty();
        assertThat(service().charges(List.of())).isEmpty();
    }

    @Test
    public void whatNobodyKnowsIsNotFound() {
        assertThatThrownBy(() -> service().poll(new PredictionId("0123456789abcdef0123456789abcdef")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    public void deletingTwiceTellsTheDifference() {
        Prediction begun = service().submit(input(uploaded("contract-delete-1")), null);
        awaitEnd(begun.id());

        DeleteOutcome first = service().delete(begun.id());

        assertThat(first).isEqualTo(DeleteOutcome.DELETED);
        assertThat(service().delete(begun.id())).isEqualTo(DeleteOutcome.UNKNOWN_THERE);
    }
}
