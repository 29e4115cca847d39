package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.app.money.Callbacks.Outcome;
import dev.sam3flow.app.store.CallbackTable;
import dev.sam3flow.client.WebhookSecret;
import dev.sam3flow.client.WebhookVerifier;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Intended;
import dev.sam3flow.core.attempt.AttemptState.Sending;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.PredictionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callbacks as the provider, and everybody else, may send them. Signatures are made by this test's own code. */
class CallbacksTest {
    private static final String SECRET = "whsec_0123456789abcdef0123456789abcdef";
    private static final String ANOTHER_ACCOUNTS = "whsec_fedcba9876543210fedcba9876543210";
    private static final String MARKER = "0123456789abcdef0123456789abcdef";
    private static final AttemptKey KEY = MoneyBench.key("street");

    private final MoneyBench bench = new MoneyBench();
    private final Map<String, AtomicInteger> nudges = new ConcurrentHashMap<>();
    private String told = SECRET;
    private int asked;
    private final WebhookSecrets own = new WebhookSecrets(
            () -> {
                asked++;
                return WebhookSecret.of(told);
            },
            bench.clock);
    private final Callbacks callbacks = new Callbacks(
            account -> account.equals(AccountRef.OWN)
                    ? own
                    : new WebhookSecrets(() -> WebhookSecret.of(ANOTHER_ACCOUNTS), bench.clock),
            bench.attempts,
            new CallbackTable(bench.database, bench.clock),
            (marker, id) ->
                    nudges.computeIfAbsent(marker, m -> new AtomicInteger()).incrementAndGet(),
            bench.clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private static byte[] body(String id) {
        return ("{\"id\":\"" + id + "\",\"status\":\"completed\",\"outputs\":[\"https://x.example/a_rle.json\"]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> signed(String secret, String id, byte[] body) {
        String time = Long.toString(bench.clock.instant().getEpochSecond());
        return headers(id, time, "v3," + hmac(secret, id, time, body));
    }

    private static Map<String, String> headers(String id, String time, String signature) {
        Map<String, String> headers = new HashMap<>();
        headers.put(WebhookVerifier.ID, id);
        headers.put(WebhookVerifier.TIMESTAMP, time);
        headers.put(WebhookVerifier.SIGNATURE, signature);
        return headers;
    }

    private static String hmac(String secret, String id, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.substring(6).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome take(String marker, Map<String, String> headers, byte[] body) {
        try {
            return callbacks.take(marker, headers, body.length, new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int nudges(String marker) {
        return nudges.getOrDefault(marker, new AtomicInteger()).get();
    }

    @Test
    void aGenuineCallbackNudgesOnceHoweverOftenItComes() {
        bench.intended(KEY, MARKER);
        byte[] body = body("p1");

        assertThat(take(MARKER, signed(SECRET, "p1", body), body)).isEqualTo(Outcome.ACTED_ON);

        assertThat(take(MARKER, signed(SECRET, "p1", body), body)).isEqualTo(Outcome.REPEATED);
        assertThat(nudges(MARKER)).isEqualTo(1);
    }

    /** The submit's answer may come after the callback: then the marker in the path is all that names the attempt. */
    @Test
    void aCallbackBeforeTheSubmitsAnswerIsTaken() {
        bench.intended(KEY, MARKER);
        bench.attempts.move(KEY, new Intended(), new Sending());
        byte[] body = body("p1");

        assertThat(take(MARKER, signed(SECRET, "p1", body), body)).isEqualTo(Outcome.ACTED_ON);
    }

    @Test
    void aGenuineCallbackAboutAnotherPredictionIsNotForThisAttempt() {
        bench.intended(KEY, MARKER);
        bench.attempts.move(KEY, new Intended(), new Sending());
        bench.attempts.move(KEY, new Sending(), new Accepted(new PredictionId("p1"), false));
        byte[] body = body("p2");

        assertThat(take(MARKER, signed(SECRET, "p2", body), body)).isEqualTo(Outcome.NOT_THIS_ATTEMPT);
        assertThat(nudges(MARKER)).isZero();
    }

    @Test
    void whoDoesNotKnowAMarkerIsNotEvenRead() throws IOException {
        bench.intended(KEY, MARKER);
        for (String marker : List.of("f".repeat(32), "", "../../etc/passwd", "'; drop table attempt; --")) {
            assertThat(callbacks.take(marker, Map.of(), 10, unreadable())).isEqualTo(Outcome.UNKNOWN_MARKER);
        }
    }

    @Test
    void anOverLargeBodyIsRefusedUnread() throws IOException {
        bench.intended(KEY, MARKER);

        assertThat(callbacks.take(MARKER, Map.of(), WebhookVerifier.MOST_BYTES + 1L, unreadable()))
                .isEqualTo(Outcome.TOO_LARGE);
    }

    @Test
    void aBodyWithoutALengthIsReadNoFurtherThanTheLimit() throws IOException {
        bench.intended(KEY, MARKER);
        AtomicInteger read = new AtomicInteger();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return ' ';
            }
        };

        assertThat(callbacks.take(MARKER, Map.of(), -1, endless)).isEqualTo(Outcome.TOO_LARGE);
        assertThat(read.get()).isEqualTo(WebhookVerifier.MOST_BYTES + 1);
    }

    private static InputStream unreadable() {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("nobody should read this body");
            }
        };
    }

    @Test
    void anOldCallbackIsRefused() {
        bench.intended(KEY, MARKER);
        byte[] body = body("p1");
        Map<String, String> headers = signed(SECRET, "p1", body);
        bench.pass(Duration.ofSeconds(301));

        assertThat(take(MARKER, headers, body)).isEqualTo(Outcome.NOT_GENUINE);
    }

    /** The provider changes its secret: ours is asked for again, and the old one counts for a day. */
    @Test
    void aNewSecretIsFetchedAndTheOldOneStillCounts() {
        bench.intended(KEY, MARKER);
        AttemptKey second = MoneyBench.key("other");
        bench.intended(second, "f".repeat(32));
        byte[] body = body("p0");
        take(MARKER, signed(SECRET, "p0", body), body);
        bench.pass(Duration.ofMinutes(2));
        told = "whsec_ffffffffffffffffffffffffffffffff";
        byte[] one = body("p1");
        byte[] two = body("p2");

        assertThat(take(MARKER, signed(told, "p1", one), one)).isEqualTo(Outcome.ACTED_ON);
        assertThat(take("f".repeat(32), signed(SECRET, "p2", two), two)).isEqualTo(Outcome.ACTED_ON);
        bench.pass(Duration.ofDays(2));
        byte[] three = body("p3");
        assertThat(take("f".repeat(32), signed(SECRET, "p3", three), three)).isEqualTo(Outcome.NOT_GENUINE);
    }

    @Test
    void forgedCallbacksDoNotBecomeCallsOfTheProvider() {
        bench.intended(KEY, MARKER);
        byte[] body = body("p1");
        for (int i = 0; i < 100; i++) {
            assertThat(take(MARKER, signed("whsec_eeeeeeeeeeeeeeeeeeeeeeee", "p1", body), body))
                    .isEqualTo(Outcome.NOT_GENUINE);
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whatAnAccountsPredictionIsSaidIsSignedByThatAccount() throws IOException {
        bench.intended(KEY, MARKER);
        bench.attempts.claim(KEY, new AccountRef("env:ACME"));
        byte[] body = body("p1");

        Outcome byTheOwn =
                callbacks.take(MARKER, signed(SECRET, "p1", body), body.length, new ByteArrayInputStream(body));
        Outcome byItsOwn = callbacks.take(
                MARKER, signed(ANOTHER_ACCOUNTS, "p1", body), body.length, new ByteArrayInputStream(body));

        assertThat(byTheOwn).isEqualTo(Outcome.NOT_GENUINE);
        assertThat(byItsOwn).isEqualTo(Outcome.ACTED_ON);
    }

    @Test
    void aNudgeThatFailsIsMadeAtTheNextDelivery() {
        bench.intended(KEY, MARKER);
        byte[] body = body("p1");
        boolean[] down = {true};
        Callbacks stumbling = new Callbacks(
                account -> own,
                bench.attempts,
                new CallbackTable(bench.database, bench.clock),
                (marker, id) -> {
                    if (down[0]) {
                        throw new UnavailableException("the workflow server is away", null);
                    }
                },
                bench.clock);
        Map<String, String> headers = signed(SECRET, "p1", body);
        assertThatThrownBy(() -> stumbling.take(MARKER, headers, body.length, new ByteArrayInputStream(body)))
                .isInstanceOf(UnavailableException.class);
        down[0] = false;

        assertThat(take(stumbling, headers, body)).isEqualTo(Outcome.ACTED_ON);
    }

    private static Outcome take(Callbacks callbacks, Map<String, String> headers, byte[] body) {
        try {
            return callbacks.take(MARKER, headers, body.length, new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noForgedOrAlteredCallbackIsAccepted() {
        assertThat(forged(1000, 7)).isZero();
        assertThat(nudges).isEmpty();
    }

    @Test
    void aHundredCallbacksTenTimesEachInAnyOrderNudgeEachChunkOnce() throws Exception {
        shuffled(100, 10, 11);
    }

    @Test
    @Tag("soak")
    void theWholeTable() throws Exception {
        long seed = 20_261_124;
        int accepted = forged(10_000, seed);
        assertThat(accepted).isZero();
        shuffled(1000, 10, seed);
        Evidence.row(
                "5 forged or altered webhooks",
                "10,000 forged or altered, **0 accepted**; 1,000 genuine ones × 10 shuffled duplicates from 8 threads: each"
                        + " chunk nudged **once**, 9,000 told as repeated; over-large bodies refused **unread**",
                "seed " + seed);
    }

    /** @return how many were accepted */
    private int forged(int deliveries, long seed) {
        bench.intended(KEY, MARKER);
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < deliveries; i++) {
            byte[] body = body("p" + i);
            Map<String, String> headers = signed(SECRET, "p" + i, body);
            byte[] sent = altered(i % 8, headers, body, random);
            Outcome outcome = take(MARKER, headers, sent);
            accepted += outcome == Outcome.NOT_GENUINE ? 0 : 1;
        }
        return accepted;
    }

    private byte[] altered(int how, Map<String, String> headers, byte[] body, Random random) {
        String signature = headers.get(WebhookVerifier.SIGNATURE);
        byte[] sent = body.clone();
        switch (how) {
            case 0 -> sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> sent = Arrays.copyOf(sent, sent.length - 1 - random.nextInt(sent.length - 1));
            case 2 -> headers.put(WebhookVerifier.ID, headers.get(WebhookVerifier.ID) + random.nextInt(10));
            case 3 ->
                headers.put(
                        WebhookVerifier.TIMESTAMP,
                        Long.toString(
                                Long.parseLong(headers.get(WebhookVerifier.TIMESTAMP)) - 1 - random.nextInt(299)));
            case 4 -> headers.put(WebhookVerifier.SIGNATURE, flipped(signature, random));
            case 5 -> headers.put(WebhookVerifier.SIGNATURE, "v1," + signature.substring(3));
            case 6 ->
                headers.remove(List.of(WebhookVerifier.ID, WebhookVerifier.TIMESTAMP, WebhookVerifier.SIGNATURE)
                        .get(random.nextInt(3)));
            default -> {
                String wrong = "whsec_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
                headers.putAll(signed(wrong, headers.get(WebhookVerifier.ID), body));
            }
        }
        return sent;
    }

    private static String flipped(String signature, Random random) {
        int at = 3 + random.nextInt(signature.length() - 3);
        char other = signature.charAt(at) == 'a' ? 'b' : 'a';
        return signature.substring(0, at) + other + signature.substring(at + 1);
    }

    private void shuffled(int chunks, int times, long seed) throws Exception {
        List<Callable<Outcome>> deliveries = new ArrayList<>();
        for (int chunk = 0; chunk < chunks; chunk++) {
            AttemptKey key = new AttemptKey(new JobId("acme", "many"), chunk, 1);
            String marker = String.format("%032x", 1000 + chunk);
            bench.intended(key, marker);
            byte[] body = body("q" + chunk);
            Map<String, String> headers = signed(SECRET, "q" + chunk, body);
            for (int i = 0; i < times; i++) {
                deliveries.add(() -> take(marker, headers, body));
            }
        }
        Collections.shuffle(deliveries, new Random(seed));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        int acted = 0;
        try {
            for (Future<Outcome> delivery : threads.invokeAll(deliveries)) {
                acted += delivery.get() == Outcome.ACTED_ON ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(acted).isEqualTo(chunks);
        assertThat(nudges.values())
                .hasSize(chunks)
                .allSatisfy(count -> assertThat(count.get()).isEqualTo(1));
    }
}
