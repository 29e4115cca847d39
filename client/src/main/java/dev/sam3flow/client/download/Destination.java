package dev.sam3flow.client.download;

import dev.sam3flow.core.error.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * A URL together with the addresses it was checked to lead to; a connection uses these and never asks the name again.
 *
 * @param uri http or https, without user and fragment
 * @param addresses at least one, all allowed
 */
public record Destination(URI uri, List<InetAddress> addresses) {
    private static final int LONGEST_URL = 8192;

    public Destination {
        addresses = List.copyOf(addresses);
    }

    /**
     * Checks a URL and resolves its host once. One address that is not allowed refuses all of them.
     *
     * @throws InvalidInputException if the URL is not allowed, whatever it would answer
     * @throws UnknownHostException if the name has no address
     */
    public static Destination of(URI uri, AddressRules rules, Resolver resolver) throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidInputException("URL with scheme '" + scheme + "': only http and https are fetched");
        }
        String host = hostOf(uri);
        List<InetAddress> addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            if (!rules.allows(address)) {
                throw new InvalidInputException(
                        "host '" + host + "' leads to " + address.getHostAddress()
                                + ", which is not a public address: give a URL on the public internet, or download the file first");
            }
        }
        return new Destination(withoutFragment(uri, scheme), addresses);
    }

    public boolean secure() {
        return "https".equals(uri.getScheme());
    }

    public int port() {
        return uri.getPort() > 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    public String host() {
        return hostIn(uri);
    }

    /** Host as it stands in a URL, without brackets. */
    public static String hostIn(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Names the host alone: path and query may be secrets. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + host();
    }

    private static String hostOf(URI uri) {
        String host = uri.getHost();
        if (uri.toString().length() > LONGEST_URL) {
            throw new InvalidInputException(
                    "URL of " + uri.toString().length() + " characters: at most " + LONGEST_URL);
        }
        if (host == null || host.isEmpty()) {
            throw new InvalidInputException("URL whose host cannot be read: give a host name, or an address in its"
                    + " usual form (four decimal numbers, or IPv6 in brackets)");
        }
        if (uri.getRawUserInfo() != null) {
            throw new InvalidInputException("URL of host '" + host + "' carries a user: leave it out");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new InvalidInputException("URL of host '" + host + "' has port " + uri.getPort() + ": 1 to 65535");
        }
        if (host.startsWith("[")) {
            if (host.contains("%")) {
                throw new InvalidInputException("address " + host + " names a network interface: leave that out");
            }
            return host.substring(1, host.length() - 1);
        }
        if (host.matches("[0-9.]+") && !host.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw new InvalidInputException(
                    "host '" + host + "' is an address in an unusual form: write four decimal numbers");
        }
        return host;
    }

    private static URI withoutFragment(URI uri, String scheme) {
        try {
            StringBuilder text = new StringBuilder(scheme).append("://").append(uri.getRawAuthority());
            String path = uri.getRawPath();
            text.append(path == null || path.isEmpty() ? "/" : path);
            return new URI(
                    uri.getRawQuery() == null
                            ? text.toString()
                            : text.append('?').append(uri.getRawQuery()).toString());
        } catch (URISyntaxException impossible) {
            throw new InvalidInputException("URL that cannot be read", impossible);
        }
    }
}
