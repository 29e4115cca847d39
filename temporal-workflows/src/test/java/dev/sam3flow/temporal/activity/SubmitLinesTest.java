package dev.sam3flow.temporal.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.prediction.AccountRef;
import org.junit.jupiter.api.Test;

class SubmitLinesTest {
    private static final AccountRef ACME = new AccountRef("env:ACME_KEY");

    private final SubmitLines lines = new SubmitLines(1);

    @Test
    void whoWaitsForAFullAccountStandsInNobodyElsesWay() {
        lines.of(ACME).join(1, "acme");
        lines.of(ACME).join(1, "acme");

        SubmitLine.Place other = lines.of(AccountRef.OWN).join(5, "plain");

        assertThat(other.isFirst()).isTrue();
        assertThat(other.go()).isTrue();
    }

    @Test
    void whenTheLinesAreClosedNobodyGoesThoughAnAccountsLineBeginsLater() {
        SubmitLine.Place waiting = lines.of(ACME).join(3, "acme");

        lines.close();

        assertThat(waiting.isClosed()).isTrue();
        assertThat(lines.of(AccountRef.OWN).join(3, "plain").go()).isFalse();
    }
}
