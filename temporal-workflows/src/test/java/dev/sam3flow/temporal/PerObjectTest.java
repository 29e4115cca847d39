package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.JobFailure.Reason;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksReader;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One prediction for each object and chunk, in place of one for all. */
class PerObjectTest extends BenchTest {
    private static Mask person(int frame) {
        return FakeProvider.diamond(30 + frame / 10, frame / 20);
    }

    private static Mask dog(int frame) {
        return FakeProvider.diamond(138 - frame / 20, 45 - frame / 20);
    }

    @Test
    void eachTextHasPredictionsAndTracksOfItsOwnAndIsCharged() throws Exception {
        bench.provider.seen = (prompts, frame) -> prompts.texts().contains("dog") ? dog(frame) : person(frame);
        MicroUsd forAll = Objects.requireNonNull(
                bench.run(bench.request("all", Prompts.ofText("person", "dog"))).quoted());

        JobResult result =
                bench.run(bench.request("each", Prompts.ofText("person", "dog")).withPerObject(true));

        assertThat(result.failure()).isNull();
        assertThat(bench.provider.submits).isEqualTo(7 + 14);
        assertThat(bench.provider.inputs().subList(7, 21))
                .extracting(input -> input.prompts().joinedText())
                .containsOnly("person", "dog");
        assertThat(result.quoted()).isEqualTo(forAll.plus(forAll));
        assertThat(result.charged()).isEqualTo(result.quoted());
        assertThat(bench.progress(result.id()).chunksDone()).isEqualTo(14);
        try (MasksReader masks = masks(result)) {
            assertThat(masks.header().prompts()).isEqualTo(Prompts.ofText("person", "dog"));
            assertThat(masks.header().tracks())
                    .extracting(Track::label, Track::segments)
                    .containsExactly(tuple("person", 600), tuple("dog", 600));
            for (int frame = 0; frame < 600; frame++) {
                FrameSegments segments = Objects.requireNonNull(masks.next());
                assertThat(segments.segments())
                        .extracting(Segment::track, Segment::label, Segment::mask)
                        .containsExactly(tuple(1, "person", person(frame)), tuple(2, "dog", dog(frame)));
            }
        }
    }

    @Test
    void eachBoxIsFollowedFromChunkToChunkByItself() throws Exception {
        bench.provider.seen = (prompts, frame) -> prompts.boxes().get(0).xMin() > 80 ? dog(frame) : person(frame);
        BoxPrompt personBox = new BoxPrompt(10, 0, 51, 41);
        BoxPrompt dogBox = new BoxPrompt(118, 45, 159, 86);

        JobResult result =
                bench.run(bench.request("a", new Prompts(List.of("animal"), List.of(), List.of(personBox, dogBox)))
                        .withPerObject(true));

        assertThat(result.failure()).isNull();
        List<PredictionInput> inputs = bench.provider.inputs();
        List<ChunkProgress> chunks = bench.progress(result.id()).chunks();
        assertThat(inputs).hasSize(14);
        for (int i = 0; i < 14; i++) {
            int start = chunks.get(i).chunk().sent().startFrame();
            var box = (i < 7 ? person(start) : dog(start)).boundingBox();
            assertThat(inputs.get(i).prompts().boxes())
                    .containsExactly(new BoxPrompt(box.x(), box.y(), box.endX(), box.endY()));
        }
        try (MasksReader masks = masks(result)) {
            assertThat(masks.header().tracks()).extracting(Track::segments).containsExactly(600, 600);
        }
    }

    @Test
    void aChunkThatOneObjectLacksIsAGapOfThatObjectAlone() throws Exception {
        bench.provider.then(FakeProvider.Behaviour.REFUSE);

        JobResult result = bench.run(bench.request("a", Prompts.ofText("person", "dog"))
                .withPerObject(true)
                .withParallel(1)
                .withOnChunkFailure(FailurePolicy.GAP));

        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.PARTIAL_RESULT);
        assertThat(result.failure().message()).startsWith("1 of 14 chunks");
        try (MasksReader masks = masks(result)) {
            assertThat(Objects.requireNonNull(masks.next()).segments())
                    .extracting(Segment::label)
                    .containsExactly("dog");
        }
    }

    private MasksReader masks(JobResult result) throws IOException {
        InputStream in = bench.blobs.open(Objects.requireNonNull(result.files().get(JobResult.MASKS)));
        return new MasksReader(in);
    }
}
