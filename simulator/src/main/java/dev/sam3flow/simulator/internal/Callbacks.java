package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.fault.FaultKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Delivers webhooks: up to three times until the receiver answers 2xx, or as badly as the faults want it. */
final class Callbacks implements AutoCloseable {
    private static final int TRIES = 3;
    private static final String PREFIX = "whsec_";

    /** A body with its signed headers. */
    private record Delivery(String url, String id, long timestamp, String signature, byte[] body) {}

    private final Setup setup;
    private final Account account;
    private final Answers answers;
    private final AtomicReference<Runnable> held = new AtomicReference<>(() -> {});
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8, work -> {
        Thread thread = new Thread(work, "sam3-simulator-webhooks");
        thread.setDaemon(true);
        return thread;
    });

    Callbacks(Setup setup, Account account, Answers answers) {
        this.setup = setup;
        this.account = account;
        this.answers = answers;
    }

    /** Looks at the predictions again and again, so that time passes though nobody asks. */
    void watch(Desk desk) {
        threads.scheduleWithFixedDelay(desk::passTime, 25, 25, TimeUnit.MILLISECONDS);
    }

    /** Called when a prediction has ended; only completed and failed ones are told. */
    void ended(Run run) {
        String status = run.status();
        if (run.webhook == null
                || run.meets(FaultKind.WEBHOOK_EARLY)
                || run.meets(FaultKind.WEBHOOK_LOST)
                || !(status.equals("completed") || status.equals("failed"))) {
            return;
        }
        ObjectNode body = answers.withInput(run, "input");
        if (run.meets(FaultKind.WEBHOOK_REORDERED)) {
            hold(() -> deliverAll(run, body), run.amount(FaultKind.WEBHOOK_REORDERED));
        } else {
            long wait = run.amount(FaultKind.WEBHOOK_LATE);
            threads.schedule(() -> deliverAll(run, body), wait, TimeUnit.MILLISECONDS);
        }
    }

    /** Delivers in the calling thread, for a webhook that overtakes the submit's answer. */
    void deliverNow(Run run) {
        deliverAll(run, answers.withInput(run, "input"));
    }

    private void hold(Runnable delivery, long longest) {
        threads.execute(held.getAndSet(delivery));
        threads.schedule(
                () -> {
                    if (held.compareAndSet(delivery, () -> {})) {
                        delivery.run();
                    }
                },
                longest,
                TimeUnit.MILLISECONDS);
    }

    private void deliverAll(Run run, ObjectNode body) {
        String url = run.webhook;
        if (url == null) {
            return;
        }
        long now = setup.clock().instant().getEpochSecond();
        if (run.meets(FaultKind.WEBHOOK_FORGED)) {
            ObjectNode forged = body.deepCopy();
            forged.put("status", "completed");
            forged.putArray("outputs").add("http://127.0.0.1:9/forged_rle.json");
            byte[] bytes = Json.bytes(forged);
            send(new Delivery(url, run.id, now, sign("whsec_forged", run.id, now, bytes), bytes));
        }
        byte[] bytes = Json.bytes(body);
        long timestamp = now - run.amount(FaultKind.WEBHOOK_STALE);
        String signature = account.webhookSecrets().stream()
                .map(secret -> sign(secret, run.id, timestamp, bytes))
                .collect(Collectors.joining(" "));
        for (long i = 0; i < Math.max(1, run.amount(FaultKind.WEBHOOK_TWICE)); i++) {
            send(new Delivery(url, run.id, timestamp, signature, bytes));
        }
        Runnable waiting = held.getAndSet(() -> {});
        waiting.run();
    }

    private void send(Delivery delivery) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                HttpResponse<Void> answer = http.send(
                        HttpRequest.newBuilder(URI.create(delivery.url()))
                                .timeout(Duration.ofSeconds(10))
                                .header("Content-Type", "application/json")
                                .header("webhook-id", delivery.id())
                                .header("webhook-timestamp", Long.toString(delivery.timestamp()))
                                .header("webhook-signature", delivery.signature())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() / 100 == 2) {
                    return;
                }
                Thread.sleep(200L << attempt);
            } catch (IOException e) {
                continue; // the receiver may be up again at the next try
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** HMAC-SHA256 of id, time and body; the key is the secret's text behind its prefix. */
    static String sign(String secret, String id, long timestamp, byte[] body) {
        String key = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : List.of((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body)) {
                mac.update(part);
            }
            return "v3," + HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
