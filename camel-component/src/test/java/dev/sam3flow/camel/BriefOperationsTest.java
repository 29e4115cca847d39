package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.prediction.PredictionFailure;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BriefOperationsTest {
    private final FakeProvider provider = new FakeProvider();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("provider", provider);
        context.start();
        template = context.createProducerTemplate();
        video = Files.writeString(folder.resolve("v.mp4"), "VIDEO").toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** Fire, look, fetch: the three steps that segment takes in one. */
    @Test
    void submitResultAndDecodeTogetherGiveTheMasks() throws Exception {
        provider.looksNeeded = 3;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fire")
                        .to("sam3:submit?prompt=person")
                        .setProperty("fired", body())
                        .setBody(constant("untouched"))
                        .loopDoWhile(header(Sam3Constants.ENDED).isNotEqualTo(true))
                        .to("sam3:result")
                        .end()
                        .setProperty("kept", body())
                        .setBody(constant((Object) null))
                        .to("sam3:decode?frameSize=7x5&dialect=pairs-row-1");
            }
        });

        Exchange done = send("direct:fire", video, Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getProperty("fired")).isEqualTo(done.getMessage().getHeader(Sam3Constants.PREDICTION_ID));
        assertThat(done.getProperty("kept")).isEqualTo("untouched");
        assertThat(done.getMessage().getHeader(Sam3Constants.STATUS)).isEqualTo("completed");
        assertThat(done.getMessage().getBody(SegmentResult.class).frames()).hasSize(2);
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void aFailedPredictionIsReportedInHeaders() {
        provider.failure = new PredictionFailure(PredictionFailure.Reason.MODERATED, 1200, "no");
        String id = template.requestBody("sam3:submit?prompt=person", video, String.class);

        Exchange seen = send("sam3:result", "kept", Map.of(Sam3Constants.PREDICTION_ID, id));

        assertThat(seen.getMessage().getBody()).isEqualTo("kept");
        assertThat(seen.getMessage().getHeaders())
                .containsEntry(Sam3Constants.STATUS, "failed")
                .containsEntry(Sam3Constants.ENDED, true)
                .containsEntry(Sam3Constants.FAILURE_REASON, "MODERATED");
    }

    @Test
    void anUnknownPredictionIsAnError() {
        Exchange failed = send("sam3:result", "", Map.of(Sam3Constants.PREDICTION_ID, "nobody"));

        assertThat(failed.getException()).hasCauseInstanceOf(NotFoundException.class);
    }

    @Test
    void anIdWithAPathIsRefused() {
        Exchange failed = send("sam3:delete", "", Map.of(Sam3Constants.PREDICTION_ID, "../../balance"));

        assertThat(failed.getException()).isInstanceOf(Sam3EndpointException.class);
        assertThat(provider.deleted).isEmpty();
    }

    @Test
    void withoutAnIdItSaysWhichHeaderIsMissing() {
        assertThat(send("sam3:delete", "", Map.of()).getException()).hasMessageContaining(Sam3Constants.PREDICTION_ID);
    }

    @Test
    void deletingTellsWhetherItWasKnown() {
        String id = template.requestBody("sam3:submit?prompt=person", video, String.class);

        Exchange first = send("sam3:delete", "kept", Map.of(Sam3Constants.PREDICTION_ID, id));
        Exchange second = send("sam3:delete", "kept", Map.of(Sam3Constants.PREDICTION_ID, id));

        assertThat(first.getMessage().getHeader(Sam3Constants.DELETED)).isEqualTo(true);
        assertThat(second.getMessage().getHeader(Sam3Constants.DELETED)).isEqualTo(false);
        assertThat(second.getMessage().getBody()).isEqualTo("kept");
    }

    @Test
    void anUploadBecomesAUrl() {
        Exchange done = send("sam3:upload", video, Map.of());

        assertThat(done.getMessage().getBody()).isEqualTo(URI.create("https://cdn.example/" + provider.uploads.get(0)));
    }

    @Test
    void quoteAndBalanceReportInHeadersAndKeepTheBody() {
        Exchange quoted = send("sam3:quote?prompt=person", video, Map.of());
        Exchange left = send("sam3:balance", "kept", Map.of());

        assertThat(quoted.getMessage().getHeader(Sam3Constants.QUOTED)).isEqualTo(600_000L);
        assertThat(quoted.getMessage().getBody()).isSameAs(video);
        assertThat(left.getMessage().getHeader(Sam3Constants.BALANCE)).isEqualTo(12_500_000L);
        assertThat(left.getMessage().getBody()).isEqualTo("kept");
    }

    @Test
    void aHeaderChoosesTheOperation() {
        Exchange done = send("sam3:segment?prompt=person", "kept", Map.of(Sam3Constants.OPERATION, "Balance"));

        assertThat(done.getMessage().getHeader(Sam3Constants.BALANCE)).isEqualTo(12_500_000L);
    }

    @Test
    void anRleFileIsDecodedFromTheBody() {
        Exchange done = send("sam3:decode?dialect=coco", "[{\"counts\":\"622101OO2O3O\",\"size\":[5,7]}]", Map.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage()
                        .getBody(SegmentResult.class)
                        .frames()
                        .get(0)
                        .segments()
                        .get(0)
                        .mask()
                        .area())
                .isEqualTo(15);
    }

    @Test
    void withoutAFrameSizeItSaysHowToGiveOne() {
        Exchange failed = send("sam3:decode", "[\"3 3 9 5\"]", Map.of());

        assertThat(failed.getException()).hasMessageContaining("frameSize");
    }
}
