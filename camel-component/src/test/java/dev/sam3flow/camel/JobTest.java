package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobRequest.FailurePolicy;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.plan.PlanOptions;
import dev.sam3flow.core.plan.PlanOptions.Objective;
import dev.sam3flow.core.prompt.Prompts;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
    private static final String JOB = "sam3:job?prompt=person";

    private final FakeJobs jobs = new FakeJobs();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;
    private File video;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("jobs", jobs);
        context.start();
        template = context.createProducerTemplate();
        video = Files.writeString(folder.resolve("v.mp4"), "VIDEO").toFile();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private CompletableFuture<Exchange> send(String uri, Object body, Map<String, Object> headers) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private JobRequest started() {
        await().until(() -> !jobs.started.isEmpty());
        return jobs.started.get(jobs.started.size() - 1);
    }

    @Test
    void eachObjectMayHavePredictionsOfItsOwnAndBadChunksAnotherTry() throws Exception {
        send("sam3:job?prompt=ball,cloth&perObject=true&autoRepair=true", video, Map.of());
        JobRequest request = started();
        send("sam3:job?prompt=ball,cloth", video, Map.of());
        await().until(() -> jobs.started.size() == 2);
        JobRequest plain = jobs.started.get(1);

        assertThat(request.calls()).containsExactly(Prompts.ofText("ball"), Prompts.ofText("cloth"));
        assertThat(request.autoRepair()).isTrue();
        assertThat(plain.calls()).containsExactly(Prompts.ofText("ball", "cloth"));
        assertThat(plain.autoRepair()).isFalse();
        assertThat(plain.id()).as("another question is another job").isNotEqualTo(request.id());
    }

    @Test
    void whatTheCommandLineCanOrderAnEndpointCanToo() throws Exception {
        send(
                "sam3:job?prompt=ball&boxes=1,2,30,40&atFrame=12&objective=latency&sceneCuts=true&onChunkFailure=gap"
                        + "&askOverBudget=true&reuse=false",
                video,
                Map.of());

        JobRequest request = started();

        assertThat(request.prompts().atFrame()).isEqualTo(12);
        assertThat(request.plan().objective()).isEqualTo(Objective.LATENCY);
        assertThat(request.plan().overlapMicros()).isEqualTo(PlanOptions.AUTO_OVERLAP);
        assertThat(request.plan().sceneCuts()).isTrue();
        assertThat(request.onChunkFailure()).isEqualTo(FailurePolicy.GAP);
        assertThat(request.askOverBudget()).isTrue();
        assertThat(request.reuse()).isFalse();
    }

    @Test
    void withoutOptionsAnEndpointOrdersWhatTheCommandLineDoes() throws Exception {
        send(JOB, video, Map.of());

        JobRequest request = started();

        assertThat(request).isEqualTo(JobRequest.of(request.id(), request.video(), Prompts.ofText("person")));
    }

    @Test
    void headersOverrideWhatAJobIsOrderedWithAndTheBodyDoesWhereThereIsNone() throws Exception {
        Map<String, Object> body = Map.of(
                "video",
                video,
                "boxes",
                List.of(List.of(1, 2, 30, 40)),
                "atFrame",
                3,
                "sceneCuts",
                true,
                "objective",
                "latency");

        send(
                "sam3:job?prompt=ball&atFrame=12&objective=charge&perObject=true",
                body,
                Map.of(
                        Sam3Constants.OBJECTIVE,
                        "balanced",
                        Sam3Constants.PER_OBJECT,
                        false,
                        Sam3Constants.AUTO_REPAIR,
                        "true"));
        JobRequest request = started();
        send(
                "sam3:job?prompt=ball&atFrame=12",
                body,
                Map.of(Sam3Constants.AT_FRAME, 5, Sam3Constants.SCENE_CUTS, false));
        await().until(() -> jobs.started.size() == 2);

        assertThat(request.prompts().atFrame()).isEqualTo(3);
        assertThat(request.plan().objective()).isEqualTo(Objective.BALANCED);
        assertThat(request.plan().sceneCuts()).isTrue();
        assertThat(request.perObject()).isFalse();
        assertThat(request.autoRepair()).isTrue();
        assertThat(jobs.started.get(1).prompts().atFrame()).isEqualTo(5);
        assertThat(jobs.started.get(1).plan().sceneCuts()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"objective=cheap", "onChunkFailure=never", "atFrame=-1"})
    void anEndpointWithAChoiceThatThereIsNotDoesNotStart(String option) {
        assertThatThrownBy(() -> context.getEndpoint(JOB + "&" + option).start())
                .hasMessageContaining(option.substring(option.indexOf('=') + 1))
                .hasMessageContaining(option.substring(0, option.indexOf('=')));
    }

    /** One prediction takes points and boxes at its first frame; nothing is sent that would have them elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"segment", "submit"})
    void onePredictionTakesNoPromptsAtALaterFrame(String operation) throws Exception {
        FakeProvider provider = new FakeProvider();
        context.getRegistry().bind("provider", provider);

        Exchange refused = send("sam3:" + operation + "?prompt=ball&boxes=1,2,30,40&atFrame=12", video, Map.of())
                .get(5, TimeUnit.SECONDS);

        assertThat(refused.getException()).hasMessageContaining("frame 12").hasMessageContaining("sam3:job");
        assertThat(provider.uploads).isEmpty();
        assertThat(provider.submits).isEmpty();
    }

    @Test
    void aPriorityIsOrderedAndRefusedWhereTheEndpointStarts() throws Exception {
        send(JOB + "&priority=1", video, Map.of());

        assertThat(started().priority()).isEqualTo(1);
        assertThatThrownBy(() -> context.getEndpoint(JOB + "&priority=6").start())
                .hasStackTraceContaining("priority=6: give a number from 1, first, to 5, last");
    }

    @Test
    void aJobThatRunsIsToldThingsAndTheBodyStays() throws Exception {
        send("sam3:job?prompt=person&tenant=acme&requestKey=j1", video, Map.of());
        started();
        Map<String, Object> job = Map.of(Sam3Constants.JOB_ID, "acme/j1");

        Exchange paused = send("sam3:tell?command=pause", "kept", job).get(5, TimeUnit.SECONDS);
        send(
                        "sam3:tell?command=pause",
                        "",
                        Map.of(Sam3Constants.JOB_ID, "acme/j1", Sam3Constants.COMMAND, "set-priority 1"))
                .get(5, TimeUnit.SECONDS);

        assertThat(paused.getMessage().getBody()).isEqualTo("kept");
        assertThat(paused.getMessage().getHeader(Sam3Constants.JOB_PHASE)).isEqualTo("PAUSED");
        assertThat(jobs.told).containsExactly("acme/j1 pause", "acme/j1 set-priority 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resume",
                "cancel",
                "approve",
                "approve 3.00",
                "refuse",
                "set-parallelism 7",
                "retry-chunk 2",
                "skip-chunk 2",
                "pay-again 2",
                "resolve-submit 3 found:p-1",
                "resolve-submit 3 absent",
                "resolve-submit 3 abandon"
            })
    void everyCommandReachesTheJob(String command) throws Exception {
        send("sam3:job?prompt=person&tenant=acme&requestKey=j1", video, Map.of());
        started();

        Exchange exchange = send(
                        "sam3:tell", "", Map.of(Sam3Constants.JOB_ID, "acme/j1", Sam3Constants.COMMAND, command))
                .get(5, TimeUnit.SECONDS);

        assertThat(exchange.getException()).isNull();
        assertThat(jobs.told).containsExactly("acme/j1 " + command);
    }

    @Test
    void whatIsNoCommandAndWhichJobIsMissingIsSaid() throws Exception {
        Map<String, Object> job = Map.of(Sam3Constants.JOB_ID, "acme/nobody");

        assertThatThrownBy(() -> context.getEndpoint("sam3:tell?command=stop").start())
                .hasStackTraceContaining("'stop' is no command to a job");
        assertThat(send("sam3:tell?command=pause", "", Map.of())
                        .get(5, TimeUnit.SECONDS)
                        .getException())
                .hasMessageContaining(Sam3Constants.JOB_ID);
        assertThat(send("sam3:tell", "", job).get(5, TimeUnit.SECONDS).getException())
                .hasMessageContaining(Sam3Constants.COMMAND);
        assertThat(send("sam3:tell?command=pause", "", job)
                        .get(5, TimeUnit.SECONDS)
                        .getException())
                .hasMessageContaining("no job acme/nobody");
    }

    @Test
    void aFileIsOrderedAndItsResultComesBack() throws Exception {
        CompletableFuture<Exchange> caller = send(
                "sam3:job?prompt=red"
                        + " ball,cloth&tenant=acme&maxCharge=3.50&maxChunk=30s&overlap=500&parallel=7&exports=coco,csv",
                video,
                Map.of());

        JobRequest request = started();
        jobs.endAll(JobPhase.DONE, null);

        Exchange done = caller.get(5, TimeUnit.SECONDS);
        assertThat(request.video()).isEqualTo(video.toURI().toString().replace("file:/", "file:///"));
        assertThat(request.prompts().texts()).containsExactly("red ball", "cloth");
        assertThat(request.id().tenant()).isEqualTo("acme");
        assertThat(request.maxCharge()).isEqualTo(new MicroUsd(3_500_000));
        assertThat(request.plan().maxChunkMicros()).isEqualTo(30_000_000);
        assertThat(request.plan().overlapMicros()).isEqualTo(500_000);
        assertThat(request.parallel()).isEqualTo(7);
        assertThat(request.exports()).containsExactly("coco", "csv");
        assertThat(done.getMessage().getBody(JobResult.class).phase()).isEqualTo(JobPhase.DONE);
        assertThat(done.getMessage().getHeaders())
                .containsEntry(Sam3Constants.JOB_ID, request.id().toString())
                .containsEntry(Sam3Constants.JOB_PHASE, "DONE")
                .containsEntry(Sam3Constants.CHARGED, 100_000L)
                .containsEntry(Sam3Constants.QUOTED, 150_000L);
    }

    @Test
    void theSameOrderIsTheSameJobAndAnotherIsNot() throws Exception {
        File copy = Files.copy(video.toPath(), folder.resolve("copy.mp4")).toFile();
        List<CompletableFuture<Exchange>> callers = List.of(
                send(JOB, video, Map.of()),
                send(JOB, copy, Map.of()),
                send(JOB, video, Map.of(Sam3Constants.PROMPT, "dog")),
                send(JOB, video, Map.of(Sam3Constants.REQUEST_KEY, "mine")));
        await().until(() -> jobs.started.size() == 4);

        jobs.endAll(JobPhase.DONE, null);

        for (CompletableFuture<Exchange> caller : callers) {
            assertThat(caller.get(5, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(jobs.results).hasSize(3).containsKey(new JobId("default", "mine"));
    }

    /** Masks that a simulator made are no answer to an order at the provider. */
    @Test
    void theSameOrderAtAnotherProviderIsAnotherJob() throws Exception {
        List<CompletableFuture<Exchange>> callers =
                List.of(send(JOB, video, Map.of()), send(JOB + "&baseUrl=http://127.0.0.1:9/api/v3", video, Map.of()));
        await().until(() -> jobs.started.size() == 2);

        jobs.endAll(JobPhase.DONE, null);

        for (CompletableFuture<Exchange> caller : callers) {
            assertThat(caller.get(5, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(jobs.results).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelSam3RequestKey=../../etc/passwd",
                "CamelSam3RequestKey=a/b",
                "camelsam3requestkey=%2e%2e%2f",
                "CAMELSAM3TENANT=..\\..\\x/y",
                "CamelSam3Tenant=\u0000",
                "CamelSam3MaxCharge=1e999999999",
                "CamelSam3MaxCharge=-1",
                "CamelSam3WaitTimeout=never",
                "CamelSam3AtFrame=first",
                "CamelSam3AtFrame=-1",
                "CamelSam3AtFrame=99999999999999999999",
                "CamelSam3AtFrame=7",
                "CamelSam3Objective=free",
                "CamelSam3SceneCuts=perhaps",
                "CamelSam3PerObject=1",
                "CamelSam3AutoRepair=\n"
            })
    void aHostileHeaderStartsNoJob(String header) throws Exception {
        String[] parts = header.split("=", 2);

        Exchange refused = send(JOB, video, Map.of(parts[0], parts[1])).get(5, TimeUnit.SECONDS);

        assertThat(refused.getException()).isNotNull();
        assertThat(jobs.started).isEmpty();
    }

    @Test
    void namesOfExportsAreNoPaths() throws Exception {
        Exchange refused = send(JOB + "&exports=RAW(coco,../../etc/cron.d/x)", video, Map.of())
                .get(5, TimeUnit.SECONDS);

        assertThat(refused.getException()).hasMessageContaining("../../etc/cron.d/x");
        assertThat(jobs.started).isEmpty();
    }

    @Test
    void aRequestIsTakenAsItIs() throws Exception {
        JobRequest request =
                JobRequest.of(new JobId("t", "k"), "https://public.example/v.mp4", Prompts.ofText("person"));
        CompletableFuture<Exchange> caller = send("sam3:job", request, Map.of());

        assertThat(started()).isSameAs(request);
        jobs.endAll(JobPhase.DONE, null);
        assertThat(caller.get(5, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void bytesAreKeptInAFileUntilTheJobHasEnded() throws Exception {
        CompletableFuture<Exchange> caller = send(JOB, new byte[] {1, 2, 3}, Map.of());
        Path copy = Path.of(java.net.URI.create(started().video()));
        assertThat(copy).hasBinaryContent(new byte[] {1, 2, 3});

        jobs.endAll(JobPhase.DONE, null);

        caller.get(5, TimeUnit.SECONDS);
        assertThat(copy).doesNotExist();
    }

    @Test
    void aJobThatFailsIsATypedException() throws Exception {
        CompletableFuture<Exchange> caller = send(JOB, video, Map.of());
        started();

        jobs.endAll(JobPhase.FAILED, new JobFailure(JobFailure.Reason.OVER_BUDGET, "costs too much"));

        Exchange failed = caller.get(5, TimeUnit.SECONDS);
        JobFailedException thrown = failed.getException(JobFailedException.class);
        assertThat(thrown.code()).isEqualTo("job-failed");
        assertThat(thrown).hasMessageContaining("costs too much");
        assertThat(thrown.result().failure().reason()).isEqualTo(JobFailure.Reason.OVER_BUDGET);
        assertThat(failed.getMessage().getHeader(Sam3Constants.FAILURE_REASON)).isEqualTo("OVER_BUDGET");
    }

    @Test
    void aJobThatFailsMayBeAResultInstead() throws Exception {
        CompletableFuture<Exchange> caller = send(JOB + "&failOnJobFailure=false", video, Map.of());
        started();

        jobs.endAll(JobPhase.CANCELLED, new JobFailure(JobFailure.Reason.CANCELLED, "by hand"));

        Exchange done = caller.get(5, TimeUnit.SECONDS);
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeader(Sam3Constants.JOB_PHASE)).isEqualTo("CANCELLED");
    }

    @Test
    void anAnswerThatCannotBeHadIsCoresError() throws Exception {
        CompletableFuture<Exchange> caller = send(JOB, video, Map.of());
        JobId id = started().id();

        jobs.results.get(id).completeExceptionally(new UnavailableException("the server is gone", null));

        Sam3EndpointException thrown = caller.get(5, TimeUnit.SECONDS).getException(Sam3EndpointException.class);
        assertThat(thrown.code()).isEqualTo("unavailable");
        assertThat(thrown.retryable()).isTrue();
        assertThat(thrown.predictionId()).contains(id.toString());
    }

    @Test
    void stoppingEndsTheWaitAndNotTheJob() throws Exception {
        List<CompletableFuture<Exchange>> callers = IntStream.range(0, 50)
                .mapToObj(i -> send(JOB, video, Map.of(Sam3Constants.REQUEST_KEY, "key-" + i)))
                .toList();
        await().until(() -> jobs.started.size() == 50);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::stop);

        for (CompletableFuture<Exchange> caller : callers) {
            Sam3StoppedException thrown = caller.get(1, TimeUnit.SECONDS).getException(Sam3StoppedException.class);
            assertThat(thrown).hasMessageContaining("default/key-");
        }
        stopping.get(10, TimeUnit.SECONDS);
        jobs.endAll(JobPhase.DONE, null);
    }

    @Test
    void withoutAJobServiceItSaysWhatIsMissing() {
        try (DefaultCamelContext bare = new DefaultCamelContext()) {
            bare.start();
            Exchange failed = bare.createProducerTemplate()
                    .request(JOB, exchange -> exchange.getMessage().setBody(video));

            assertThat(failed.getException()).hasMessageContaining("JobService");
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }
}
