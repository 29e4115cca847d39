package dev.sam3flow.cameltemporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the endpoint does at any server. */
abstract class TemporalContract {
    private final String queue = "orders-" + UUID.randomUUID();
    private final String packing = "packing-" + UUID.randomUUID();
    private final String start = "temporal:start?workflowType=Order&taskQueue=" + queue;
    protected final DefaultCamelContext context = new DefaultCamelContext();
    private WorkerFactory workflows;
    private ProducerTemplate template;

    abstract WorkflowClient client();

    @BeforeEach
    void open() {
        workflows = WorkerFactory.newInstance(client());
        workflows.newWorker(queue).registerWorkflowImplementationTypes(Order.Gathering.class);
        workflows.start();
        context.getRegistry().bind("client", client());
        context.getShutdownStrategy().setTimeout(5);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void close() {
        context.stop();
        workflows.shutdownNow();
        workflows.awaitTermination(5, TimeUnit.SECONDS);
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private static TemporalEndpointException failure(Exchange exchange) {
        return exchange.getException(TemporalEndpointException.class);
    }

    /** @return the id of an order that waits for items */
    private String anOrder() {
        Exchange started = send(start, new Object[] {"Ada", packing}, Map.of());
        assertThat(started.getException()).isNull();
        return started.getMessage().getHeader(TemporalConstants.WORKFLOW_ID, String.class);
    }

    private void route(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
    }

    private interface Packing {
        void pack(Exchange exchange) throws Exception;
    }

    private void packBy(String options, Packing packer) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("temporal:activity?activityType=Pack&taskQueue=" + packing + options)
                        .routeId("packing")
                        .process(packer::pack);
            }
        });
    }

    @Test
    void aRouteStartsAWorkflowThatCallsAnotherRoute() throws Exception {
        packBy("&argumentType=" + Order.Parcel.class.getName(), exchange -> {
            Order.Parcel parcel = exchange.getMessage().getBody(Order.Parcel.class);
            exchange.getMessage().setBody(parcel.customer() + " gets " + parcel.items());
        });
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:order")
                        .to(start)
                        .setBody(constant("pen"))
                        .to("temporal:signal?name=add")
                        .setBody(constant("Grace"))
                        .to("temporal:update?name=rename&resultType=java.lang.Integer")
                        .setProperty("items", body())
                        .setBody(constant((Object) null))
                        .to("temporal:signal?name=send")
                        .to("temporal:result?resultType=java.lang.String");
            }
        });

        Exchange done = send("direct:order", new Object[] {"Ada", packing}, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody()).isEqualTo("Grace gets [pen]");
        assertThat(done.getProperty("items")).isEqualTo(1);
        assertThat(done.getMessage().getHeader(TemporalConstants.RUN_ID)).isNotNull();
    }

    @Test
    void aQueryGivesJsonOrTheClassThatIsNamed() {
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());

        Exchange plain = send("temporal:query?name=parcel", null, about);
        Exchange typed = send("temporal:query?name=parcel&resultType=" + Order.Parcel.class.getName(), null, about);

        assertThat(plain.getMessage().getBody()).isEqualTo(Map.of("customer", "Ada", "items", List.of()));
        assertThat(typed.getMessage().getBody()).isEqualTo(new Order.Parcel("Ada", List.of()));
    }

    @Test
    void theSameIdIsTheSameWorkflowAndTwoStartsOfARouteAreTwo() throws Exception {
        String id = "order-" + UUID.randomUUID();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to(start)
                        .setProperty("first", header(TemporalConstants.WORKFLOW_ID))
                        .to(start);
            }
        });

        Exchange first = send(start, new Object[] {"Ada", packing}, Map.of(TemporalConstants.START_ID, id));
        Exchange second = send(start, new Object[] {"Ada", packing}, Map.of(TemporalConstants.START_ID, id));
        Exchange refused =
                send(start + "&onRunning=fail", new Object[] {"Ada", packing}, Map.of(TemporalConstants.START_ID, id));
        Exchange twice = send("direct:twice", new Object[] {"Ada", packing}, Map.of());

        assertThat(second.getMessage().getHeader(TemporalConstants.RUN_ID))
                .isEqualTo(first.getMessage().getHeader(TemporalConstants.RUN_ID));
        assertThat(failure(refused).code()).isEqualTo("already-started");
        assertThat(failure(refused).workflowId()).contains(id);
        assertThat(twice.getMessage().getHeader(TemporalConstants.WORKFLOW_ID))
                .isNotEqualTo(twice.getProperty("first"));
    }

    @Test
    void whatAWorkflowRefusesIsATypedException() {
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());

        Exchange update = send("temporal:update?name=rename", " ", about);
        Exchange query = send("temporal:query?name=weight", null, about);
        Exchange unknown = send("temporal:signal?name=add&workflowId=nobody-knows-it", "pen", Map.of());
        Exchange nameless = send("temporal:signal", "pen", about);
        Exchange nowhere = send("temporal:cancel", null, Map.of());

        assertThat(failure(update).code()).isEqualTo("update-failed");
        assertThat(failure(update)).hasCauseInstanceOf(WorkflowUpdateException.class);
        assertThat(failure(query).code()).isEqualTo("query-failed");
        assertThat(failure(unknown).code()).isEqualTo("not-found");
        assertThat(failure(nameless).code()).isEqualTo("invalid-input");
        assertThat(failure(nowhere)).hasMessageContaining("workflowId");
    }

    @Test
    void aCancelledWorkflowEndsItsResultAndItsRoute() throws Exception {
        AtomicBoolean beyond = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("temporal:activity?activityType=Pack&taskQueue=" + packing)
                        .process(exchange -> {
                            begun.countDown();
                            ActivityHandle handle =
                                    exchange.getProperty(TemporalConstants.ACTIVITY, ActivityHandle.class);
                            await().atMost(Duration.ofSeconds(30)).until(handle::cancelRequested);
                        })
                        .process(exchange -> beyond.set(true));
            }
        });
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        CompletableFuture<Exchange> result = template.asyncSend("temporal:result", exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(about));
        });
        send("temporal:signal?name=send", null, about);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        send("temporal:cancel?reason=no more", null, about);

        TemporalEndpointException ended = failure(result.get(20, TimeUnit.SECONDS));
        assertThat(ended.code()).isEqualTo("workflow-cancelled");
        assertThat(ended).hasCauseInstanceOf(WorkflowFailedException.class);
        assertThat(beyond).isFalse();
    }

    @Test
    void aRouteThatFailsIsTriedAgainAndKnowsWhatTheLastBeatSaid() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        packBy("", exchange -> {
            ActivityHandle handle = exchange.getProperty(TemporalConstants.ACTIVITY, ActivityHandle.class);
            told.add(exchange.getMessage().getHeader(TemporalConstants.ATTEMPT) + ":"
                    + handle.lastHeartbeat(String.class).orElse("nothing"));
            handle.heartbeat("half");
            if (told.size() < 3) {
                throw new IllegalStateException("no tape");
            }
            exchange.getMessage().setBody("packed");
        });
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        send("temporal:signal?name=send", null, about);

        Exchange done = send("temporal:result", null, about);

        assertThat(done.getMessage().getBody()).isEqualTo("packed");
        assertThat(told).containsExactly("1:nothing", "2:half", "3:half");
    }

    @Test
    void anExceptionThatIsNotRetryableEndsTheActivityAtOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        packBy("&nonRetryable=java.lang.IllegalArgumentException", exchange -> {
            tries.incrementAndGet();
            throw new NumberFormatException("no such parcel");
        });
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        send("temporal:signal?name=send", null, about);

        Exchange failed = send("temporal:result", null, about);

        assertThat(failure(failed).code()).isEqualTo("workflow-failed");
        assertThat(failure(failed))
                .hasRootCauseInstanceOf(ApplicationFailure.class)
                .rootCause()
                .hasMessageContaining("no such parcel");
        assertThat(tries).hasValue(1);
    }

    @Test
    void aBodyThatCannotBeSentIsSaidOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        packBy("", exchange -> {
            tries.incrementAndGet();
            exchange.getMessage().setBody(new Object());
        });
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        send("temporal:signal?name=send", null, about);

        Exchange failed = send("temporal:result", null, about);

        assertThat(failure(failed).code()).isEqualTo("workflow-failed");
        assertThat(tries).hasValue(1);
    }

    @Test
    void manyResultsAreWaitedForByFewThreads() throws Exception {
        packBy("", exchange -> exchange.getMessage().setBody("packed"));
        List<String> ids =
                java.util.stream.IntStream.range(0, 30).mapToObj(i -> anOrder()).toList();
        long before = threads();
        List<CompletableFuture<Exchange>> results = ids.stream()
                .map(id -> template.asyncSend(
                        "temporal:result",
                        exchange -> exchange.getMessage().setHeader(TemporalConstants.WORKFLOW_ID, id)))
                .toList();
        await().until(() -> component().calls().size() == 30);
        long during = threads();

        ids.forEach(id -> send("temporal:signal?name=send", null, Map.of(TemporalConstants.WORKFLOW_ID, id)));

        for (CompletableFuture<Exchange> result : results) {
            assertThat(result.get(30, TimeUnit.SECONDS).getMessage().getBody()).isEqualTo("packed");
        }
        assertThat(during - before).isLessThanOrEqualTo(4);
    }

    @Test
    void stoppingEndsEveryWaitAtOnceAndLeavesNoThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        packBy("", exchange -> {
            begun.countDown();
            letGo.await(20, TimeUnit.SECONDS);
        });
        String id = anOrder();
        List<CompletableFuture<Exchange>> results = java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> template.asyncSend(
                        "temporal:result",
                        exchange -> exchange.getMessage().setHeader(TemporalConstants.WORKFLOW_ID, id)))
                .toList();
        send("temporal:signal?name=send", null, Map.of(TemporalConstants.WORKFLOW_ID, id));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> component().calls().size() == 5);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::stop);

        for (CompletableFuture<Exchange> result : results) {
            TemporalEndpointException thrown = failure(result.get(1, TimeUnit.SECONDS));
            assertThat(thrown.code()).isEqualTo("stopped");
            assertThat(thrown.workflowId()).contains(id);
        }
        letGo.countDown();
        stopping.get(20, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(5)).until(() -> threads() == 0);
    }

    @Test
    void aSuspendedRouteTakesNothingUntilItIsResumed() throws Exception {
        AtomicInteger packed = new AtomicInteger();
        packBy("", exchange -> {
            packed.incrementAndGet();
            exchange.getMessage().setBody("packed");
        });
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        await().until(this::polled);
        context.getRouteController().suspendRoute("packing");

        send("temporal:signal?name=send", null, about);
        Exchange impatient = send("temporal:result?waitTimeout=300", null, about);
        context.getRouteController().resumeRoute("packing");
        Exchange done = send("temporal:result?waitTimeout=60000", null, about);

        assertThat(failure(impatient).code()).isEqualTo("timed-out");
        assertThat(done.getException()).isNull();
        assertThat(packed).hasValue(1);
    }

    /** It is held, so that no route sees it; its heartbeats learn that it is not wanted any more. */
    @Test
    void whatASuspendedRouteHoldsEndsWhenItsWorkflowIsCancelled() throws Exception {
        AtomicInteger packed = new AtomicInteger();
        packBy("", exchange -> {
            packed.incrementAndGet();
            exchange.getMessage().setBody("packed");
        });
        Map<String, Object> first = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        send("temporal:signal?name=send", null, first);
        send("temporal:result", null, first);
        String second = anOrder();
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, second);
        context.getRouteController().suspendRoute("packing");
        send("temporal:signal?name=send", null, about);
        await().atMost(Duration.ofSeconds(20)).until(() -> isBegun(second));

        send("temporal:cancel", null, about);
        Exchange ended = send("temporal:result?waitTimeout=20000", null, about);

        assertThat(failure(ended).code()).isEqualTo("workflow-cancelled");
        assertThat(packed).hasValue(1);
    }

    /** True where a worker has taken the workflow's activity. */
    private boolean isBegun(String workflowId) {
        return client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client().getOptions().getNamespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build())
                .getPendingActivitiesList()
                .stream()
                .anyMatch(activity -> activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    }

    @Test
    void whatASuspendedRouteHoldsIsTriedAgainWhenItWasStopped() throws Exception {
        AtomicInteger packed = new AtomicInteger();
        packBy("", exchange -> {
            packed.incrementAndGet();
            exchange.getMessage().setBody("packed");
        });
        Map<String, Object> about = Map.of(TemporalConstants.WORKFLOW_ID, anOrder());
        await().until(this::polled);
        context.getRouteController().suspendRoute("packing");
        send("temporal:signal?name=send", null, about);
        Exchange impatient = send("temporal:result?waitTimeout=1000", null, about);

        context.getRouteController().stopRoute("packing");
        int packedByStopped = packed.get();
        context.getRouteController().startRoute("packing");
        Exchange done = send("temporal:result?waitTimeout=20000", null, about);

        assertThat(failure(impatient).code()).isEqualTo("timed-out");
        assertThat(packedByStopped).isZero();
        assertThat(done.getException()).isNull();
        assertThat(packed).hasValue(1);
    }

    @Test
    void twoRoutesShareATaskQueueAndMayNotBeTheSameActivity() throws Exception {
        packBy("", exchange -> exchange.getMessage().setBody("packed"));
        String other = "temporal:activity?taskQueue=" + packing;

        assertThatThrownBy(() -> consume(other + "&activityType=Pack&synchronous=false&heartbeat=false"))
                .hasStackTraceContaining("two routes are activity Pack");
        assertThatThrownBy(() -> consume(other + "&activityType=Ship&maxConcurrent=3"))
                .hasStackTraceContaining("maxConcurrent=3");
    }

    private void consume(String uri) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("log:x");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temporal:start?workflowType=Order",
                "temporal:start?taskQueue=%20",
                "temporal:activity?taskQueue=q",
                "temporal:activity?activityType=a",
                "temporal:activity?activityType=a&taskQueue=q&maxConcurrent=0",
                "temporal:result?waitTimeout=-1",
                "temporal:ponder",
                "temporal:result?resultType=no.such.Class",
                "temporal:start?taskQueue=q&onRunning=explode"
            })
    void optionsThatCannotWorkAreRefusedAtTheStart(String uri) {
        assertThatThrownBy(() -> context.getEndpoint(uri)).isInstanceOf(ResolveEndpointFailedException.class);
    }

    @Test
    void theHealthCheckSaysWhetherTaskQueuesArePolled() throws Exception {
        packBy("", exchange -> {});

        await().atMost(Duration.ofSeconds(10)).until(this::polled);
    }

    private boolean polled() {
        return HealthCheckHelper.getHealthCheckRegistry(context)
                        .getCheck("temporal-workers")
                        .orElseThrow()
                        .call()
                        .getState()
                == HealthCheck.State.UP;
    }

    private TemporalComponent component() {
        return context.getComponent("temporal", TemporalComponent.class);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("TemporalC"))
                .count();
    }
}
