package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A JVM that is killed has no time to end its programs: the kernel does. */
class CrashedParentTest {
    @Test
    void aProgramDiesWithTheJvmThatWasKilled() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/setpriv")))
                .as("setpriv")
                .isTrue();
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashedParentTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        Optional<ProcessHandle> program = ProcessHandle.of(Long.parseLong(said));
        assertThat(program).as("the program runs").isPresent();

        parent.destroyForcibly();

        assertThat(parent.waitFor()).isNotZero();
        program.get().onExit().get(30, TimeUnit.SECONDS);
        assertThat(program.get().isAlive()).isFalse();
    }

    /** Starts a program that would run for long, tells its number, and waits to be killed. */
    public static void main(String[] none) throws IOException {
        ChildProcess child = ChildProcess.start(
                List.of("/bin/sh", "-c", "echo $$; exec sleep 600"),
                Map.of("PATH", "/usr/bin:/bin"),
                ChildProcess.Limits.DEFAULTS);
        BufferedReader reader = new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.US_ASCII));
        System.out.println(reader.readLine());
        child.await();
    }
}
