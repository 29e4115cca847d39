package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Test;

/** What the build has packaged, jar or native executable, as Quarkus itself finds and starts it. */
@QuarkusMainIntegrationTest
class PackagedIT {
    @Test
    @Launch("--version")
    void saysItsVersion(LaunchResult result) {
        assertThat(result.getOutput()).contains("sam3flow 0.1.0");
    }

    @Test
    @Launch({"quote", "../samples/balls.mp4"})
    void quotesTheSampleWithItsBundledFfmpeg(LaunchResult result) {
        assertThat(result.getOutput()).contains("quote $0.10 for 1 prediction");
    }

    @Test
    @Launch(
            value = {"quote", "../samples/none.mp4"},
            exitCode = 2)
    void refusesAVideoThatIsNotThere(LaunchResult result) {
        assertThat(result.getErrorOutput()).contains("none.mp4");
    }
}
