package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes as a user writes them, over HTTP to the simulator; its book is the witness. */
class SimulatorRouteTest {
    private static final int FRAMES = 20;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProviderSimulator simulator;
    private ProducerTemplate template;
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        simulator = ProviderSimulator.builder()
                .delay(Duration.ofMillis(60))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 160, 120, 12_300_000, new int[FRAMES], 1))
                .masks((received, request, sink) -> {
                    for (int frame = 0; frame < FRAMES; frame++) {
                        sink.frame(List.of(new ObjectMask(1, disc(frame))));
                    }
                })
                .start();
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);
        component.getConfiguration().setApiKey("canary-key-123");
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setFirstLook(10);
        component.getConfiguration().setPollInterval(10);
        component.getConfiguration().setFrameSize("160x120");
        context.start();
        template = context.createProducerTemplate();
        video = Files.write(folder.resolve("v.mp4"), new byte[1000]).toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    /** A disc of radius 40 whose middle moves one column a frame. */
    private static RowRuns disc(int frame) {
        BitSet pixels = new BitSet();
        for (int y = 20; y <= 100; y++) {
            int half = (int) Math.sqrt(40 * 40 - (y - 60) * (y - 60));
            pixels.set(y * 160 + 50 + frame - half, y * 160 + 50 + frame + half + 1);
        }
        return RowRuns.ofBits(160, 120, pixels);
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    @Test
    void segmentDecidesTheDialectAndEveryMaskIsTheSimulators() {
        Exchange done = send("sam3:segment?prompt=person", video, Map.of());

        assertThat(done.getException()).isNull();
        SegmentResult result = done.getMessage().getBody(SegmentResult.class);
        assertThat(result.dialect()).isEqualTo("pairs-row-1");
        assertThat(result.frames()).hasSize(FRAMES);
        assertThat(result.frames()).allSatisfy(frame -> {
            assertThat(frame.segments()).hasSize(1);
            assertThat(frame.segments().get(0).mask().boundingBox()).isEqualTo(new Box(10 + frame.frame(), 20, 81, 81));
        });
        assertThat(result.simulated()).isTrue();
        assertThat(simulator.book().paidPredictions()).containsExactly(result.predictionId());
        assertThat(simulator.book().chargedMicroUsd()).isEqualTo(150_000);
    }

    @Test
    void theStepsOneByOneCostTheSame() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:steps")
                        .to("sam3:quote?prompt=person")
                        .to("sam3:upload")
                        .to("sam3:submit?prompt=person&allowRemoteVideo=true")
                        .loopDoWhile(header(Sam3Constants.ENDED).isNotEqualTo(true))
                        .delay(20)
                        .end()
                        .to("sam3:result")
                        .end()
                        .setBody(constant((Object) null))
                        .to("sam3:decode")
                        .to("sam3:balance")
                        .to("sam3:delete");
            }
        });

        Exchange done = send("direct:steps", video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(SegmentResult.class).frames()).hasSize(FRAMES);
        assertThat(done.getMessage().getHeader(Sam3Constants.QUOTED)).isEqualTo(150_000L);
        assertThat(done.getMessage().getHeader(Sam3Constants.DELETED)).isEqualTo(true);
        assertThat(simulator.book().paidPredictions()).hasSize(1);
        assertThat(simulator.book().chargedMicroUsd()).isEqualTo(150_000);
    }

    @Test
    void aLostAnswerIsPaidOnceHoweverOftenCamelRedelivers() throws Exception {
        simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(5).redeliveryDelay(1));
                from("direct:redelivered").to("sam3:segment?prompt=person");
            }
        });

        Exchange done = send("direct:redelivered", video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(simulator.book().paidPredictions())
                .containsExactly(done.getMessage().getBody(SegmentResult.class).predictionId());
    }

    @Test
    void troubleWhileLookingCostsNothingMore() {
        simulator.faults().next(ProviderCall.RESULT, new Fault(FaultKind.STATUS_BEFORE, 503), 5);
        simulator.faults().next(ProviderCall.RESULT, Fault.of(FaultKind.HTML_BODY), 2);
        simulator.faults().next(ProviderCall.RESULT, Fault.of(FaultKind.RATE_LIMITED), 2);

        Exchange done = send("sam3:segment?prompt=person", video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(simulator.book().paidPredictions()).hasSize(1);
    }

    /** Nothing listens there: whoever goes around it would succeed. */
    @Test
    void aProxyIsNotGoneAround() {
        Exchange failed = template.request(
                "sam3:upload?proxyHost=127.0.0.1&proxyPort=1",
                exchange -> exchange.getMessage().setBody(video));

        assertThat(failed.getException(Sam3EndpointException.class).code()).isEqualTo("unavailable");
        assertThat(simulator.recorded()).isEmpty();
    }

    @Test
    void aWrongKeyIsToldWithoutTheKey() {
        simulator.faults().next(ProviderCall.BALANCE, Fault.of(FaultKind.KEY_ROTATION));

        Exchange failed = send("sam3:balance", null, Map.of());

        assertThat(failed.getException()).hasCauseInstanceOf(RejectedException.class);
        assertThat(failed.getException())
                .hasMessageContaining("check the API key")
                .hasMessageNotContaining("canary");
    }

    @Test
    void theKeyIsInNoEndpointUri() {
        String uri = context.getEndpoint("sam3:segment?prompt=x&apiKey=RAW(canary-key-456)")
                .toString();

        assertThat(uri).doesNotContain("canary");
    }
}
