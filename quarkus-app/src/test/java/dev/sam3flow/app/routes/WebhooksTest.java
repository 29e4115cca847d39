package dev.sam3flow.app.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
    private static Webhooks with(String secret) {
        return new Webhooks(Optional.ofNullable(secret), Clock.systemUTC());
    }

    /** The example of the specification, which its libraries test themselves with. */
    @Test
    void signsAsStandardWebhooksDoes() {
        assertThat(with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .signature(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330,
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_c2hvcnQ=", "whsec_not base64!", ""})
    void aSecretThatIsNoneIsRefusedWithoutBeingShown(String secret) {
        assertThatThrownBy(() -> with(secret).signature("a", 1, new byte[0]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("openssl rand")
                .message()
                .doesNotContain("c2hvcnQ", "not base64!");
    }

    @Test
    void nothingIsSentUnsigned() {
        assertThatThrownBy(() -> with(null).signature("a", 1, new byte[0]))
                .hasMessageContaining("SAM3_ROUTES_WEBHOOK_SECRET");
    }
}
