package dev.sam3flow.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCommandTest {
    static Stream<JobCommand> commands() {
        return Stream.of(
                new JobCommand.Pause(),
                new JobCommand.Resume(),
                new JobCommand.Cancel(),
                new JobCommand.Approve(null),
                new JobCommand.Approve(MicroUsd.ofUsd("3.00")),
                new JobCommand.Approve(MicroUsd.ofUsd("1234.000001")),
                new JobCommand.Refuse(),
                new JobCommand.SetParallelism(100),
                new JobCommand.SetPriority(5),
                new JobCommand.RetryChunk(0),
                new JobCommand.SkipChunk(6),
                new JobCommand.PayAgain(359),
                new JobCommand.SubmitFound(2, new PredictionId("p-1_x")),
                new JobCommand.SubmitAbsent(2),
                new JobCommand.SubmitAbandoned(2));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsReadAsItIsWritten(JobCommand command) {
        assertThat(JobCommand.parse(List.of(command.text().split(" ")))).isEqualTo(command);
    }

    /** What people call the first chunk is index 0. */
    @ParameterizedTest
    @ValueSource(strings = {"retry-chunk 1", "skip-chunk 1", "pay-again 1"})
    void chunksCountFromOneForPeople(String text) {
        assertThat(JobCommand.parse(List.of(text.split(" "))).toString()).contains("chunk=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stop",
                "pause now",
                "approve much",
                "approve -1",
                "approve 0.0000001",
                "set-parallelism 0",
                "set-parallelism 101",
                "set-parallelism four",
                "set-priority 0",
                "set-priority 6",
                "retry-chunk",
                "retry-chunk 0",
                "retry-chunk 99999999999",
                "resolve-submit 1",
                "resolve-submit 1 found:",
                "resolve-submit 1 found:../x",
                "resolve-submit 1 perhaps"
            })
    void anythingElseIsRefusedWithWhatIsAccepted(String text) {
        assertThatThrownBy(() -> JobCommand.parse(List.of(text.split(" "))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("give ");
    }
}
