package dev.sam3flow.client.internal;

import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.client.download.Destination;
import dev.sam3flow.client.download.Resolver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request of the API on a connection of its own, sent once: for what must not be repeated behind the caller's back. */
final class OneShot {
    private final WaveSpeedSettings settings;
    private final DirectHttp direct;
    private final Resolver resolver;
    private final Clock clock;

    OneShot(WaveSpeedSettings settings, DirectHttp direct, Resolver resolver, Clock clock) {
        this.settings = settings;
        this.direct = direct;
        this.resolver = resolver;
        this.clock = clock;
    }

    /**
     * Sends a request and reads its whole answer.
     *
     * @param patience for everything, the answer's last byte included
     * @param evenCutOff whether an answer beyond the size limit is read as far as it goes instead of refused
     * @throws DirectHttp.NotSentException if there was no address or no connection: nothing was sent
     */
    Reply send(String method, String path, DirectHttp.Content content, Duration patience, boolean evenCutOff)
            throws IOException {
        Destination to = destination(path);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + settings.apiKey().reveal());
        headers.put("Accept", "application/json");
        headers.put("User-Agent", settings.userAgent());
        if (content.length() > 0) {
            headers.put("Content-Type", "application/json");
        }
        DirectHttp.Patience all = new DirectHttp.Patience(settings.timeouts().connect(), patience, patience);
        try (HttpAnswer answer = direct.exchange(method, to, headers, content, all)) {
            String coding = answer.header("content-encoding").orElse("identity");
            if (!coding.equalsIgnoreCase("identity")) {
                throw new IOException(
                        "an answer with content encoding '" + Words.safe(coding) + "', which was not asked for");
            }
            byte[] body = answer.body().readNBytes(settings.sizes().answerBytes());
            if (!evenCutOff && answer.body().read() >= 0) {
                throw new IOException("an answer of more than " + body.length + " bytes");
            }
            return new Reply(
                    answer.status(),
                    Envelope.read(body),
                    RetryAfter.parse(answer.header("retry-after").orElse(null), clock.instant()));
        }
    }

    private Destination destination(String path) throws IOException {
        try {
            return new Destination(settings.at(path), resolver.resolve(Destination.hostIn(settings.at(path))));
        } catch (IOException unknown) {
            throw new DirectHttp.NotSentException(
                    "no address for " + settings.baseUrl().getHost(), unknown);
        }
    }
}
