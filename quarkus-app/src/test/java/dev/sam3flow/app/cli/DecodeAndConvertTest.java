package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.export.Exports;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.rle.Dialect;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** RLE files and results on a disk, without a job or a container. */
class DecodeAndConvertTest {
    private static final FrameSize SIZE = new FrameSize(64, 40);
    private static final Mask MASK =
            Mask.ofBox(SIZE, new Box(10, 5, 30, 20)).union(Mask.ofBox(SIZE, new Box(20, 25, 7, 10)));

    @TempDir
    Path home;

    private Path out;

    @BeforeEach
    void name() {
        out = home.resolve("out");
    }

    private record Outcome(int exitCode, String out, String err) {}

    @ParameterizedTest
    @EnumSource
    void aFileOfEveryDialectBecomesAResult(Dialect dialect) throws IOException {
        Path rle = file("[\"" + dialect.encode(MASK).replace("\\", "\\\\") + "\",\"\"]");
        Outcome outcome = decode(rle, "--size", "40x64", "--out", out.toString(), "--dialect", dialect.optionName());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        List<List<Mask>> frames = new ArrayList<>();
        MasksSource masks = () -> Files.newInputStream(out.resolve("masks.jsonl"));
        masks.forEachFrame(
                frame -> frames.add(frame.segments().stream().map(s -> s.mask()).toList()));
        assertThat(frames).containsExactly(List.of(MASK), List.of());
        JsonNode summary =
                new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        assertThat(summary.path("dialect").path("name").asText()).isEqualTo(dialect.optionName());
        assertThat(summary.path("dialect").path("evidence")).isNotEmpty();
        assertThat(summary.path("video").path("height").asInt()).isEqualTo(40);
        assertThat(out.resolve("quality.json")).exists();
    }

    /** A square frame with a single run: nothing in the file tells rows from columns. */
    @Test
    void masksThatCanBeReadInTwoWaysAreExitCode6AndWhatWouldSettleIt() throws IOException {
        Path rle = file("[\"700 5\"]");
        Outcome outcome = decode(rle, "--size", "40x40", "--out", out.toString());
        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err())
                .contains("this would settle it")
                .contains("point")
                .contains("--dialect");
        assertThat(outcome.err().lines()).hasSize(1);
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactly(rle);
        }
        // row 17, columns 19 to 23
        Outcome settled = decode(rle, "--size", "40x40", "--out", out.toString(), "--point", "21,17");
        assertThat(settled.exitCode()).as(settled.err()).isZero();
        assertThat(settled.out()).contains("dialect pairs-row-1");
    }

    @Test
    void theSizeIsTakenFromTheFileWhereItHasOne() throws IOException {
        Path rle = file("[{\"size\":[40,64],\"counts\":\"" + MASK.toCoco().replace("\\", "\\\\") + "\"}]");
        Outcome outcome = decode(rle, "--out", out.toString(), "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(new ObjectMapper().readTree(outcome.out()).path("height").asInt())
                .isEqualTo(40);
        assertThat(decode(rle, "--size", "64x40", "--out", out.toString()).exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size=1080", "--size=0x5", "--size=99999x99999", "--dialect=x", "--point=1", "--size="})
    void aWrongOptionIsExitCode2AndOneLine(String option) throws IOException {
        Outcome outcome = decode(file("[\"1 1\"]"), option, "--out", out.toString());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatIsNoRleFileIsExitCode6WithTheByte() throws IOException {
        Outcome outcome = decode(file("[\"1 1\",true]"), "--size", "40x64", "--out", out.toString());
        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err()).contains("7");
        assertThat(decode(file("[]"), "--size", "40x64").err()).contains("no frames");
        assertThat(decode(file("[\"1 1\"]")).err()).contains("--size").contains("--video");
        assertThat(decode(home.resolve("none.json"), "--size", "1x1").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aResultIsConvertedToEveryFormatThatNeedsNoVideo() throws IOException {
        decode(file("[\"" + Dialect.COCO.encode(MASK).replace("\\", "\\\\") + "\"]"), "--size=40x64", "--out=" + out);
        for (String name : Exports.names()) {
            Outcome outcome = convert(out, "--export", name);
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(Path.of(outcome.out().strip())).exists();
        }
        Path elsewhere = home.resolve("elsewhere");
        assertThat(convert(out.resolve("masks.jsonl"), "--export=coco,csv", "--quality", "--out=" + elsewhere)
                        .out()
                        .lines())
                .hasSize(3);
        assertThat(elsewhere.resolve("coco.json")).hasSameBinaryContentAs(out.resolve("coco.json"));
        assertThat(convert(out, "--export=coco", "--out=" + elsewhere).exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeConvertedIsExitCode2() throws IOException {
        assertThat(convert(home, "--export=coco").err()).contains("masks.jsonl");
        assertThat(convert(home).err()).contains("--export");
        assertThat(convert(home.resolve("none"), "--export=coco").exitCode()).isEqualTo(2);
        assertThat(convert(home, "--export=gif").err()).contains("gif").contains("youtube-vis");
        assertThat(convert(home, "--export=overlay").err()).contains("pixels");
        Files.writeString(home.resolve("masks.jsonl"), "{\"schema\":\"other\"}");
        Outcome broken = convert(home, "--export=coco");
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(home.resolve("coco.json")).doesNotExist();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(home.resolve("rle.json"), text);
    }

    private static Outcome decode(Path rle, String... options) {
        DecodeCommand command = new DecodeCommand();
        command.config = config();
        return run(command, rle, options);
    }

    private static Outcome convert(Path result, String... options) {
        ConvertCommand command = new ConvertCommand();
        command.config = config();
        return run(command, result, options);
    }

    private static Outcome run(Object command, Path file, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Sam3Main.commandLine(command, CommandLine.defaultFactory())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of(options));
        int exitCode = commandLine.execute(arguments.toArray(String[]::new));
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    /** The thresholds are all that these commands ask the configuration for. */
    private static Sam3Config config() {
        Sam3Config.Quality quality = new SmallRyeConfigBuilder()
                .withMapping(Sam3Config.Quality.class, "sam3.quality")
                .build()
                .getConfigMapping(Sam3Config.Quality.class, "sam3.quality");
        return (Sam3Config) Proxy.newProxyInstance(
                Sam3Config.class.getClassLoader(),
                new Class<?>[] {Sam3Config.class},
                (proxy, method, arguments) -> quality);
    }
}
