package dev.sam3flow.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MalformedResponseException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionStatusTest {
    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "cancelled", "timeout", "deleted"})
    void fiveWordsAreTheEnd(String word) {
        assertThat(PredictionStatus.ofWord(word).isTerminal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "processing", "queued", "", "unknown", "COMPLETE"})
    void anyOtherWordMeansThatItStillRuns(String word) {
        assertThat(PredictionStatus.ofWord(word).isTerminal()).isFalse();
    }

    @Test
    void wordsAreReadAlikeInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(PredictionStatus.ofWord("FAILED")).isEqualTo(PredictionStatus.FAILED);
            assertThat(PredictionStatus.TIMEOUT.word()).isEqualTo("timeout");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "a b", "a\n", "é"})
    void anIdThatIsNotSafeInAPathIsRefused(String id) {
        assertThatThrownBy(() -> new PredictionId(id)).isInstanceOf(MalformedResponseException.class);
    }
}
