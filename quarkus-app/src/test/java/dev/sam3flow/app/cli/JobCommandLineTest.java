package dev.sam3flow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.port.JobService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person types to a job. */
class JobCommandLineTest {
    private final List<String> told = new ArrayList<>();
    private final StringWriter said = new StringWriter();

    private int typed(String... words) {
        JobCommandLine job = new JobCommandLine();
        job.jobs = (JobService) Proxy.newProxyInstance(
                JobService.class.getClassLoader(), new Class<?>[] {JobService.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("command");
                    told.add(arguments[0] + " " + ((JobCommand) arguments[1]).text());
                    return null;
                });
        CommandLine line = new CommandLine(job);
        line.setErr(new PrintWriter(said)).setOut(new PrintWriter(said));
        return line.execute(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause",
                "resume",
                "cancel",
                "approve",
                "approve 3.00",
                "refuse",
                "set-parallelism 7",
                "set-priority 1",
                "retry-chunk 2",
                "skip-chunk 2",
                "pay-again 2",
                "resolve-submit 3 found:p-1",
                "resolve-submit 3 absent",
                "resolve-submit 3 abandon"
            })
    void everyCommandReachesTheJob(String command) {
        int exit = typed(Stream.concat(Stream.of("acme/k1"), Stream.of(command.split(" ")))
                .toArray(String[]::new));

        assertThat(exit).as(said.toString()).isZero();
        assertThat(told).containsExactly("acme/k1 " + command);
    }
}
