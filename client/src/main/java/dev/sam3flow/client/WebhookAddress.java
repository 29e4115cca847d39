package dev.sam3flow.client;

import dev.sam3flow.core.error.InvalidInputException;
import java.net.URI;
import java.util.Optional;

/**
 * Where the provider calls back: a public base, and below it one path an attempt, so that a callback names its attempt even
 * before the submit's answer has come.
 *
 * @param base https URL without query; http only for this machine
 */
public record WebhookAddress(URI base) {
    private static final String MARKER = "[A-Za-z0-9_-]{8,200}";

    public WebhookAddress {
        String host = base.getHost();
        boolean local = host != null && WaveSpeedSettings.isThisMachine(host);
        boolean web = "https".equalsIgnoreCase(base.getScheme()) || "http".equalsIgnoreCase(base.getScheme()) && local;
        if (host == null || !web || base.getRawQuery() != null || base.getRawUserInfo() != null) {
            throw new InvalidInputException(
                    "webhook base of host '" + host + "': give an https URL without user and query");
        }
        String text = base.toString();
        base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /**
     * Refuses what the provider would never call, before anything is ordered with it.
     *
     * @param provider where the provider's API begins
     * @return this
     * @throws InvalidInputException if this is http, and the provider is not on this machine
     */
    public WebhookAddress reachableFrom(URI provider) {
        boolean secure = "https".equalsIgnoreCase(base.getScheme());
        if (!secure && (provider.getHost() == null || !WaveSpeedSettings.isThisMachine(provider.getHost()))) {
            throw new InvalidInputException("webhook base of host '" + base.getHost() + "' is http, and the provider's"
                    + " host is '" + provider.getHost() + "': it calls back https only; give an https URL or none");
        }
        return this;
    }

    /** @param marker the attempt's unguessable token */
    public String urlFor(String marker) {
        if (!marker.matches(MARKER)) {
            throw new IllegalArgumentException(
                    "a marker of " + marker.length() + " characters: 8 to 200 letters, digits, '_' or '-'");
        }
        return base + "/" + marker;
    }

    /** The marker in the path of a request; empty where the path is none of ours. */
    public Optional<String> markerIn(String path) {
        String prefix = (base.getRawPath() == null ? "" : base.getRawPath()) + "/";
        String rest = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
        return rest.matches(MARKER) ? Optional.of(rest) : Optional.empty();
    }
}
