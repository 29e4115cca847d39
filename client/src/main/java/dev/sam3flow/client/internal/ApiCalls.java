package dev.sam3flow.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.client.Retries;
import dev.sam3flow.client.WaveSpeedSettings;
import dev.sam3flow.core.error.UnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Calls of the API that create nothing, and so may be asked again. */
final class ApiCalls {
    static final String SIMULATOR_HEADER = "X-Sam3flow-Simulator";

    private static final int THREADS = 4;

    private final WaveSpeedSettings settings;
    private final HttpClient http;
    private final Clock clock;
    private final AtomicBoolean simulatorSeen = new AtomicBoolean();

    ApiCalls(WaveSpeedSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(fewThreads())
                .connectTimeout(settings.timeouts().connect());
        if (settings.tls() != null) {
            builder.sslContext(settings.tls());
        }
        if (settings.proxy() != null) {
            builder.proxy(ProxySelector.of(settings.proxy()));
        }
        http = builder.build();
    }

    /** The JDK's own pool grows with the calls under way; these threads end when nothing is left to do. */
    private static Executor fewThreads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "sam3-http");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** True once an answer has said that it comes from the simulator. */
    boolean simulatorSeen() {
        return simulatorSeen.get();
    }

    JsonNode get(String what, String path) {
        return ask("GET", path, null).data(what);
    }

    JsonNode post(String what, String path, ObjectNode body) {
        return ask("POST", path, body).data(what);
    }

    /** Asks, and asks again while the trouble is temporary and tries are left. @return the last answer, fine or not */
    Reply ask(String method, String path, @Nullable ObjectNode body) {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body));
        HttpRequest.Builder request = request(path).method(method, content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return ask(
                method + " " + pathWithoutIds(path),
                request.build(),
                settings.timeouts().call());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(settings.at(path))
                .header("Authorization", "Bearer " + settings.apiKey().reveal())
                .header("Accept", "application/json")
                .header("User-Agent", settings.userAgent());
    }

    Reply ask(String what, HttpRequest request, Duration patience) {
        Retries retries = settings.retries();
        for (int tried = 1; ; tried++) {
            boolean last = tried > retries.most();
            Duration pause = retries.pause(tried, ThreadLocalRandom.current().nextDouble());
            try {
                Reply reply = once(request, patience);
                Duration asked = reply.retryAfter();
                boolean tooLong = asked != null && asked.compareTo(retries.longest()) > 0;
                if (last || tooLong || !reply.temporary()) {
                    return reply;
                }
                sleep(what, asked != null && asked.compareTo(pause) > 0 ? asked : pause);
            } catch (InterruptedIOException interrupted) {
                throw new UnavailableException(what + ": interrupted", interrupted);
            } catch (IOException failed) {
                if (last) {
                    throw new UnavailableException(
                            what + ": no answer from " + settings.baseUrl().getHost() + " after " + tried + " tries, "
                                    + Words.safe(String.valueOf(failed.getMessage()))
                                    + "; check the network and the base URL",
                            failed);
                }
                sleep(what, pause);
            }
        }
    }

    private Reply once(HttpRequest request, Duration patience) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> pending =
                http.sendAsync(request, info -> new LimitedBody(settings.sizes().answerBytes()));
        try {
            return reply(pending.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new HttpTimeoutException("no complete answer in " + patience);
        } catch (InterruptedException interrupted) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        }
    }

    private Reply reply(HttpResponse<byte[]> response) throws IOException {
        String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new IOException(
                    "an answer with content encoding '" + Words.safe(coding) + "', which was not asked for");
        }
        if (response.headers().firstValue(SIMULATOR_HEADER).isPresent()) {
            simulatorSeen.set(true);
        }
        return new Reply(
                response.statusCode(),
                Envelope.read(response.body()),
                RetryAfter.parse(response.headers().firstValue("Retry-After").orElse(null), clock.instant()));
    }

    private static void sleep(String what, Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what + ": interrupted between two tries", interrupted);
        }
    }

    private static String pathWithoutIds(String path) {
        return path.split("[?]", 2)[0];
    }
}
