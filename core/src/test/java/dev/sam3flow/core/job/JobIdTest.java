package dev.sam3flow.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
    @Test
    void aRequestKeyAloneIsTheDefaultTenants() {
        assertThat(JobId.parse("k1")).isEqualTo(new JobId("default", "k1"));
        assertThat(JobId.parse("acme/k1")).hasToString("acme/k1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b/c", "a b", "/x", "x/", "é"})
    void refusesWhatIsNotSafeInAWorkflowId(String text) {
        assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(InvalidInputException.class);
    }
}
