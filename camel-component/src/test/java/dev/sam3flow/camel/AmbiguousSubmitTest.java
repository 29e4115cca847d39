package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.error.UnavailableException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A submit whose answer was lost is looked for and never sent again. */
class AmbiguousSubmitTest {
    private static final String OPTIONS =
            "?prompt=person&frameSize=7x5&dialect=pairs-row-1&firstLook=1&pollInterval=5&maxPollInterval=20";

    private final FakeProvider provider = new FakeProvider();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("provider", provider);
        context.start();
        video = Files.writeString(folder.resolve("v.mp4"), "VIDEO").toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(4).redeliveryDelay(1));
                from("direct:in").to(uri);
            }
        });
        return context.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setBody(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"segment", "submit"})
    void itsPredictionIsFoundWhenTheListHasCaughtUp(String operation) throws Exception {
        provider.lostAnswers.set(1);
        provider.listLag = 5;

        Exchange done = send("sam3:" + operation + OPTIONS, video);

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeader(Sam3Constants.PREDICTION_ID)).isEqualTo("lost-1");
        assertThat(provider.submits).hasSize(1);
        assertThat(provider.uploads).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"segment", "submit"})
    void whatIsNotFoundWithinTheQuietPeriodIsSaidAndNotSentAgain(String operation) throws Exception {
        provider.lostAnswers.set(1);
        provider.listLag = Integer.MAX_VALUE;

        Exchange failed = send("sam3:" + operation + OPTIONS + "&quietPeriod=100", video);

        Sam3EndpointException thrown = failed.getException(Sam3EndpointException.class);
        assertThat(thrown.code()).isEqualTo("submission-outcome-unknown");
        assertThat(thrown).hasMessageContaining("no prediction carries its marker");
        assertThat(provider.submits).hasSize(1);
        assertThat(provider.finds.get()).isGreaterThan(4);
    }

    @Test
    void aListThatTellsNoInputsDecidesNothing() throws Exception {
        provider.lostAnswers.set(1);
        provider.listTellsInput = false;

        Exchange failed = send("sam3:segment" + OPTIONS + "&quietPeriod=50", video);

        assertThat(failed.getException()).hasMessageContaining("do not tell their input");
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void aRemoteVideoCannotBeLookedFor() throws Exception {
        provider.lostAnswers.set(1);

        Exchange failed = send("sam3:segment" + OPTIONS + "&allowRemoteVideo=true", "https://public.example/v.mp4");

        assertThat(failed.getException()).hasMessageContaining("not ours");
        assertThat(provider.submits).hasSize(1);
    }

    /** Whatever a submit throws that is not a refusal may have cost money. */
    @Test
    void anUnexpectedErrorIsNoReasonToSendAgain() throws Exception {
        for (int i = 0; i < 5; i++) {
            provider.submitErrors.add(new UnavailableException("reset", null));
        }

        Exchange failed = send("sam3:segment" + OPTIONS + "&quietPeriod=30", video);

        assertThat(failed.getException(Sam3EndpointException.class).code()).isEqualTo("submission-outcome-unknown");
        assertThat(provider.submitErrors).hasSize(4);
        assertThat(provider.submits).isEmpty();
    }
}
