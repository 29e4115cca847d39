package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private static final VideoArgument VIDEO = new VideoArgument("film.mp4", URI.create("file:/film.mp4"));

    @Test
    void everyOptionReachesTheOrder() {
        JobRequest request = parsed(
                "film.mp4",
                "--prompt",
                "red ball",
                "--prompt=dog",
                "--point",
                "3,4,0",
                "--box=1,2,3,4",
                "--max-charge",
                "2.5",
                "--max-chunk=30",
                "--overlap=0.5",
                "--parallel=7",
                "--dialect=pairs-row-1",
                "--export=coco",
                "--allow-gaps",
                "--request-key=k1");
        assertThat(request.id()).hasToString("default/k1");
        assertThat(request.prompts().texts()).containsExactly("red ball", "dog");
        assertThat(request.prompts().points()).containsExactly(new PointPrompt(3, 4, false));
        assertThat(request.prompts().boxes()).containsExactly(new BoxPrompt(1, 2, 3, 4));
        assertThat(request.maxCharge()).isEqualTo(new MicroUsd(2_500_000));
        assertThat(request.plan().maxChunkMicros()).isEqualTo(30_000_000);
        assertThat(request.plan().overlapMicros()).isEqualTo(500_000);
        assertThat(request.parallel()).isEqualTo(7);
        assertThat(request.dialect()).isEqualTo("pairs-row-1");
        assertThat(request.exports()).isEqualTo(List.of("coco"));
        assertThat(request.onChunkFailure()).isEqualTo(JobRequest.FailurePolicy.GAP);
    }

    @Test
    void theOverlapIsThePlannersUnlessItIsGiven() {
        assertThat(parsed("film.mp4", "--prompt=person").plan()).isEqualTo(PlanOptions.DEFAULTS);
        assertThat(parsed("film.mp4", "--prompt=person", "--overlap=auto").plan())
                .isEqualTo(PlanOptions.DEFAULTS);
    }

    @Test
    void eachObjectMayHavePredictionsOfItsOwnAndBadChunksAnotherTry() {
        JobRequest request = parsed("film.mp4", "--prompt=person", "--prompt=dog", "--per-object", "--auto-repair");
        JobRequest plain = parsed("film.mp4", "--prompt=person", "--prompt=dog");

        assertThat(request.calls()).containsExactly(Prompts.ofText("person"), Prompts.ofText("dog"));
        assertThat(request.autoRepair()).isTrue();
        assertThat(plain.calls()).containsExactly(Prompts.ofText("person", "dog"));
        assertThat(plain.autoRepair()).isFalse();
        assertThat(request.id()).isNotEqualTo(plain.id());
    }

    @Test
    void objectsThatCannotBeToldApartAreRefusedBeforeAnythingIsStarted() {
        assertThatThrownBy(() -> parsed("film.mp4", "--prompt=person", "--prompt=dog", "--box=1,2,3,4", "--per-object"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 texts, 0 points and 1 boxes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--prompt=",
                "--point=1,2,3",
                "--point=a,b",
                "--box=1,2,3",
                "--box=5,5,5,9",
                "--max-charge=-1",
                "--max-charge=free",
                "--max-charge=0.0000001",
                "--max-chunk=-5",
                "--max-chunk=nan",
                "--max-chunk=1e99",
                "--overlap=300",
                "--overlap=-0.000001",
                "--overlap=some",
                "--parallel=0",
                "--dialect=esperanto",
                "--export=gif",
                "--request-key=a b"
            })
    void aWrongOptionIsRefusedWithTheValueItself(String option) {
        assertThatThrownBy(() -> parsed("film.mp4", "--prompt=person", option))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("\n");
    }

    /** A query may hold a token. */
    @Test
    void aUrlIsShownWithoutItsQueryAndCredentials() {
        assertThat(VideoArgument.shown("https://me:pw@example.com/a/b.mp4?sig=secret#x"))
                .isEqualTo("https://example.com/a/b.mp4");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a/talk.final.mp4?x=1, talk.final",
        "https://example.com/, video",
        "https://example.com, video",
        "https://example.com/%2e%2e%2fetc, etc",
        "https://example.com/.hidden, .hidden"
    })
    void aResultFolderIsNamedAfterTheVideo(String url, String stem) {
        assertThat(VideoArgument.of(url).stem()).isEqualTo(stem);
    }

    /** Containers and futures wrap what we throw. */
    @Test
    void aWrappedErrorKeepsItsExitCodeAndIsOneLine() {
        StringWriter err = new StringWriter();
        int exit = Errors.report(
                new CompletionException(new IllegalStateException(new OverBudgetException("too\n  dear"))),
                "film.mp4: ",
                new PrintWriter(err));
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("sam3: film.mp4: too; dear");
    }

    @Test
    void theWorstExitCodeWins() {
        assertThat(ExitCode.worst(ExitCode.DONE, ExitCode.PARTIAL)).isEqualTo(5);
        assertThat(ExitCode.worst(ExitCode.BAD_INPUT, ExitCode.PARTIAL)).isEqualTo(2);
        assertThat(ExitCode.worst(ExitCode.INTERRUPTED, ExitCode.of(new RejectedException("no", 401))))
                .isEqualTo(130);
    }

    private static JobRequest parsed(String... arguments) {
        SegmentCommand command = new SegmentCommand();
        Sam3Main.commandLine(command, CommandLine.defaultFactory()).parseArgs(arguments);
        command.options.check();
        return command.options.request(VIDEO, "ab", "simulator");
    }
}
