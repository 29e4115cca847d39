package dev.sam3flow.app.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.app.store.UploadTable;
import dev.sam3flow.client.ApiKey;
import dev.sam3flow.core.attempt.AtMostOnceSubmit;
import dev.sam3flow.core.attempt.AttemptKey;
import dev.sam3flow.core.attempt.AttemptState;
import dev.sam3flow.core.attempt.AttemptState.Accepted;
import dev.sam3flow.core.attempt.AttemptState.Ambiguous;
import dev.sam3flow.core.attempt.Reconciliation;
import dev.sam3flow.core.attempt.Reconciliation.Finding;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One content is sent once, and each attempt is still found by its own marker. */
class ReusedUploadsTest {
    private static final AttemptKey FIRST = MoneyBench.key("one");
    private static final AttemptKey SECOND = MoneyBench.key("two");

    @TempDir
    Path folder;

    private final MoneyBench bench = new MoneyBench();
    private final UrlSeal seal = new UrlSeal(ApiKey.of("canary-key-123"), "here");
    private final UploadTable table = new UploadTable(bench.database, seal.account());
    private final ReusedUploads provider = new ReusedUploads(bench.client, table, seal, bench.clock);
    private Path video;

    @BeforeEach
    void write() throws IOException {
        video = Files.write(folder.resolve("v.mp4"), new byte[100]);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private long uploads() {
        return bench.simulator.recorded().stream()
                .filter(request -> request.method().equals("PUT"))
                .count();
    }

    private AttemptState submit(PredictionService service, AttemptKey key, String marker) {
        bench.intended(key, marker);
        URI url = service.upload(video, marker + ".mp4");
        return new AtMostOnceSubmit(bench.attempts, service)
                .submit(key, new PredictionInput(url, Prompts.ofText("person"), false), null);
    }

    private Finding look(PredictionService service, AttemptKey key) {
        return new Reconciliation(service).look(bench.attempts.get(key), bench.clock.instant());
    }

    @Test
    void anAttemptThatIsSentAgainUploadsNothingAgain() {
        URI first = provider.upload(video, "marker-1.mp4");

        assertThat(provider.upload(video, "marker-1.mp4")).isEqualTo(first);
        assertThat(uploads()).isEqualTo(1);
    }

    @Test
    void anotherAttemptReusesTheContentUnderAnAddressOfItsOwn() {
        submit(provider, FIRST, "marker-1");

        AttemptState second = submit(provider, SECOND, "marker-2");

        assertThat(second).isInstanceOf(Accepted.class);
        assertThat(uploads()).isEqualTo(1);
        assertThat(bench.ended(SECOND).status().isTerminal()).isTrue();
    }

    @Test
    void aReuseWhoseAnswerWasLostIsFoundByItsOwnMarker() {
        AttemptState first = submit(provider, FIRST, "marker-1");
        bench.simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        assertThat(submit(provider, SECOND, "marker-2")).isInstanceOf(Ambiguous.class);

        Finding found = look(provider, SECOND);

        assertThat(found).isInstanceOf(Finding.Found.class);
        assertThat(((Finding.Found) found).prediction().id()).isNotEqualTo(((Accepted) first).predictionId());
        assertThat(((Finding.Found) look(provider, FIRST)).prediction().id())
                .isEqualTo(((Accepted) first).predictionId());
    }

    @Test
    void aReuseThatCreatedNothingIsAbsent() {
        submit(provider, FIRST, "marker-1");
        bench.simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.RESET));
        submit(provider, SECOND, "marker-2");

        assertThat(look(provider, SECOND)).isInstanceOf(Finding.Absent.class);
    }

    /** Else a second attempt's prediction could be taken for the first's, and be paid for again. */
    @Test
    void whereTheProviderDropsFragmentsAReuseIsUndecidedAndNeverAbsent() {
        ReusedUploads dropping = new ReusedUploads(withoutFragments(), table, seal, bench.clock);
        submit(dropping, FIRST, "marker-1");
        bench.simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        submit(dropping, SECOND, "marker-2");

        assertThat(look(dropping, SECOND)).isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void aContentWhoseFirstSubmitIsInDoubtIsUploadedAgain() {
        bench.simulator.faults().next(ProviderCall.SUBMIT, Fault.of(FaultKind.LOST_ANSWER));
        submit(provider, FIRST, "marker-1");

        submit(provider, SECOND, "marker-2");

        assertThat(uploads()).isEqualTo(2);
    }

    @Test
    void anUploadThatTheProviderHasForgottenIsMadeAgain() {
        submit(provider, FIRST, "marker-1");
        bench.pass(Duration.ofDays(7));

        submit(provider, SECOND, "marker-2");

        assertThat(uploads()).isEqualTo(2);
    }

    @Test
    void addressesAreStoredSealed() {
        URI url = provider.upload(video, "marker-1.mp4");

        String stored = table.find(sha256()).orElseThrow().sealedUrl();

        assertThat(stored).doesNotContain("http").doesNotContain(url.getPath());
        assertThat(seal.open(stored)).contains(url);
        assertThat(new UrlSeal(ApiKey.of("another-key"), "here").open(stored)).isEmpty();
        assertThat(seal.open(stored.substring(4))).isEmpty();
    }

    private static String sha256() {
        return "cd00e292c5970d3c5e2f0ffa5171e555bc46bfc4faddfb4a418b6840b86e79a3";
    }

    /** The provider, as it would be if it kept addresses without their fragments. */
    private PredictionService withoutFragments() {
        return (PredictionService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PredictionService.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(bench.client, arguments);
                        return method.getName().equals("find") ? bare((List<?>) answer) : answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static List<Prediction> bare(List<?> found) {
        return found.stream()
                .map(Prediction.class::cast)
                .map(p -> new Prediction(
                        p.id(),
                        p.status(),
                        p.outputs(),
                        p.failure(),
                        p.createdAt(),
                        Optional.ofNullable(p.inputVideo())
                                .map(url -> url.split("#", 2)[0])
                                .orElse(null)))
                .toList();
    }
}
