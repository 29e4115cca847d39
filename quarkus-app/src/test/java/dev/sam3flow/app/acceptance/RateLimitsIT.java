package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose callers may ask 20 times a minute, and whose addresses may try three wrong keys. */
class RateLimitsIT {
    private static final String JOBS = "/api/v1/jobs";
    private static final String AUTHORIZATION = "Authorization";

    @TempDir
    static Path folder;

    private static RunningService service;
    private static String eager;
    private static String calm;

    @BeforeAll
    static void start() {
        eager = key();
        calm = key();
        service = RunningService.start(
                folder,
                Map.of(
                        "SAM3_SECURITY_MODE", "on",
                        "SAM3_SECURITY_REQUESTS_PER_MINUTE", "20",
                        "SAM3_SECURITY_WRONG_KEYS_PER_MINUTE", "3"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String key() {
        return "Bearer "
                + new Sam3Process(folder)
                        .run("key", "create", "--tenant", "acme", "--name", "it", "--scope", "read")
                        .out()
                        .strip();
    }

    private static void isTooMuch(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains(code);
    }

    /** In this order: an address that has tried too many wrong keys is not heard with a right one either. */
    @Test
    void aCallerThatAsksTooOftenAndAnAddressThatGuessesAreHeldBackAndNobodyElse() {
        int admitted = untilTooMuch(eager, 200, "rate-limited");
        assertThat(admitted).isGreaterThanOrEqualTo(20);
        assertThat(service.get(JOBS, AUTHORIZATION, calm).statusCode()).isEqualTo(200);

        String wrong = calm.substring(0, calm.length() - 1) + (calm.endsWith("x") ? "y" : "x");
        int tried = untilTooMuch(wrong, 401, "too-many-wrong-keys");
        assertThat(tried).isGreaterThanOrEqualTo(2);
        isTooMuch(service.get(JOBS, AUTHORIZATION, calm), "too-many-wrong-keys");
    }

    /** How many are answered as expected before one is too much; the allowance fills up meanwhile. */
    private static int untilTooMuch(String key, int expected, String code) {
        for (int answered = 0; answered < 300; answered++) {
            HttpResponse<String> answer = service.get(JOBS, AUTHORIZATION, key);
            if (answer.statusCode() == 429) {
                isTooMuch(answer, code);
                return answered;
            }
            assertThat(answer.statusCode()).isEqualTo(expected);
        }
        throw new AssertionError("300 requests, and none was too much");
    }
}
