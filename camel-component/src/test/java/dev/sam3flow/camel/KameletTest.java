package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with the jar: Kamelets and route templates. */
class KameletTest {
    private final FakeProvider provider = new FakeProvider();
    private final FakeJobs jobs = new FakeJobs();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("provider", provider);
        context.getRegistry().bind("jobs", jobs);
        Sam3Component component = new Sam3Component();
        component.getConfiguration().setFirstLook(1);
        component.getConfiguration().setPollInterval(1);
        component.getConfiguration().setDialect("pairs-row-1");
        context.getRegistry().bind("sam3-component", component);
        context.start();
        video = Files.writeString(folder.resolve("v.mp4"), "VIDEO").toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void loadTemplates() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.resolveMandatoryResource(context, "classpath:sam3/route-templates.camel.yaml"));
    }

    private CompletableFuture<Exchange> send(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri);
            }
        });
        return context.createProducerTemplate()
                .asyncSend("direct:in", exchange -> exchange.getMessage().setBody(video));
    }

    @Test
    void theSegmentActionMakesMasksOfAVideo() throws Exception {
        Exchange done = send("kamelet:sam3-segment-action?prompt=red ball&frameSize=7x5&dialect=pairs-row-1")
                .get(20, TimeUnit.SECONDS);

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class).lines()).hasSize(3);
        assertThat(provider.submits.get(0).prompts().texts()).containsExactly("red ball");
    }

    @Test
    void theJobActionOrdersAJob() throws Exception {
        CompletableFuture<Exchange> caller = send("kamelet:sam3-job-action?prompt=person&tenant=acme&maxCharge=3.50");
        await().until(() -> jobs.started.size() == 1);

        jobs.endAll(JobPhase.DONE, null);

        assertThat(caller.get(20, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(JobResult.class);
        assertThat(jobs.started.get(0).id().tenant()).isEqualTo("acme");
    }

    @Test
    void theEventsSourceEmitsEndings() throws Exception {
        MockEndpoint endings = context.getEndpoint("mock:endings", MockEndpoint.class);
        endings.expectedHeaderReceived(Sam3Constants.STATUS, "completed");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:submit").to("sam3:submit?prompt=person");
                from("kamelet:sam3-events-source?delay=20&predictionIds=p1-1").to("mock:endings");
            }
        });

        context.createProducerTemplate().requestBody("direct:submit", video);

        endings.assertIsSatisfied();
    }

    @Test
    void theFolderTemplateReadsVideosOfAFolderOnce() throws Exception {
        loadTemplates();
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");
        Files.writeString(in.resolve("a.mp4"), "VIDEO");

        context.addRouteFromTemplate(
                "videos",
                "sam3-segment-folder",
                Map.of("from", in.toString(), "to", out.toString(), "prompt", "person", "frameSize", "7x5"));

        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(in.resolve(".done/a.mp4")));
        assertThat(Files.readAllLines(out.resolve("a.jsonl"))).hasSize(3);
        assertThat(provider.submits).hasSize(1);
    }

    @Test
    void theCallbackTemplateListens() throws Exception {
        loadTemplates();

        context.addRouteFromTemplate(
                "callbacks",
                "sam3-callbacks",
                Map.of("secret", "whsec_0123456789abcdef0123456789abcdef", "to", "mock:endings"));

        int status = context.getComponent("sam3", Sam3Component.class)
                .webhooks()
                .receive("/sam3/webhook/m1", Map.of(), new byte[0])
                .status();
        assertThat(status).isEqualTo(401);
    }
}
