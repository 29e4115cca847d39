package dev.sam3flow.simulator.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.simulator.pixels.FfprobeMeter;
import dev.sam3flow.simulator.pixels.Footage;
import dev.sam3flow.simulator.sample.SampleGenerator;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskScriptTest {
    private static final MaskRequest ANYTHING = new MaskRequest("ball", List.of(), List.of());

    private static FfmpegPrograms programs;
    private static FfprobeMeter meter;

    @TempDir
    Path folder;

    @BeforeAll
    static void findPrograms() {
        programs = FfmpegPrograms.find();
        meter = new FfprobeMeter(programs);
    }

    @Test
    void theWholeVideoHasAllMasks() throws IOException {
        ReceivedVideo sample = meter.measure(Footage.sample("balls.mp4"), "");
        MaskScript script = MaskScript.read(sample, Footage.sample("balls.masks.json"));

        List<List<ObjectMask>> told = masks(script, sample);

        assertThat(told).hasSize(250);
        assertThat(told.get(100)).extracting(ObjectMask::objectId).contains(3);
    }

    @Test
    void aCopiedChunkHasTheMasksOfItsFrames() throws IOException {
        ReceivedVideo sample = meter.measure(Footage.sample("balls.mp4"), "");
        MaskScript script = MaskScript.read(sample, Footage.sample("balls.masks.json"));
        ReceivedVideo chunk = meter.measure(cut(Footage.sample("balls.mp4"), 3, 7), "");

        List<List<ObjectMask>> told = masks(script, chunk);

        assertThat(told).hasSize(100).isEqualTo(masks(script, sample).subList(75, 175));
    }

    @Test
    void aChunkOfRealFootageIsFoundToo() throws IOException {
        Path footage = Footage.real("intel-one-by-one-person-detection.mp4");
        ReceivedVideo whole = meter.measure(footage, "");
        MaskScript script = MaskScript.read(whole, Footage.real("intel-one-by-one-person-detection.masks.json"));
        ReceivedVideo chunk = meter.measure(cut(footage, 30, 60), "");

        List<List<ObjectMask>> told = masks(script, chunk);

        assertThat(told).hasSize(300);
        assertThat(told.get(17)).isEqualTo(script.frame(317));
    }

    @Test
    void aVideoThatIsNotOfTheReferenceIsRefused() throws IOException {
        ReceivedVideo sample = meter.measure(Footage.sample("balls.mp4"), "");
        MaskScript script = MaskScript.read(sample, Footage.sample("balls.masks.json"));
        Path other = folder.resolve("other.mp4");
        SampleGenerator.writeVideo(programs, other, 40, "300k");

        assertThatThrownBy(() -> masks(script, meter.measure(other, ""))).hasMessageContaining("packet sizes");
    }

    private static List<List<ObjectMask>> masks(MaskScript script, ReceivedVideo video) throws IOException {
        List<List<ObjectMask>> told = new ArrayList<>();
        script.segment(video, ANYTHING, told::add);
        return told;
    }

    /** Copies the packets between two key frames, times in seconds. */
    private Path cut(Path video, int from, int to) throws IOException {
        Path chunk = folder.resolve("chunk.mp4");
        String filter = "noise=drop='lt(pts*tb," + from + "-0.0004)+gte(pts*tb," + to + "-0.0004)'";
        ChildProcess.Outcome outcome = ChildProcess.run(
                List.of(
                        programs.ffmpeg().toString(),
                        "-nostdin",
                        "-v",
                        "error",
                        "-copyts",
                        "-i",
                        "file:" + video.toAbsolutePath(),
                        "-map",
                        "0:v:0",
                        "-c",
                        "copy",
                        "-bsf:v",
                        filter,
                        "-output_ts_offset",
                        "-" + from,
                        "-use_editlist",
                        "0",
                        "file:" + chunk),
                programs.environment(),
                ChildProcess.Limits.DEFAULTS);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(Files.size(chunk)).isPositive();
        return chunk;
    }
}
