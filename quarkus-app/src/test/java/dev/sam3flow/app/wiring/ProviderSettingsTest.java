package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.client.AccountLimits;
import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.ApiPath;
import dev.sam3flow.client.RateLimits;
import dev.sam3flow.client.SizeLimits;
import dev.sam3flow.client.Timeouts;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.PromptLimit;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator sets of the provider reaches the client. */
class ProviderSettingsTest {
    private static final AccountLimits LIMITS = new RateLimits(2, 2);

    private static WaveSpeedSettings settings(Map<String, String> set) {
        Map<String, String> properties = new HashMap<>(Map.of("sam3.provider.api-key", "key"));
        set.forEach((name, value) -> properties.put("sam3.provider." + name, value));
        return ProviderBeans.settings(config(properties).provider(), ApiKey.of("key"), LIMITS);
    }

    private static Sam3Config config(Map<String, String> set) {
        Map<String, String> properties = new HashMap<>(Map.of("sam3.data-dir", "/tmp"));
        properties.putAll(set);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(Sam3Config.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
        return config.getConfigMapping(Sam3Config.class);
    }

    @Test
    void whatIsNotSetIsAsDocumented() {
        WaveSpeedSettings settings = settings(Map.of());

        assertThat(settings.baseUrl()).isEqualTo(WaveSpeedSettings.PUBLIC_API);
        assertThat(settings.model()).isEqualTo(WaveSpeedSettings.MODEL);
        assertThat(settings.paths()).isEmpty();
        assertThat(settings.billingUnit()).isEqualTo(WaveSpeedSettings.BillingUnit.USD);
        assertThat(settings.timeouts()).isEqualTo(Timeouts.DEFAULTS);
        assertThat(settings.sizes()).isEqualTo(SizeLimits.DEFAULTS);
        assertThat(settings.limits()).isSameAs(LIMITS);
        assertThat(settings.promptLimit()).isEqualTo(PromptLimit.USUAL);
    }

    @Test
    void whatTheDocumentsLeaveOpenIsSet() {
        WaveSpeedSettings settings = settings(Map.of(
                "base-url", "https://gateway.example/v4",
                "model", "acme/other-model",
                "paths.result", "/predictions/{id}",
                "billing-unit", "micro-usd",
                "prompt-limit", "100",
                "prompt-excess", "refuse",
                "call-timeout", "7s",
                "submit-timeout", "90s",
                "max-upload-bytes", "200000000"));

        assertThat(settings.at("/balance")).hasToString("https://gateway.example/v4/balance");
        assertThat(settings.model()).isEqualTo("acme/other-model");
        assertThat(settings.promptLimit()).isEqualTo(new PromptLimit(100, PromptLimit.Excess.REFUSE));
        assertThat(settings.path(ApiPath.RESULT, new PredictionId("p1"))).isEqualTo("/predictions/p1");
        assertThat(settings.billingUnit()).isEqualTo(WaveSpeedSettings.BillingUnit.MICRO_USD);
        assertThat(settings.timeouts().call()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.timeouts().submit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.sizes().uploadBytes()).isEqualTo(200_000_000);
    }

    @Test
    void theEnvironmentNamesPathsToo() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(Sam3Config.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("sam3.data-dir", "/tmp", "sam3.provider.api-key", "key"), "test", 100))
                .withSources(new EnvConfigSource(
                        Map.of(
                                "SAM3_PROVIDER_PATHS_RESULT", "/r/{id}",
                                "SAM3_PROVIDER_PATHS_RESULT_OLDER", "/o/{id}"),
                        300))
                .build();

        WaveSpeedSettings settings =
                ProviderBeans.settings(config.getConfigMapping(Sam3Config.class).provider(), ApiKey.of("key"), LIMITS);

        assertThat(settings.paths()).isEqualTo(Map.of(ApiPath.RESULT, "/r/{id}", ApiPath.RESULT_OLDER, "/o/{id}"));
    }

    /** Before an attempt is written, not when the provider is asked. */
    @Test
    void aPlainWebhookIsRefusedAtTheStartUnlessTheProviderIsOnThisMachine() {
        String plain = "http://localhost:8080/api/v1/webhooks";
        Map<String, String> remote = Map.of("sam3.webhook.url", plain, "sam3.provider.api-key", "key");
        Map<String, String> near = new HashMap<>(remote);
        near.put("sam3.provider.base-url", "http://127.0.0.1:9999/api/v3");

        assertThatThrownBy(() -> ProviderBeans.webhook(config(remote)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("https only");
        assertThat(ProviderBeans.webhook(config(near)).apply("0123456789abcdef"))
                .isEqualTo(plain + "/0123456789abcdef");
        assertThat(ProviderBeans.webhook(config(Map.of("sam3.webhook.url", plain))))
                .as("the embedded simulator")
                .isNotNull();
        assertThat(ProviderBeans.webhook(config(Map.of()))).isNull();
    }

    @Test
    void theEnvironmentSaysWhereATenantsKeyIsFound() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(Sam3Config.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "sam3.data-dir", "/tmp",
                                "sam3.tenant.\"big.corp\".provider.key-ref", "file:/run/secrets/big"),
                        "test",
                        100))
                .withSources(new EnvConfigSource(Map.of("SAM3_TENANT_ACME_PROVIDER_KEY_REF", "env:ACME_KEY"), 300))
                .build();

        Map<String, Sam3Config.Tenant> tenants =
                config.getConfigMapping(Sam3Config.class).tenant();

        assertThat(tenants.get("acme").provider().keyRef()).contains("env:ACME_KEY");
        assertThat(tenants.get("big.corp").provider().keyRef()).contains("file:/run/secrets/big");
    }

    @Test
    void aCallThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("paths.results", "/x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'results'");
    }
}
