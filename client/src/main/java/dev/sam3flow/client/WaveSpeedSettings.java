package dev.sam3flow.client;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prompt.PromptLimit;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the provider.
 *
 * @param baseUrl where the API begins, https; http only for this machine
 * @param apiKey the account's secret
 * @param model the model's path below the base
 * @param paths paths of other calls where they are not the documented ones
 * @param timeouts how long to wait
 * @param sizes how much to send and take
 * @param retries how to ask again
 * @param outputHosts hosts that result files may come from; empty for any public one
 * @param billingUnit what the numbers of billing rows count
 * @param simulated true where the operator says that no real provider stands behind the base URL
 * @param limits limits of the account kept on this side; null for none
 * @param tls trust and client keys; null for the platform's
 * @param promptLimit how long a prompt may be
 * @param userAgent what the client calls itself
 * @param proxy HTTP proxy for every connection, unresolved; null for none
 */
public record WaveSpeedSettings(
        URI baseUrl,
        ApiKey apiKey,
        String model,
        Map<ApiPath, String> paths,
        Timeouts timeouts,
        SizeLimits sizes,
        Retries retries,
        Set<String> outputHosts,
        BillingUnit billingUnit,
        boolean simulated,
        @Nullable AccountLimits limits,
        @Nullable SSLContext tls,
        PromptLimit promptLimit,
        String userAgent,
        @Nullable InetSocketAddress proxy) {
    public static final URI PUBLIC_API = URI.create("https://api.wavespeed.ai/api/v3");
    public static final String MODEL = "wavespeed-ai/sam3-video-rle";

    /** What a price in a billing row counts. */
    public enum BillingUnit {
        /** dollars, as documented */
        USD,
        /** millionths of a dollar, as one old sample has it */
        MICRO_USD
    }

    public WaveSpeedSettings {
        outputHosts = Set.copyOf(outputHosts);
        paths = Map.copyOf(paths);
        paths.forEach(ApiPath::checked);
        baseUrl = checked(baseUrl);
        if (!model.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+")) {
            throw new InvalidInputException("model '" + model + "': give a path such as " + MODEL);
        }
    }

    public static Builder builder(ApiKey key) {
        return new Builder(key);
    }

    /** True where the provider is on this machine, so that its files may lie there too. */
    public boolean onThisMachine() {
        return isThisMachine(baseUrl.getHost());
    }

    /** Where a call without a prediction goes, below the base. */
    public String path(ApiPath call) {
        return paths.getOrDefault(call, call.documented());
    }

    /** Where a call about a prediction goes, below the base. */
    public String path(ApiPath call, PredictionId id) {
        return path(call).replace(ApiPath.ID, id.value());
    }

    /** An address below the base. @param path begins with a slash */
    public URI at(String path) {
        return URI.create(baseUrl + path);
    }

    private static URI checked(URI url) {
        String host = url.getHost();
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        if (host == null || url.getRawUserInfo() != null || url.getRawQuery() != null || !(secure || plain)) {
            throw new InvalidInputException("base URL with scheme '" + url.getScheme() + "' and host '" + host
                    + "': give an https URL without user and query, such as " + PUBLIC_API);
        }
        if (plain && !isThisMachine(host)) {
            throw new InvalidInputException("base URL of host '" + host
                    + "' is http: the key would travel unprotected; use https (http is for this machine only)");
        }
        String text = url.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    static boolean isThisMachine(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Collects settings; whatever is not said keeps its default. */
    public static final class Builder {
        private final ApiKey apiKey;
        private URI baseUrl = PUBLIC_API;
        private String model = MODEL;
        private Map<ApiPath, String> paths = Map.of();
        private Timeouts timeouts = Timeouts.DEFAULTS;
        private SizeLimits sizes = SizeLimits.DEFAULTS;
        private Retries retries = Retries.DEFAULTS;
        private Set<String> outputHosts = Set.of();
        private BillingUnit billingUnit = BillingUnit.USD;
        private boolean simulated;
        private @Nullable AccountLimits limits;
        private @Nullable SSLContext tls;
        private PromptLimit promptLimit = PromptLimit.USUAL;
        private String userAgent = "sam3flow";
        private @Nullable InetSocketAddress proxy;

        private Builder(ApiKey apiKey) {
            this.apiKey = apiKey;
        }

        public Builder baseUrl(URI value) {
            baseUrl = value;
            return this;
        }

        public Builder model(String value) {
            model = value;
            return this;
        }

        public Builder paths(Map<ApiPath, String> value) {
            paths = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        public Builder sizes(SizeLimits value) {
            sizes = value;
            return this;
        }

        public Builder retries(Retries value) {
            retries = value;
            return this;
        }

        public Builder outputHosts(Set<String> value) {
            outputHosts = value;
            return this;
        }

        public Builder billingUnit(BillingUnit value) {
            billingUnit = value;
            return this;
        }

        public Builder simulated(boolean value) {
            simulated = value;
            return this;
        }

        public Builder limits(@Nullable AccountLimits value) {
            limits = value;
            return this;
        }

        public Builder tls(@Nullable SSLContext value) {
            tls = value;
            return this;
        }

        public Builder promptLimit(PromptLimit value) {
            promptLimit = value;
            return this;
        }

        public Builder userAgent(String value) {
            userAgent = value;
            return this;
        }

        /** Sends everything through an HTTP proxy, which must know CONNECT; names are still resolved on this machine. */
        public Builder proxy(String host, int port) {
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new InvalidInputException(
                        "proxy '" + host + "' with port " + port + ": give the host's name and a port from 1 to 65535");
            }
            proxy = InetSocketAddress.createUnresolved(host, port);
            return this;
        }

        public WaveSpeedSettings build() {
            return new WaveSpeedSettings(
                    baseUrl,
                    apiKey,
                    model,
                    paths,
                    timeouts,
                    sizes,
                    retries,
                    outputHosts,
                    billingUnit,
                    simulated,
                    limits,
                    tls,
                    promptLimit,
                    userAgent,
                    proxy);
        }
    }
}
