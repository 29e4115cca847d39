package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {
    private static final WebhookSecret SECRET = WebhookSecret.of("whsec_0123456789abcdef0123456789abcdef");
    private static final String SIGNATURE = "v3,05e8b2f0a34720de7f8f27fcaa41ce7f9f5ba14afd0ceb59ad91f16e4b2513f6";
    private static final byte[] BODY =
            "{\"id\":\"45b392b22c3b449fa935bd4dc1a7f001\",\"status\":\"completed\"}".getBytes(StandardCharsets.UTF_8);
    private static final long SENT = 1758798328;

    private final Map<String, String> headers = new HashMap<>(Map.of(
            "Webhook-Id",
            "45b392b22c3b449fa935bd4dc1a7f001",
            "WEBHOOK-TIMESTAMP",
            String.valueOf(SENT),
            "webhook-signature",
            SIGNATURE));

    private static WebhookVerifier at(long second, WebhookSecret... secrets) {
        return new WebhookVerifier(List.of(secrets), Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
    }

    @Test
    void acceptsTheProvidersVector() {
        var seen = at(SENT, SECRET).verify(headers, BODY);

        assertThat(seen.id().value()).isEqualTo("45b392b22c3b449fa935bd4dc1a7f001");
        assertThat(seen.status()).isEqualTo(PredictionStatus.COMPLETED);
    }

    @Test
    void acceptsEitherSecretWhileTheyAreChanged() {
        headers.put("webhook-signature", "v3,00ff " + SIGNATURE);

        assertThat(at(SENT, WebhookSecret.of("whsec_another-secret-here"), SECRET)
                        .verify(headers, BODY))
                .isNotNull();
    }

    @Test
    void refusesOldAndFutureOnes() {
        assertThat(at(SENT + 300, SECRET).verify(headers, BODY)).isNotNull();
        assertThatThrownBy(() -> at(SENT + 301, SECRET).verify(headers, BODY))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> at(SENT - 301, SECRET).verify(headers, BODY))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusesEverySingleAlteredBit() {
        WebhookVerifier verifier = at(SENT, SECRET);
        for (int bit = 0; bit < BODY.length * 8; bit++) {
            byte[] altered = BODY.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> verifier.verify(headers, altered)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void refusesTenThousandForgedOnes() {
        WebhookVerifier verifier = at(SENT, SECRET);
        Random random = new Random(7);
        String hex = "0123456789abcdef";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder forged = new StringBuilder("v3,");
            random.ints(64, 0, 16).forEach(digit -> forged.append(hex.charAt(digit)));
            headers.put("webhook-signature", forged.toString());
            assertThatThrownBy(() -> verifier.verify(headers, BODY)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void refusesWhatIsMissingDoubledOrTooLarge() {
        WebhookVerifier verifier = at(SENT, SECRET);
        for (String name : List.of("Webhook-Id", "WEBHOOK-TIMESTAMP", "webhook-signature")) {
            Map<String, String> fewer = new HashMap<>(headers);
            fewer.remove(name);
            assertThatThrownBy(() -> verifier.verify(fewer, BODY)).isInstanceOf(InvalidInputException.class);
        }
        Map<String, String> doubled = new HashMap<>(headers);
        doubled.put("webhook-id", "x");
        assertThatThrownBy(() -> verifier.verify(doubled, BODY)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> verifier.verify(headers, new byte[WebhookVerifier.MOST_BYTES + 1]))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anAddressCarriesTheMarkerThereAndBack() {
        WebhookAddress address = new WebhookAddress(URI.create("https://hooks.example/sam3/"));

        String url = address.urlFor("0123456789abcdef");

        assertThat(url).isEqualTo("https://hooks.example/sam3/0123456789abcdef");
        assertThat(address.markerIn("/sam3/0123456789abcdef")).contains("0123456789abcdef");
        assertThat(address.markerIn("/sam3/0123456789abcdef/../x")).isEmpty();
        assertThat(address.markerIn("/other/0123456789abcdef")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example/x",
                "http://127.hooks.example/x",
                "ftp://localhost/x",
                "https://hooks.example/x?a=b",
                "https://me@hooks.example/x",
                "/x"
            })
    void anAddressThatNobodyCallsBackIsRefused(String base) {
        assertThatThrownBy(() -> new WebhookAddress(URI.create(base))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aPlainAddressIsForAProviderOnThisMachineOnly() {
        WebhookAddress plain = new WebhookAddress(URI.create("http://localhost:8080/x"));
        WebhookAddress secure = new WebhookAddress(URI.create("https://hooks.example/x"));

        assertThat(plain.reachableFrom(URI.create("http://127.0.0.1:9999/api/v3")))
                .isSameAs(plain);
        assertThat(secure.reachableFrom(WaveSpeedSettings.PUBLIC_API)).isSameAs(secure);
        assertThatThrownBy(() -> plain.reachableFrom(WaveSpeedSettings.PUBLIC_API))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'localhost'", "'api.wavespeed.ai'", "https");
    }
}
