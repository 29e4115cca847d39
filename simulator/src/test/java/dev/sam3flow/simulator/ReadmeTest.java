package dev.sam3flow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.simulator.fault.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {
    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyFaultIsInTheTableWithItsStageAndNumber(FaultKind kind) throws IOException {
        Path readme = Files.exists(Path.of("simulator", "README.md"))
                ? Path.of("simulator", "README.md")
                : Path.of("README.md");
        String number = kind.usualAmount() == 0 ? "" : Long.toString(kind.usualAmount());

        String row = String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | ",
                kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                kind.stage().name().toLowerCase(Locale.ROOT),
                number);

        assertThat(Files.readString(readme)).contains(row);
    }
}
