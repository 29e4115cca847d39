package dev.sam3flow.camel;

import dev.sam3flow.client.ApiKey;
import dev.sam3flow.client.Retries;
import dev.sam3flow.client.Timeouts;
import dev.sam3flow.client.WaveSpeedClient;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.port.PredictionService;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** Clients made of options; endpoints that mean the same account in the same way share one. */
final class ProviderClients {
    /** Whoever waits looks again by itself, so that a look's own tries are few. */
    private static final Retries RETRIES = new Retries(1, Duration.ofMillis(500), Duration.ofSeconds(2));

    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Map<Account, PredictionService> clients = new ConcurrentHashMap<>();

    private record Account(
            String baseUrl,
            String model,
            ApiKey key,
            Timeouts timeouts,
            @Nullable SSLContextParameters tls,
            @Nullable String proxyHost,
            int proxyPort) {}

    PredictionService of(Sam3Configuration wanted) {
        String key = wanted.getApiKey();
        if (key == null) {
            throw new IllegalArgumentException(
                    "sam3: no provider. Set the option apiKey, or put one PredictionService into the registry");
        }
        Account account = new Account(
                wanted.getBaseUrl(),
                wanted.getModel(),
                ApiKey.of(key),
                timeouts(wanted),
                wanted.getSslContextParameters(),
                wanted.getProxyHost(),
                wanted.getProxyPort());
        return Objects.requireNonNull(clients.computeIfAbsent(account, ProviderClients::create));
    }

    void clear() {
        clients.clear();
    }

    static Timeouts timeouts(Sam3Configuration wanted) {
        return new Timeouts(
                Duration.ofMillis(wanted.getConnectTimeout()),
                Duration.ofMillis(wanted.getCallTimeout()),
                Duration.ofMillis(wanted.getSubmitTimeout()),
                IDLE,
                Duration.ofMillis(wanted.getTransferTimeout()));
    }

    private static PredictionService create(Account account) {
        WaveSpeedSettings.Builder settings = WaveSpeedSettings.builder(account.key())
                .baseUrl(URI.create(account.baseUrl()))
                .model(account.model())
                .timeouts(account.timeouts())
                .retries(RETRIES)
                .tls(account.tls() == null ? null : context(account.tls()))
                .userAgent("sam3flow-camel");
        if (account.proxyHost() != null) {
            settings.proxy(account.proxyHost(), account.proxyPort());
        }
        return new WaveSpeedClient(settings.build());
    }

    private static SSLContext context(SSLContextParameters parameters) {
        try {
            return parameters.createSSLContext(parameters.getCamelContext());
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(
                    "sam3: sslContextParameters cannot be used: " + unusable.getMessage(), unusable);
        }
    }
}
