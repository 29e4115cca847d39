package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.PredictionFailure;
import dev.sam3flow.core.track.FrameSegments;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
    private static final String QUICK = "firstLook=1&pollInterval=1&maxPollInterval=20";
    private static final String SEGMENT = "sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&" + QUICK;

    private final FakeProvider provider = new FakeProvider();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("provider", provider);
        context.getShutdownStrategy().setTimeout(20);
        context.start();
        template = context.createProducerTemplate();
        video = Files.writeString(folder.resolve("in put.MOV"), "VIDEO").toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    private static Sam3EndpointException failure(Exchange exchange) {
        return exchange.getException(Sam3EndpointException.class);
    }

    @Test
    void aFileComesBackAsMasks() {
        Exchange done = send(SEGMENT, video, Map.of());

        SegmentResult result = done.getMessage().getBody(SegmentResult.class);
        assertThat(result.frames()).hasSize(2);
        assertThat(result.frames().get(0).segments()).singleElement().satisfies(segment -> {
            assertThat(segment.mask().area()).isEqualTo(15);
            assertThat(segment.mask().contains(2, 0)).isTrue();
            assertThat(segment.label()).isEqualTo("person");
            assertThat(segment.track()).isEqualTo(1);
        });
        assertThat(result.frames().get(1).segments()).isEmpty();
        assertThat(result.dialect()).isEqualTo("pairs-row-1");
        assertThat(done.getMessage().getHeader(Sam3Constants.PREDICTION_ID)).isEqualTo(result.predictionId());
        assertThat(done.getMessage().getHeader(Sam3Constants.SIMULATED)).isEqualTo(true);
        assertThat(provider.uploads).singleElement().asString().matches("[0-9a-f]{32}\\.mov");
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "text", "uri", "bytes", "stream"})
    void theBodyMayBeAnyFormOfAVideo(String form) throws Exception {
        Object body = switch (form) {
            case "path" -> video.toPath();
            case "text" -> video.getPath();
            case "uri" -> video.toURI().toString();
            case "bytes" -> Files.readAllBytes(video.toPath());
            default -> Files.newInputStream(video.toPath());
        };

        Exchange done = send(SEGMENT, body, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void aRemoteVideoIsOptIn() {
        Exchange refused = send(SEGMENT, "https://public.example/v.mp4", Map.of());
        Exchange done = send(SEGMENT + "&allowRemoteVideo=true", "https://public.example/v.mp4", Map.of());

        assertThat(failure(refused).code()).isEqualTo("invalid-input");
        assertThat(failure(refused)).hasMessageContaining("allowRemoteVideo");
        assertThat(done.getException()).isNull();
        assertThat(provider.uploads).isEmpty();
        assertThat(provider.submits.get(0).video().toString()).isEqualTo("https://public.example/v.mp4");
    }

    @Test
    void everyPredictionIsCalledBackAtAPathOfItsOwn() {
        String uri = SEGMENT + "&webhookUrl=https://hooks.example/sam3/webhook";

        send(uri, video, Map.of());
        send(uri, video, Map.of());

        assertThat(provider.webhooks)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(url -> url.matches("https://hooks\\.example/sam3/webhook/[0-9a-f]{32}"));
    }

    @Test
    void headersOverrideOptions() {
        Exchange done = send(
                "sam3:segment?prompt=person&dialect=pairs-row-1&" + QUICK,
                video,
                Map.of(
                        Sam3Constants.PROMPT, "red ball, cloth",
                        Sam3Constants.FRAME_SIZE, "7x5",
                        Sam3Constants.POINTS, "3,1;0,0,0",
                        Sam3Constants.BOXES, "1,0,6,4"));

        assertThat(done.getException()).isNull();
        assertThat(provider.submits.get(0).prompts().texts()).containsExactly("red ball", "cloth");
        assertThat(provider.submits.get(0).prompts().points()).hasSize(2);
        assertThat(provider.submits.get(0).prompts().boxes()).hasSize(1);
        assertThat(done.getMessage().getHeader(Sam3Constants.PROMPT)).isEqualTo("red ball, cloth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelSam3Prompt= ",
                "CamelSam3Points=1",
                "CamelSam3Points=1,2,3",
                "CamelSam3Points=1,-2",
                "CamelSam3Points=99999999999,1",
                "CamelSam3Boxes=1,2,3",
                "CamelSam3Boxes=5,5,1,1",
                "CamelSam3Boxes=a,b,c,d",
                "CamelSam3FrameSize=0x5",
                "CamelSam3FrameSize=99999x99999",
                "CamelSam3FrameSize=../../etc",
                "CamelSam3Dialect=magic",
                "CamelSam3WaitTimeout=-1",
                "CamelSam3PollInterval=0",
                "CamelSam3PollInterval=21",
                "CamelSam3PollFactor=NaN",
                "CamelSam3PollFactor=0.9",
                "CamelSam3PollJitter=-1",
                "CamelSam3FirstLook=-1",
                "CamelSam3FirstLook=soon",
                "CamelSam3MaxPollInterval=0",
                "CamelSam3MaxRetryAfter=-1",
                "CamelSam3Operation=shell",
                "CamelSam3Operation=JOB"
            })
    void aBadHeaderIsRefusedBeforeAnythingIsSent(String header) {
        String[] parts = header.split("=", 2);

        Exchange refused = send(SEGMENT, video, Map.of(parts[0], parts[1]));

        assertThat(failure(refused)).isNotNull();
        assertThat(provider.uploads).isEmpty();
        assertThat(provider.submits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/nowhere/x.mp4", "/", "ftp://x.example/v.mp4", "file://host/v.mp4", "\u0000", "a b://c"})
    void aBodyThatIsNoVideoIsRefused(String body) {
        Exchange refused = send(SEGMENT, body, Map.of());

        assertThat(failure(refused)).hasCauseInstanceOf(InvalidInputException.class);
        assertThat(provider.uploads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pollInterval=0",
                "pollInterval=100&maxPollInterval=50",
                "pollFactor=0.5",
                "pollJitter=2",
                "firstLook=-1",
                "waitTimeout=-1",
                "dialect=magic",
                "webhookUrl=http://hooks.example/x",
                "apiKey=k&webhookUrl=http://localhost:8080/x",
                "lookBack=0",
                "callTimeout=0",
                "connectTimeout=-5",
                "frameSize=big",
                "maxCharge=much",
                "points=1",
                "quietPeriod=-1",
                "maxRetryAfter=-1",
                "proxyPort=8080",
                "proxyHost=proxy.example",
                "proxyHost=proxy.example&proxyPort=65536",
                "maxVideoBytes=0",
                "boxes=1,2"
            })
    void optionsThatCannotWorkAreRefusedAtTheStart(String options) {
        assertThatThrownBy(() -> context.getEndpoint("sam3:segment?prompt=x&" + options))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .rootCause()
                .isInstanceOfAny(IllegalArgumentException.class, InvalidInputException.class);
    }

    @Test
    void looksUntilItHasEndedAndBearsTrouble() {
        provider.looksNeeded = 4;
        provider.lookErrors.add(new UnavailableException("busy", null));
        provider.lookErrors.add(new RateLimitedException("slow", Duration.ofMillis(30)));

        Exchange done = send(SEGMENT, video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(provider.looks).hasValue(6);
    }

    /** With the options alone, each of these would wait for an hour. */
    @Test
    void headersOverrideThePausesBetweenLooks() {
        provider.looksNeeded = 3;

        Exchange done = send(
                "sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&firstLook=1h&pollInterval=1h&maxPollInterval=1h",
                video,
                Map.of(
                        Sam3Constants.FIRST_LOOK,
                        "1",
                        Sam3Constants.POLL_INTERVAL,
                        1L,
                        Sam3Constants.MAX_POLL_INTERVAL,
                        2,
                        Sam3Constants.POLL_FACTOR,
                        1.0,
                        Sam3Constants.POLL_JITTER,
                        0));

        assertThat(done.getException()).isNull();
        assertThat(provider.looks).hasValue(3);
    }

    /** A provider, or who stands between, may not put a route to sleep for as long as it likes. */
    @ParameterizedTest
    @CsvSource({"20,", "1h,20"})
    void aPauseThatTheProviderAsksForIsGrantedUpToALimit(String option, String header) {
        provider.submitErrors.add(new RateLimitedException("slow", Duration.ofDays(300)));
        provider.lookErrors.add(new RateLimitedException("slow", Duration.ofDays(300)));

        Exchange done = send(
                SEGMENT + "&maxRetryAfter=" + option,
                video,
                header == null ? Map.of() : Map.of(Sam3Constants.MAX_RETRY_AFTER, header));

        assertThat(done.getException()).isNull();
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void aRateLimitedSubmitIsSentAgainWithoutAnotherUpload() {
        provider.submitErrors.add(new RateLimitedException("slow", Duration.ofMillis(20)));
        provider.submitErrors.add(new RateLimitedException("slow", null));

        Exchange done = send(SEGMENT, video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(provider.uploads).hasSize(1);
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void aFailedPredictionIsATypedException() {
        provider.failure = new PredictionFailure(PredictionFailure.Reason.MODEL_FAILED, 1405, "no luck");

        Exchange failed = send(SEGMENT, video, Map.of());

        PredictionFailedException thrown = failed.getException(PredictionFailedException.class);
        assertThat(thrown.reason()).isEqualTo(PredictionFailure.Reason.MODEL_FAILED);
        assertThat(thrown.predictionId()).isPresent();
        assertThat(thrown).hasMessageContaining("no luck").hasMessageContaining("1405");
    }

    @Test
    void masksThatCannotBeReadAreATypedException() {
        provider.rle = "[\"1 2 3\"]";

        Exchange failed = send(SEGMENT, video, Map.of());

        assertThat(failure(failed).code()).isEqualTo("malformed-rle");
        assertThat(failure(failed).predictionId()).isPresent();
    }

    @Test
    void masksThatCanBeReadInTwoWaysAreRefusedRatherThanGuessed() {
        Exchange failed = send(SEGMENT + "&synchronous=true", video, Map.of(Sam3Constants.DIALECT, "auto"));

        assertThat(failure(failed).code()).isEqualTo("ambiguous-dialect");
        assertThat(failure(failed)).hasMessageContaining("pairs-column-1");
    }

    @Test
    void aWaitEndsWhenItsTimeIsUpAndNamesThePrediction() {
        provider.looksNeeded = Integer.MAX_VALUE;

        Exchange failed = send(SEGMENT, video, Map.of(Sam3Constants.WAIT_TIMEOUT, 200));

        Sam3WaitTimeoutException thrown = failed.getException(Sam3WaitTimeoutException.class);
        assertThat(thrown.predictionId().orElseThrow()).startsWith("p1-");
        assertThat(provider.deleted).isEmpty();
    }

    /** The trap of asynchronous producers: Camel stops, and whoever waits for a prediction waits for ever. */
    @Test
    void stoppingEndsEveryWaitAtOnceAndNamesThePrediction() throws Exception {
        provider.looksNeeded = Integer.MAX_VALUE;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(SEGMENT + "&cancelOnStop=true");
            }
        });
        List<CompletableFuture<Exchange>> callers = IntStream.range(0, 20)
                .mapToObj(i -> template.asyncSend(
                        i % 2 == 0 ? "direct:in" : SEGMENT + "&cancelOnStop=true",
                        exchange -> exchange.getMessage().setBody(video)))
                .toList();
        await().until(() -> provider.submits.size() == 20 && provider.looks.get() > 40);
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);

        long began = System.nanoTime();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::stop);

        for (CompletableFuture<Exchange> caller : callers) {
            Sam3StoppedException thrown = caller.get(1, TimeUnit.SECONDS).getException(Sam3StoppedException.class);
            assertThat(thrown.predictionId().orElseThrow()).startsWith("p");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        stopping.get(10, TimeUnit.SECONDS);
        assertThat(component.waits().size()).isZero();
        assertThat(provider.deleted).hasSize(20);
        // a terminated pool's last thread may still be on its way out
        await().until(() -> threads() == 0);
    }

    @Test
    void stoppingWithinASubmitEndsTheWaitAndSaysThatThereIsNoIdYet() throws Exception {
        CompletableFuture<Void> letGo = new CompletableFuture<>();
        CompletableFuture<Void> submitting = new CompletableFuture<>();
        provider.beforeSubmit = () -> {
            submitting.complete(null);
            try {
                letGo.get(10, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException ended) {
                throw new SubmissionOutcomeUnknownException("interrupted", ended);
            }
        };
        CompletableFuture<Exchange> caller =
                template.asyncSend(SEGMENT, exchange -> exchange.getMessage().setBody(video));
        submitting.get(5, TimeUnit.SECONDS);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::stop);

        Sam3StoppedException thrown = caller.get(1, TimeUnit.SECONDS).getException(Sam3StoppedException.class);
        assertThat(thrown.predictionId()).isEmpty();
        letGo.complete(null);
        stopping.get(10, TimeUnit.SECONDS);
    }

    /** Camel's own redelivery sends the exchange to the producer again; the money must not go out again. */
    @Test
    void redeliveryNeverBuysASecondPrediction() throws Exception {
        provider.lookErrors.add(new SubmissionOutcomeUnknownException("not retryable, in the middle of a wait"));
        provider.lookErrors.add(new SubmissionOutcomeUnknownException("again"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(5).redeliveryDelay(1));
                from("direct:redelivered").to(SEGMENT);
            }
        });

        Exchange done = send("direct:redelivered", video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody()).isInstanceOf(SegmentResult.class);
        assertThat(provider.submits).hasSize(1);
        assertThat(provider.uploads).hasSize(1);
    }

    @Test
    void redeliveryAfterALostAnswerDoesNotSubmitAgain() throws Exception {
        provider.submitErrors.add(new SubmissionOutcomeUnknownException("lost"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(5).redeliveryDelay(1));
                from("direct:redelivered").to(SEGMENT + "&quietPeriod=0");
            }
        });

        Exchange failed = send("direct:redelivered", video, Map.of());

        assertThat(failure(failed).code()).isEqualTo("submission-outcome-unknown");
        assertThat(provider.submits).isEmpty();
        assertThat(provider.submitErrors).isEmpty();
    }

    @Test
    void theSameExchangeMayOrderAgainAfterItsResult() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .setProperty("video", body())
                        .to(SEGMENT)
                        .setBody(exchangeProperty("video"))
                        .to(SEGMENT);
            }
        });

        Exchange done = send("direct:twice", video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(provider.submits).hasSize(2);
    }

    @Test
    void coresErrorsCanBeHandledByType() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(InvalidInputException.class).handled(true).setBody(constant("handled"));
                from("direct:handled").to(SEGMENT);
            }
        });

        Exchange done = send("direct:handled", "/nowhere.mp4", Map.of());

        assertThat(done.getMessage().getBody()).isEqualTo("handled");
    }

    @Test
    void theSplitterTakesFramesAndTextIsMasksJsonl() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split").to(SEGMENT).split(body()).to("mock:frames");
            }
        });
        MockEndpoint frames = context.getEndpoint("mock:frames", MockEndpoint.class);
        frames.expectedMessageCount(2);

        template.requestBody("direct:split", video);
        String text = template.requestBody(SEGMENT, video, String.class);

        frames.assertIsSatisfied();
        assertThat(frames.getReceivedExchanges().get(0).getMessage().getBody()).isInstanceOf(FrameSegments.class);
        assertThat(text.lines()).hasSize(3);
        assertThat(text).contains("\"counts\":\"622101OO2O3O\"");
    }

    @Test
    void aSynchronousEndpointHoldsItsCaller() {
        provider.looksNeeded = 3;
        String[] thread = new String[2];

        template.request(SEGMENT + "&synchronous=true", exchange -> {
            thread[0] = Thread.currentThread().getName();
            exchange.getMessage().setBody(video);
        });
        thread[1] = Thread.currentThread().getName();

        assertThat(thread[0]).isEqualTo(thread[1]);
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void fiveThousandInFlightNeedNoThreadEach() throws Exception {
        provider.looksNeeded = 3;
        context.getEndpoint(SEGMENT);
        int before = Thread.activeCount();
        String slower =
                "sam3:segment?prompt=person&frameSize=7x5&dialect=pairs-row-1&firstLook=1500&pollInterval=200&maxPollInterval=400";
        int[] most = {0};

        List<CompletableFuture<Exchange>> callers = IntStream.range(0, 5000)
                .mapToObj(i -> template.asyncSend(
                        slower, exchange -> exchange.getMessage().setBody(video)))
                .toList();
        while (!callers.stream().allMatch(CompletableFuture::isDone)) {
            most[0] = Math.max(most[0], (int) threads());
            TimeUnit.MILLISECONDS.sleep(20);
        }

        List<Exception> failed = callers.stream()
                .map(caller -> (Exception) caller.join().getException())
                .filter(java.util.Objects::nonNull)
                .limit(3)
                .toList();
        assertThat(failed).isEmpty();
        assertThat(provider.submits).hasSize(5000);
        assertThat(most[0]).isBetween(1, 16);
        assertThat(Thread.activeCount()).isLessThan(before + 40);
    }

    @Test
    void whatFailedCarriesTheCallersCause() {
        assertThatThrownBy(() -> template.requestBody(SEGMENT, "/nowhere.mp4"))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(InvalidInputException.class);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("Sam3"))
                .count();
    }
}
