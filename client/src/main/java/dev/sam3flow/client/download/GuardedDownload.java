package dev.sam3flow.client.download;

import dev.sam3flow.client.internal.DirectHttp;
import dev.sam3flow.client.internal.HttpAnswer;
import dev.sam3flow.client.internal.RetryAfter;
import dev.sam3flow.client.internal.Words;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches a file over http(s) without being led astray: every hop's address is checked before a connection is made to exactly
 * that address, and size and time have an end.
 */
public final class GuardedDownload {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /**
     * Where to, how much and how long.
     *
     * @param addresses addresses that may be connected to
     * @param plainAllowed whether http is accepted; never after https
     * @param hosts names that may be asked; empty for any
     * @param mostBytes largest file
     * @param connect patience for a connection
     * @param idle patience between two pieces
     * @param total patience for the file
     */
    public record Rules(
            AddressRules addresses,
            boolean plainAllowed,
            Set<String> hosts,
            long mostBytes,
            Duration connect,
            Duration idle,
            Duration total) {
        public Rules {
            hosts = Set.copyOf(hosts);
        }
    }

    private final Rules rules;
    private final Resolver resolver;
    private final DirectHttp http;

    public GuardedDownload(Rules rules, Resolver resolver, SSLSocketFactory tls) {
        this(rules, resolver, new DirectHttp(tls, null));
    }

    /** @param http what connects, and through which proxy */
    public GuardedDownload(Rules rules, Resolver resolver, DirectHttp http) {
        this.rules = rules;
        this.resolver = resolver;
        this.http = http;
    }

    /**
     * Opens a file; a connection that breaks is taken up again where it broke, if the server can.
     *
     * @return the bytes, of which there are never more than allowed; the caller closes them
     * @throws InvalidInputException if the URL, or one that it leads to, is not allowed, or the file is too large
     * @throws NotFoundException if it is not there, or no longer
     * @throws RejectedException if it is refused
     * @throws UnavailableException if no usable answer came
     */
    public InputStream open(URI uri) {
        long endNanos = System.nanoTime() + rules.total().toNanos();
        try {
            Located found = locate(uri, Map.of(), rules.total());
            checkLength(found.answer().promisedLength());
            return new ResumingStream(this, found, rules.mostBytes(), endNanos);
        } catch (IOException failed) {
            String why = failed instanceof UnknownHostException
                    ? "there is no host of that name"
                    : Words.safe(String.valueOf(failed.getMessage()));
            throw new UnavailableException("download from host '" + uri.getHost() + "': " + why, failed);
        }
    }

    /** An answer that carries bytes, and the URL that gave it. */
    record Located(URI uri, HttpAnswer answer) {}

    /** @param left what is left of the patience for the file */
    Located locate(URI uri, Map<String, String> headers, Duration left) throws IOException {
        URI next = uri;
        boolean secured = false;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Destination to = checked(next, secured);
            secured = to.secure();
            HttpAnswer answer = http.exchange(
                    "GET",
                    to,
                    headers,
                    DirectHttp.Content.NONE,
                    new DirectHttp.Patience(rules.connect(), rules.idle(), left));
            if (!REDIRECTS.contains(answer.status())) {
                return accepted(to, answer);
            }
            next = target(to, answer);
        }
        throw new InvalidInputException("URL of host '" + uri.getHost() + "' leads on more than " + MOST_REDIRECTS
                + " times: give the last URL");
    }

    private Destination checked(URI uri, boolean afterHttps) throws IOException {
        boolean plain = "http".equalsIgnoreCase(uri.getScheme());
        if (plain && (!rules.plainAllowed() || afterHttps)) {
            throw new InvalidInputException("URL of host '" + uri.getHost() + "' is http"
                    + (afterHttps ? " and was reached from https" : "") + ": only https is accepted here");
        }
        if (!rules.hosts().isEmpty() && !rules.hosts().contains(Destination.hostIn(uri))) {
            throw new InvalidInputException(
                    "host '" + uri.getHost() + "' is none of those that are allowed: " + rules.hosts());
        }
        return Destination.of(uri, rules.addresses(), resolver);
    }

    private static Located accepted(Destination to, HttpAnswer answer) throws IOException {
        int status = answer.status();
        if (status == 200 || status == 206) {
            String coding = answer.header("content-encoding").orElse("identity");
            if (coding.equalsIgnoreCase("identity")) {
                return new Located(to.uri(), answer);
            }
            answer.close();
            throw new UnavailableException(
                    to + " sent content encoding '" + Words.safe(coding) + "', which was not asked for", null);
        }
        answer.close();
        if (status == 404 || status == 410) {
            throw new NotFoundException("nothing lies there, or no longer: " + to + " answered HTTP " + status);
        }
        if (status == 429) {
            throw new RateLimitedException(
                    to + " answered HTTP 429",
                    RetryAfter.parse(answer.header("retry-after").orElse(null), Instant.now()));
        }
        if (status / 100 == 5 || status == 408) {
            throw new UnavailableException(to + " answered HTTP " + status, null);
        }
        throw new RejectedException(to + " refused with HTTP " + status, status);
    }

    private static URI target(Destination from, HttpAnswer answer) throws IOException {
        answer.close();
        String location = answer.header("location").orElse("");
        try {
            return from.uri().resolve(new URI(location));
        } catch (URISyntaxException unreadable) {
            throw new InvalidInputException(from + " leads on to something that is no URL", unreadable);
        }
    }

    private void checkLength(long promised) {
        if (promised > rules.mostBytes()) {
            throw tooLarge(rules.mostBytes());
        }
    }

    static InvalidInputException tooLarge(long mostBytes) {
        return new InvalidInputException("a file of more than " + mostBytes + " bytes: that is the most accepted here");
    }
}
