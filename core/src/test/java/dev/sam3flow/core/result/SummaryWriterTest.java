package dev.sam3flow.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.plan.ChunkPlan;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.FrameRange;
import dev.sam3flow.core.video.Video;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryWriterTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final Video VIDEO = ResultFixtures.aVideo(1394, SIZE);
    private static final ChunkPlan PLAN = ResultFixtures.aPlan(1394, 10, 0, 700);

    @Test
    void itHasEveryFieldWithItsExactValue() throws IOException {
        JsonFields summary = written(summary());

        assertThat(summary.flag("simulated")).isTrue();
        JsonFields video = summary.object("video");
        assertThat(video.text("path")).isEqualTo("/videos/made-up.mp4");
        assertThat(video.integer("frames")).isEqualTo(1394);
        assertThat(video.integer("width")).isEqualTo(160);
        assertThat(video.integer("height")).isEqualTo(90);
        assertThat(video.text("sha256")).isEqualTo(VIDEO.sha256());
        JsonFields track = summary.objects("tracks", fields -> fields).get(0);
        assertThat(track.integer("id")).isEqualTo(1);
        assertThat(track.text("label")).isEqualTo("person");
        assertThat(track.integer("firstFrame")).isEqualTo(3);
        assertThat(track.integer("lastFrame")).isEqualTo(90);
        assertThat(track.integer("segments")).isEqualTo(80);
        assertThat(summary.object("dialect").text("name")).isEqualTo("pairs-row-1");
        assertThat(summary.object("dialect").texts("evidence")).containsExactly("rows recur every 160 pixels");
        assertThat(summary.number("quoteMicroUsd")).isEqualTo(1_450_000);
        assertThat(summary.number("chargedMicroUsd")).isEqualTo(750_000);
        assertThat(summary.objects("timeline", fields -> fields.text("at"))).containsExactly("2026-01-02T03:04:05Z");
    }

    @Test
    void chunksAreThoseThatWereSentAndAnAbsentOneHasNoPrediction() throws IOException {
        List<JsonFields> chunks = written(summary()).objects("chunks", fields -> fields);

        assertThat(chunks).hasSize(2);
        assertThat(chunks.get(0).integer("startFrame")).isZero();
        assertThat(chunks.get(0).integer("endFrame")).isEqualTo(710);
        assertThat(chunks.get(0).integer("billedSeconds")).isEqualTo(75);
        assertThat(chunks.get(0).text("predictionId")).isEqualTo("p-0");
        assertThat(chunks.get(0).integer("attempts")).isEqualTo(2);
        assertThat(chunks.get(1).has("predictionId")).isFalse();
        assertThat(chunks.get(1).flag("hasResult")).isFalse();
    }

    @Test
    void thePlanSaysWhetherTheVideoWasCopiedOrNormalisedAndWhy() throws IOException {
        JsonFields copied = written(summary()).object("plan");
        JsonFields normalised = written(summary(new ChunkPlan(PLAN.chunks(), "interlaced (tt)")))
                .object("plan");

        assertThat(copied.text("cutting")).isEqualTo("copied");
        assertThat(copied.has("normaliseReason")).isFalse();
        assertThat(normalised.text("cutting")).isEqualTo("normalised");
        assertThat(normalised.text("normaliseReason")).isEqualTo("interlaced (tt)");
    }

    @Test
    void aSeamHasAScoreForEachObjectAndIsFlaggedWhereOneIsAmbiguous() throws IOException {
        JsonFields seam = written(summary()).objects("seams", fields -> fields).get(0);
        JsonFields match = seam.objects("matches", fields -> fields).get(0);

        assertThat(seam.flag("ambiguous")).isTrue();
        assertThat(match.integer("track")).isEqualTo(1);
        assertThat(text(summary())).contains("\"score\": 0.987654,");
        assertThat(match.flag("ambiguous")).isTrue();
    }

    @Test
    void repairsSayWhichResultWasKeptAndHowBadBothLooked() throws IOException {
        List<JsonFields> repairs = written(summary()).objects("repairs", fields -> fields);

        assertThat(repairs).hasSize(2);
        assertThat(repairs.get(0).integer("chunk")).isZero();
        assertThat(repairs.get(0).text("kept")).isEqualTo("repaired");
        assertThat(repairs.get(0).integer("badFramesBefore")).isEqualTo(31);
        assertThat(repairs.get(0).integer("badFramesAfter")).isEqualTo(2);
        assertThat(repairs.get(1).text("kept")).isEqualTo("original");
        assertThat(repairs.get(1).has("badFramesAfter")).isFalse();
        assertThat(repairs.get(1).text("why")).isEqualTo("over the job's limit");
    }

    @Test
    void secondsAreExactDecimalsInEveryLocale() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(text(summary())).contains("\"durationSeconds\": 139.4,");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Summary summary() {
        return summary(PLAN);
    }

    private static Summary summary(ChunkPlan plan) {
        ChunkResult first = new ChunkResult(
                PLAN.chunks().get(0),
                "p-0",
                2,
                new BlobRef("memory:x", "cd".repeat(32), 10, 710),
                new EvidenceCollector(SIZE).evidence(),
                new MicroUsd(750_000));
        AssembledResult result = new AssembledResult(
                List.of(new Track(1, "person", 3, 90, 80, false)),
                List.of(new Seam(
                        0, 1, 700, 710, 7, List.of(new Seam.Joint(1, 0.987654321, 7, true)), List.of(), List.of())),
                List.of(new Gap(1, new FrameRange(705, 1394))),
                new DialectFound(
                        "pairs-row-1",
                        false,
                        List.of("rows recur every 160 pixels"),
                        Map.of("coco", "digits and blanks")),
                80,
                List.of("a note"));
        return new Summary(
                "/videos/made-up.mp4",
                VIDEO,
                Prompts.ofText("person"),
                plan,
                List.of(first),
                PriceList.PUBLISHED,
                result,
                new MicroUsd(1_450_000),
                new MicroUsd(750_000),
                true,
                List.of(
                        new ChunkRepair(0, true, 31, 2, "the second result is better"),
                        new ChunkRepair(1, false, 7, null, "over the job's limit")),
                List.of(new Summary.Milestone("stitching", Instant.parse("2026-01-02T03:04:05Z"))));
    }

    private static String text(Summary summary) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryWriter.write(summary, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonFields written(Summary summary) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text(summary))) {
            parser.nextToken();
            return JsonFields.read(parser);
        }
    }
}
