package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.camel.waiting.Wait;
import dev.sam3flow.camel.waiting.Waits;
import dev.sam3flow.core.error.RateLimitedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever an exchange is at when the context, or its route, is stopped or suspended: its caller knows within a second, and no
 * thread is left.
 */
class StopTest {
    private static final int CALLERS = 6;
    /** Who holds a thread must not hold those of the others: the pool that all share has one thread on two processors. */
    private static final Executor OWN_THREADS = task -> new Thread(task).start();

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

    /** What ends waits, and how their callers are told so. */
    private enum Means {
        CONTEXT_STOPS("when the context stopped", DefaultCamelContext::stop),
        CONTEXT_IS_SUSPENDED("when the context was suspended", DefaultCamelContext::suspend),
        ROUTE_STOPS(
                "when route videos stopped",
                context -> context.getRouteController().stopRoute("videos")),
        ROUTE_IS_SUSPENDED(
                "when route videos was suspended",
                context -> context.getRouteController().suspendRoute("videos"));

        private interface Doing {
            void to(DefaultCamelContext context) throws Exception;
        }

        private final String told;
        private final Doing doing;

        Means(String told, Doing doing) {
            this.told = told;
            this.doing = doing;
        }

        CompletableFuture<Void> begin(DefaultCamelContext context) {
            return CompletableFuture.runAsync(
                    () -> {
                        try {
                            doing.to(context);
                        } catch (Exception failed) {
                            throw new IllegalStateException(failed);
                        }
                    },
                    OWN_THREADS);
        }
    }

    private static final String SEGMENT = "sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&pollInterval=5";

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
        context.getShutdownStrategy().setTimeout(20);
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

    static List<Arguments> everyStateAndMeans() {
        return Stream.of(State.values())
                .flatMap(state -> Stream.of(Means.values()).map(means -> Arguments.of(state, means)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyStateAndMeans")
    void everyCallerIsToldAtOnce(State state, Means means) throws Exception {
        var reached = bring(state);
        add(
                "videos",
                "direct:in",
                SEGMENT + "&firstLook=" + (state == State.WAITING_FOR_THE_FIRST_LOOK ? 3_600_000 : 1));
        List<CompletableFuture<Exchange>> callers =
                IntStream.range(0, CALLERS).mapToObj(i -> send("direct:in")).toList();
        await().atMost(Duration.ofSeconds(10)).until(reached);

        long began = System.nanoTime();
        CompletableFuture<Void> going = means.begin(context);

        for (CompletableFuture<Exchange> caller : callers) {
            assertThat(caller.get(2, TimeUnit.SECONDS).getException())
                    .isInstanceOf(Sam3StoppedException.class)
                    .hasMessageContaining(means.told);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        letGo.countDown();
        going.get(10, TimeUnit.SECONDS);
        context.stop();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains("Sam3")));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTEXT_STOPS", "CONTEXT_IS_SUSPENDED"})
    void callersOutsideOfRoutesAreToldToo(Means means) throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        CompletableFuture<Exchange> caller = send(SEGMENT + "&firstLook=1");
        await().until(() -> provider.looks.get() > 2);

        means.begin(context);

        assertThat(caller.get(10, TimeUnit.SECONDS).getException())
                .isInstanceOf(Sam3StoppedException.class)
                .hasMessageContaining(means.told);
    }

    @Test
    void whatASuspendedRouteWaitedForIsPaidOnceAndPickedUpLater() throws Exception {
        provider.looksNeeded = 1_000;
        add("videos", "direct:in", SEGMENT + "&firstLook=1");
        CompletableFuture<Exchange> caller = send("direct:in");
        await().until(() -> provider.looks.get() > 2);
        context.getRouteController().suspendRoute("videos");
        String id = ((Sam3StoppedException) caller.get(10, TimeUnit.SECONDS).getException())
                .predictionId()
                .orElseThrow();
        provider.looksNeeded = 1;

        Exchange seen = context.createProducerTemplate()
                .request("sam3:result", exchange -> exchange.getMessage().setHeader(Sam3Constants.PREDICTION_ID, id));
        Exchange read = context.createProducerTemplate()
                .request(
                        "sam3:decode?frameSize=7x5&dialect=pairs-row-1&prompt=person",
                        exchange -> exchange.getMessage().setHeader(Sam3Constants.PREDICTION_ID, id));

        assertThat(seen.getMessage().getHeader(Sam3Constants.ENDED)).isEqualTo(true);
        assertThat(read.getMessage().getBody(SegmentResult.class).predictionId())
                .isEqualTo(id);
        assertThat(provider.submits).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUTE_STOPS", "ROUTE_IS_SUSPENDED"})
    void aRouteThatIsBackWaitsAgain(Means means) throws Exception {
        add("videos", "direct:in", SEGMENT + "&firstLook=1");
        means.begin(context).get(10, TimeUnit.SECONDS);
        if (means == Means.ROUTE_STOPS) {
            context.getRouteController().startRoute("videos");
        } else {
            context.getRouteController().resumeRoute("videos");
        }

        Exchange done = send("direct:in").get(10, TimeUnit.SECONDS);

        assertThat(done.getMessage().getBody()).isInstanceOf(SegmentResult.class);
    }

    /** Camel lets an exchange that is in the route go on to the endpoint; what would be bought there, nobody would wait for. */
    @Test
    void whatComesToTheEndpointWhileTheRouteGoesDownIsNotPaid() throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        addThatHolds("videos", "direct:in");
        CompletableFuture<Exchange> waiting = send("direct:in");
        CompletableFuture<Exchange> late = sendHeld("direct:in");
        await().until(() -> provider.looks.get() > 2 && inside.get() == 1);
        CompletableFuture<Void> going = Means.ROUTE_IS_SUSPENDED.begin(context);
        waiting.get(10, TimeUnit.SECONDS);

        letGo.countDown();

        assertThat(late.get(10, TimeUnit.SECONDS).getException()).isInstanceOf(Sam3StoppedException.class);
        going.get(10, TimeUnit.SECONDS);
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void aRouteThatCamelGaveUpStoppingWaitsAgain() throws Exception {
        addThatHolds("videos", "direct:in");
        CompletableFuture<Exchange> held = sendHeld("direct:in");
        await().until(() -> inside.get() == 1);
        boolean stopped = context.getRouteController().stopRoute("videos", 1, TimeUnit.SECONDS, true);

        Exchange done = send("direct:in").get(10, TimeUnit.SECONDS);
        letGo.countDown();

        assertThat(stopped).isFalse();
        assertThat(done.getMessage().getBody()).isInstanceOf(SegmentResult.class);
        assertThat(held.get(10, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(SegmentResult.class);
    }

    @Test
    void otherRoutesWaitOn() throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        add("videos", "direct:in", SEGMENT + "&firstLook=1");
        add("others", "direct:others", SEGMENT + "&firstLook=1");
        CompletableFuture<Exchange> mine = send("direct:in");
        CompletableFuture<Exchange> other = send("direct:others");
        await().until(() -> provider.looks.get() > 4);

        context.getRouteController().suspendRoute("videos");
        provider.looksNeeded = 1;

        assertThat(mine.get(10, TimeUnit.SECONDS).getException()).isInstanceOf(Sam3StoppedException.class);
        assertThat(other.get(10, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(SegmentResult.class);
    }

    /** One exchange may be in several routes: whichever of them goes down, it would be waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"outer", "middle", "inner"})
    void eachRouteThatAnExchangeIsInEndsItsWait(String suspended) throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        add("outer", "direct:outer", "direct:middle");
        add("middle", "direct:middle", "direct:inner");
        add("inner", "direct:inner", SEGMENT + "&firstLook=1");
        CompletableFuture<Exchange> caller = send("direct:outer");
        await().until(() -> provider.looks.get() > 2);

        context.getRouteController().suspendRoute(suspended);

        assertThat(caller.get(10, TimeUnit.SECONDS).getException())
                .isInstanceOf(Sam3StoppedException.class)
                .hasMessageContaining("when route " + suspended + " was suspended");
    }

    /** What waits is a copy then, which may share its unit of work with others. */
    @ParameterizedTest
    @ValueSource(strings = {"split", "multicast", "shared", "recipients", "enrich"})
    void copiesOfAnExchangeEndWithItsRoute(String pattern) throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        String uri = SEGMENT + "&firstLook=1";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("direct:in").routeId("videos");
                switch (pattern) {
                    case "split" -> route.split(body()).stopOnException().to(uri);
                    case "multicast" ->
                        route.multicast().stopOnException().parallelProcessing().to(uri, uri + "&tenant=other");
                    case "shared" ->
                        route.multicast()
                                .stopOnException()
                                .parallelProcessing()
                                .shareUnitOfWork()
                                .to(uri, uri + "&tenant=other");
                    case "recipients" -> route.recipientList(constant(uri)).stopOnException();
                    default -> route.enrich(uri);
                }
            }
        });
        CompletableFuture<Exchange> caller = send("direct:in");
        await().until(() -> provider.looks.get() > 4);

        context.getRouteController().suspendRoute("videos");

        assertThat(caller.get(10, TimeUnit.SECONDS).getException())
                .hasStackTraceContaining("when route videos was suspended");
    }

    /** A component that a template or toD brings in finds routes that were there before it. */
    @Test
    void aRouteThatIsOlderThanTheComponentIsSeenToo() throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("videos").toD("${header.to}");
            }
        });
        assertThat(context.hasComponent("sam3")).isNull();
        CompletableFuture<Exchange> caller = context.createProducerTemplate().asyncSend("direct:in", exchange -> {
            exchange.getMessage().setBody(video);
            exchange.getMessage().setHeader("to", SEGMENT + "&firstLook=1");
        });
        await().until(() -> provider.looks.get() > 2);

        context.getRouteController().suspendRoute("videos");

        assertThat(caller.get(10, TimeUnit.SECONDS).getException()).isInstanceOf(Sam3StoppedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void withCancelOnStopAStopDeletesWhatWasWaitedForAndASuspensionDoesNot(Means means) throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        add("videos", "direct:in", SEGMENT + "&firstLook=1&cancelOnStop=true");
        CompletableFuture<Exchange> caller = send("direct:in");
        await().until(() -> provider.looks.get() > 2);

        means.begin(context).get(10, TimeUnit.SECONDS);

        assertThat(caller.get(10, TimeUnit.SECONDS).getException()).isInstanceOf(Sam3StoppedException.class);
        boolean suspended = means == Means.CONTEXT_IS_SUSPENDED || means == Means.ROUTE_IS_SUSPENDED;
        assertThat(provider.deleted).hasSize(suspended ? 0 : 1);
    }

    @Test
    void whatComesAfterTheStopIsToldOnce() {
        Waits waits = new Waits(context, 1, 1);
        AtomicInteger told = new AtomicInteger();
        Exchange exchange = new DefaultExchange(context);

        Wait wait = waits.begin(exchange, doneSync -> told.incrementAndGet(), "the prediction");
        wait.endAfter(Duration.ofHours(1));
        wait.transfer(() -> {});

        assertThat(told).hasValue(1);
        assertThat(exchange.getException()).isInstanceOf(Sam3StoppedException.class);
    }

    private void add(String id, String from, String to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).to(to);
            }
        });
    }

    private CompletableFuture<Exchange> send(String uri) {
        return context.createProducerTemplate()
                .asyncSend(uri, exchange -> exchange.getMessage().setBody(video));
    }

    /** A route before whose endpoint exchanges with the header {@code held} are held. */
    private void addThatHolds(String id, String from) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .routeId(id)
                        .filter(header("held"))
                        .process(exchange -> hold())
                        .end()
                        .to(SEGMENT + "&firstLook=1");
            }
        });
    }

    private CompletableFuture<Exchange> sendHeld(String uri) {
        return CompletableFuture.supplyAsync(
                () -> context.createProducerTemplate().request(uri, exchange -> {
                    exchange.getMessage().setBody(video);
                    exchange.getMessage().setHeader("held", true);
                }),
                OWN_THREADS);
    }
}
