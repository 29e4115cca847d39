package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.core.error.RateLimitedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an exchange is at when the context stops: its caller knows within a second, and no thread is left. */
class StopTest {
    private static final int CALLERS = 6;

    private enum State {
        UPLOADING,
        WAITING_AFTER_A_RATE_LIMIT,
        SUBMITTING,
        LOOKING_FOR_A_LOST_ANSWER,
        WAITING_FOR_THE_FIRST_LOOK,
        WAITING_BETWEEN_LOOKS,
        FETCHING,
        QUEUED_FOR_A_THREAD
    }

    private final FakeProvider provider = new FakeProvider();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("provider", provider);
        context.getShutdownStrategy().setTimeout(5);
        context.start();
        video = Files.writeString(folder.resolve("v.mp4"), "VIDEO").toFile();
    }

    @AfterEach
    void leaveNothing() {
        letGo.countDown();
        context.stop();
    }

    private void hold() {
        inside.incrementAndGet();
        try {
            letGo.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return what is true once exchanges are in the state */
    private java.util.concurrent.Callable<Boolean> bring(State state) {
        switch (state) {
            case UPLOADING, QUEUED_FOR_A_THREAD:
                provider.beforeUpload = this::hold;
                return () -> inside.get() == 4;
            case WAITING_AFTER_A_RATE_LIMIT:
                for (int i = 0; i < CALLERS; i++) {
                    provider.submitErrors.add(new RateLimitedException("slow", Duration.ofHours(1)));
                }
                return () -> provider.submitErrors.isEmpty();
            case SUBMITTING:
                provider.beforeSubmit = this::hold;
                return () -> inside.get() == 4;
            case LOOKING_FOR_A_LOST_ANSWER:
                provider.lostAnswers.set(CALLERS);
                provider.listLag = Integer.MAX_VALUE;
                return () -> provider.finds.get() > 2 * CALLERS;
            case FETCHING:
                provider.beforeFetch = this::hold;
                return () -> inside.get() == 4;
            case WAITING_FOR_THE_FIRST_LOOK:
                return () -> provider.submits.size() == CALLERS;
            default:
                provider.looksNeeded = Integer.MAX_VALUE;
                return () -> provider.looks.get() > 2 * CALLERS;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCallerIsToldAtOnce(State state) throws Exception {
        var reached = bring(state);
        String uri = "sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&pollInterval=5&firstLook="
                + (state == State.WAITING_FOR_THE_FIRST_LOOK ? 3_600_000 : 1);
        List<CompletableFuture<Exchange>> callers = IntStream.range(0, CALLERS)
                .mapToObj(i -> context.createProducerTemplate()
                        .asyncSend(uri, exchange -> exchange.getMessage().setBody(video)))
                .toList();
        await().atMost(Duration.ofSeconds(10)).until(reached);

        long began = System.nanoTime();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::stop);

        for (CompletableFuture<Exchange> caller : callers) {
            assertThat(caller.get(2, TimeUnit.SECONDS).getException()).isInstanceOf(Sam3StoppedException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        letGo.countDown();
        stopping.get(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains("Sam3")));
    }

    /** A suspended route takes nothing new; what it has begun comes to its end. */
    @Test
    void suspendingARouteLetsItsWaitsEnd() throws Exception {
        provider.looksNeeded = 6;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:in?waitForTaskToComplete=Always&timeout=0")
                        .routeId("videos")
                        .to("sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&pollInterval=20&firstLook=1");
            }
        });
        CompletableFuture<Exchange> caller = context.createProducerTemplate()
                .asyncSend(
                        "seda:in?waitForTaskToComplete=Always&timeout=0",
                        exchange -> exchange.getMessage().setBody(video));
        await().until(() -> provider.looks.get() > 2);

        context.getRouteController().suspendRoute("videos");

        assertThat(caller.get(10, TimeUnit.SECONDS).getException()).isNull();
    }
}
