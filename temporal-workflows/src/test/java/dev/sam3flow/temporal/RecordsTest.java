package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.temporal.activity.ChunkOrder;
import dev.sam3flow.temporal.activity.SourceFacts;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private final DataConverter converter = Records.dataConverter();

    private static ChunkOrder anOrder() {
        BlobRef blob = new BlobRef("blob:1", "ab".repeat(32), 12, 100);
        SourceFacts source = new SourceFacts(
                "street.mp4", blob, blob, new FrameSize(160, 90), new Fraction(25, 1), "h264", "mp4", 4_000_000, null);
        Prompts prompts = new Prompts(
                List.of("red ball"), List.of(new PointPrompt(1, 2, true)), List.of(new BoxPrompt(1, 2, 3, 4)));
        Chunk chunk = new Chunk(3, new FrameRange(10, 110), new FrameRange(15, 105), 4_000_000);
        return new ChunkOrder(
                new JobId("acme", "street"),
                chunk,
                "ab".repeat(32),
                source,
                prompts,
                MicroUsd.ofUsd("0.05"),
                null,
                2,
                true,
                Pace.DEFAULTS,
                false,
                null,
                null);
    }

    @Test
    void aRecordComesBackAsItWas() {
        Payload payload = converter.toPayload(anOrder()).orElseThrow();

        assertThat(converter.fromPayload(payload, ChunkOrder.class, ChunkOrder.class))
                .isEqualTo(anOrder());
    }

    @Test
    void onlyComponentsTravelAndNoneOfTheQuestionsThatARecordAnswers() {
        String json = converter.toPayload(anOrder()).orElseThrow().getData().toStringUtf8();

        assertThat(json).contains("\"quietPeriod\":\"PT3M\"").doesNotContain("boundToFrame", "joinedText");
    }

    @Test
    void aComponentThatALaterVersionAddedIsPassedOver() {
        Payload payload = converter.toPayload(new JobId("acme", "street")).orElseThrow();
        Payload later = payload.toBuilder()
                .setData(ByteString.copyFromUtf8("{\"tenant\":\"acme\",\"requestKey\":\"street\",\"colour\":\"red\"}"))
                .build();

        assertThat(converter.fromPayload(later, JobId.class, JobId.class)).isEqualTo(new JobId("acme", "street"));
    }

    @Test
    void aPayloadThatDoesNotBelongIntoAHistoryIsRefusedForGood() {
        assertThatThrownBy(() -> converter.toPayload("x".repeat(300 * 1024)))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(PayloadGuard.FAILURE_TYPE);
                    assertThat(failure.isNonRetryable()).isTrue();
                })
                .hasMessageContaining("at most 262144");
    }
}
