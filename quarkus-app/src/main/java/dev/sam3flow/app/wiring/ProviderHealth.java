package dev.sam3flow.app.wiring;

import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * A provider that does not answer makes the service degraded, never unready: another process would not reach it either, and jobs
 * wait by themselves.
 */
@Singleton
@Readiness
public class ProviderHealth implements HealthCheck {
    private static final int IN_A_ROW = 3;

    private final AtomicInteger failures = new AtomicInteger();
    private volatile String last = "";

    ProviderHealth(MeterRegistry meters) {
        Gauge.builder("sam3.provider.degraded", () -> isDegraded() ? 1 : 0)
                .description("1 while call after call of the provider gets no answer that can be used")
                .register(meters);
    }

    boolean isDegraded() {
        return failures.get() >= IN_A_ROW;
    }

    /** Makes a call and remembers whether the provider answered: a refusal is an answer. */
    <T> T watch(Supplier<T> call) {
        try {
            T answer = call.get();
            failures.set(0);
            return answer;
        } catch (UnavailableException | SubmissionOutcomeUnknownException | MalformedResponseException e) {
            last = e.code();
            failures.incrementAndGet();
            throw e;
        } catch (Sam3Exception answered) {
            failures.set(0);
            throw answered;
        }
    }

    @Override
    public HealthCheckResponse call() {
        var health = HealthCheckResponse.named("provider").up().withData("state", isDegraded() ? "degraded" : "ok");
        return isDegraded()
                ? health.withData("calls failed in a row", failures.get())
                        .withData("last", last)
                        .build()
                : health.build();
    }
}
