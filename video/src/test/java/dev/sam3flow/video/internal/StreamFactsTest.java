package dev.sam3flow.video.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a picture stands when it is shown, from what ffprobe prints. */
class StreamFactsTest {
    private static StreamFacts shown(String rotation, String matrix) {
        return new StreamFacts(
                Map.of(
                        "side_datum/display_matrix:rotation", rotation,
                        "side_datum/display_matrix:displaymatrix", matrix),
                Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90, 0 -65536 0 65536 0 0 0 0 1073741824",
        "-90, 270, 0 65536 0 -65536 0 0 0 0 1073741824",
        "-180, 180, -65536 0 0 0 -65536 0 0 0 1073741824"
    })
    void isTurnedByAnAngleOfLessThanACircle(String printed, int degrees, String matrix) {
        StreamFacts facts = shown(printed, matrix);

        assertThat(facts.rotation()).isEqualTo(degrees);
        assertThat(facts.isTurned()).isTrue();
        assertThat(facts.isMirrored()).isFalse();
    }

    @Test
    void mirroredIsNotTakenForTurned() {
        StreamFacts facts =
                shown("-180", "\\n00000000: -65536 0 0\\n00000001: 0 65536 0\\n00000002: 0 0 1073741824\\n");

        assertThat(facts.isMirrored()).isTrue();
    }

    @Test
    void neitherIsOneThatIsShownAsItIs() {
        StreamFacts plain = new StreamFacts(Map.of(), Map.of());
        StreamFacts said = shown("0", "65536 0 0 0 65536 0 0 0 1073741824");

        assertThat(plain.isTurned() || plain.isMirrored()).isFalse();
        assertThat(said.isTurned() || said.isMirrored()).isFalse();
    }

    @Test
    void aMatrixThatIsNoneIsNotPassedOver() {
        assertThat(shown("0", "broken").isTurned()).isTrue();
        assertThat(shown("0", "broken").isMirrored()).isFalse();
    }
}
