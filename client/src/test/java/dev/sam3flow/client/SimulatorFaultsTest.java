package dev.sam3flow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionStatus;
import dev.sam3flow.core.prediction.TimeWindow;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the simulator's catalogue, with the one thing it must mean; its book says what was really paid. */
class SimulatorFaultsTest {
    private static final Duration LONGEST_CALL = Duration.ofMillis(2_500);

    private ProviderSimulator simulator;
    private WaveSpeedClient client;
    private PredictionInput input;
    private String marker;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        simulator = SimulatorFixture.start();
        client = new WaveSpeedClient(
                SimulatorFixture.settings(simulator).retries(Retries.NONE).build());
        Path video = Files.write(folder.resolve("v.mp4"), new byte[1000]);
        marker = "faults-" + Long.toHexString(System.nanoTime());
        input = new PredictionInput(client.upload(video, marker + ".mp4"), Prompts.ofText("person"), false);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    static Stream<Arguments> submitFaults() {
        Class<?> unknown = SubmissionOutcomeUnknownException.class;
        Class<?> limited = RateLimitedException.class;
        return Stream.of(
                Arguments.of(Fault.of(FaultKind.RESET), unknown, 0),
                Arguments.of(Fault.of(FaultKind.LOST_ANSWER), unknown, 1),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 500), unknown, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 502), unknown, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 503), unknown, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 504), unknown, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 408), unknown, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 400), RejectedException.class, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 401), RejectedException.class, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 402), RejectedException.class, 0),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 403), RejectedException.class, 0),
                Arguments.of(new Fault(FaultKind.STATUS_AFTER, 500), unknown, 1),
                Arguments.of(new Fault(FaultKind.STATUS_AFTER, 502), unknown, 1),
                Arguments.of(new Fault(FaultKind.STATUS_AFTER, 503), unknown, 1),
                Arguments.of(new Fault(FaultKind.STATUS_AFTER, 504), unknown, 1),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED), limited, 0),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED_SECONDS), limited, 0),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED_DATE), limited, 0),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED_ABSURD), limited, 0),
                Arguments.of(Fault.of(FaultKind.PARTIAL_BODY), unknown, 1),
                Arguments.of(new Fault(FaultKind.SLOW_BODY, 20_000), unknown, 1),
                Arguments.of(Fault.of(FaultKind.HTML_BODY), unknown, 1),
                Arguments.of(new Fault(FaultKind.HTML_BODY, 200), unknown, 1),
                Arguments.of(Fault.of(FaultKind.WRONG_JSON), unknown, 1),
                Arguments.of(Fault.of(FaultKind.WRONG_TYPES), unknown, 1),
                Arguments.of(Fault.of(FaultKind.WRONG_ENVELOPE), unknown, 1),
                Arguments.of(Fault.of(FaultKind.NO_ID), unknown, 1),
                Arguments.of(Fault.of(FaultKind.REDIRECT), unknown, 1),
                Arguments.of(new Fault(FaultKind.REDIRECT, 307), unknown, 1),
                Arguments.of(Fault.of(FaultKind.GZIP_BOMB), unknown, 1),
                Arguments.of(new Fault(FaultKind.ANSWER_DELAYED, 20_000), unknown, 1),
                Arguments.of(Fault.of(FaultKind.KEY_ROTATION), RejectedException.class, 0),
                Arguments.of(Fault.of(FaultKind.BALANCE_CHANGE), RejectedException.class, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("submitFaults")
    void aSubmitIsSentOnceAndItsMarkerTellsWhatBecameOfIt(Fault fault, Class<?> meaning, int paid) {
        Instant began = Instant.now();
        simulator.faults().next(ProviderCall.SUBMIT, fault);

        Throwable thrown = catchThrowable(() -> client.submit(input, null));

        assertThat(thrown).isInstanceOf(meaning);
        assertThat(thrown.toString()).doesNotContain("canary").doesNotContain("/uploads/");
        assertThat(Duration.between(began, Instant.now())).isLessThan(LONGEST_CALL);
        assertThat(submits()).isLessThanOrEqualTo(1);
        assertThat(simulator.book().paidPredictions()).hasSize(paid);
        if (fault.kind() != FaultKind.KEY_ROTATION) {
            assertThat(found())
                    .extracting(p -> p.id().value())
                    .containsExactlyInAnyOrderElementsOf(simulator.book().paidPredictions());
        }
    }

    static Stream<Fault> harmless() {
        return Stream.of(
                new Fault(FaultKind.DELAY, 300),
                new Fault(FaultKind.ANSWER_DELAYED, 300),
                new Fault(FaultKind.SLOW_BODY, 300),
                new Fault(FaultKind.HUGE_BODY, 1 << 20),
                Fault.of(FaultKind.PRICE_CHANGE));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatOnlyTakesLongerIsAnAnswer(Fault fault) {
        simulator.faults().next(ProviderCall.SUBMIT, fault);

        Prediction begun = client.submit(input, null);

        assertThat(simulator.book().paidPredictions())
                .containsExactly(begun.id().value());
    }

    static Stream<Arguments> lookFaults() {
        Class<?> gone = UnavailableException.class;
        Class<?> malformed = MalformedResponseException.class;
        Class<?> limited = RateLimitedException.class;
        return Stream.of(
                Arguments.of(Fault.of(FaultKind.RESET), gone),
                Arguments.of(Fault.of(FaultKind.LOST_ANSWER), gone),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 500), gone),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 502), gone),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 503), gone),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 504), gone),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 408), gone),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 401), RejectedException.class),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 403), RejectedException.class),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 404), NotFoundException.class),
                Arguments.of(new Fault(FaultKind.STATUS_BEFORE, 418), malformed),
                Arguments.of(Fault.of(FaultKind.STATUS_AFTER), gone),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED), limited),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED_SECONDS), limited),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED_DATE), limited),
                Arguments.of(Fault.of(FaultKind.RATE_LIMITED_ABSURD), limited),
                Arguments.of(Fault.of(FaultKind.PARTIAL_BODY), gone),
                Arguments.of(new Fault(FaultKind.SLOW_BODY, 20_000), gone),
                Arguments.of(new Fault(FaultKind.ANSWER_DELAYED, 20_000), gone),
                Arguments.of(new Fault(FaultKind.DELAY, 20_000), gone),
                Arguments.of(Fault.of(FaultKind.HTML_BODY), gone),
                Arguments.of(new Fault(FaultKind.HTML_BODY, 200), malformed),
                Arguments.of(Fault.of(FaultKind.WRONG_JSON), malformed),
                Arguments.of(Fault.of(FaultKind.WRONG_TYPES), malformed),
                Arguments.of(Fault.of(FaultKind.WRONG_ENVELOPE), gone),
                Arguments.of(new Fault(FaultKind.WRONG_ENVELOPE, 401), RejectedException.class),
                Arguments.of(new Fault(FaultKind.WRONG_ENVELOPE, 429), limited),
                Arguments.of(new Fault(FaultKind.WRONG_ENVELOPE, 5003), gone),
                Arguments.of(new Fault(FaultKind.WRONG_ENVELOPE, 777), malformed),
                Arguments.of(Fault.of(FaultKind.NO_ID), malformed),
                Arguments.of(Fault.of(FaultKind.REDIRECT), malformed),
                Arguments.of(Fault.of(FaultKind.HUGE_BODY), gone),
                Arguments.of(Fault.of(FaultKind.GZIP_BOMB), gone),
                Arguments.of(Fault.of(FaultKind.KEY_ROTATION), RejectedException.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lookFaults")
    void aLookHasOneClassOfOutcomeWithinItsTime(Fault fault, Class<?> meaning) {
        PredictionId id = client.submit(input, null).id();
        simulator.faults().next(ProviderCall.RESULT, fault);
        Instant began = Instant.now();

        Throwable thrown = catchThrowable(() -> client.poll(id));

        assertThat(thrown).isInstanceOf(meaning);
        assertThat(((Sam3Exception) thrown).retryable())
                .isEqualTo(thrown instanceof UnavailableException || thrown instanceof RateLimitedException);
        assertThat(thrown.toString()).doesNotContain("canary");
        assertThat(Duration.between(began, Instant.now())).isLessThan(LONGEST_CALL);
        assertThat(simulator.book().paidPredictions()).hasSize(1);
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                Arguments.of(Fault.of(FaultKind.ENDS_FAILED), PredictionStatus.FAILED),
                Arguments.of(Fault.of(FaultKind.ENDS_CANCELLED), PredictionStatus.CANCELLED),
                Arguments.of(Fault.of(FaultKind.ENDS_TIMEOUT), PredictionStatus.TIMEOUT),
                Arguments.of(Fault.of(FaultKind.STATUS_BACKWARDS), PredictionStatus.COMPLETED),
                Arguments.of(Fault.of(FaultKind.UNKNOWN_WORD), PredictionStatus.COMPLETED),
                Arguments.of(new Fault(FaultKind.WRAPPING, 0), PredictionStatus.COMPLETED),
                Arguments.of(new Fault(FaultKind.WRAPPING, 1), PredictionStatus.COMPLETED),
                Arguments.of(new Fault(FaultKind.WRAPPING, 2), PredictionStatus.COMPLETED),
                Arguments.of(new Fault(FaultKind.WRAPPING, 3), PredictionStatus.COMPLETED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void everyEndingIsReadAndMasksAreFoundInEveryWrapping(Fault fault, PredictionStatus end) throws IOException {
        simulator.faults().nextRun(fault);

        Prediction seen = awaitEnd(client.submit(input, null).id());

        assertThat(seen.status()).isEqualTo(end);
        if (end == PredictionStatus.COMPLETED) {
            try (InputStream in = client.fetch(seen.findOutputs().orElseThrow())) {
                assertThat(in.readAllBytes()).isNotEmpty();
            }
        } else {
            assertThat(seen.failure()).isNotNull();
        }
    }

    @Test
    void outputsThatAreMissingOrExpiredAreTold() {
        List<Class<?>> meant = new ArrayList<>();
        for (FaultKind kind : List.of(FaultKind.OUTPUTS_MISSING, FaultKind.RLE_MISSING, FaultKind.OUTPUTS_EXPIRED)) {
            simulator.faults().nextRun(Fault.of(kind));
            PredictionId id = client.submit(input, null).id();
            Throwable thrown =
                    catchThrowable(() -> client.fetch(awaitEnd(id).findOutputs().orElseThrow()));
            meant.add(thrown.getClass());
        }

        assertThat(meant)
                .containsExactly(
                        MalformedResponseException.class, MalformedResponseException.class, NotFoundException.class);
    }

    @Test
    void aDownloadThatBreaksIsAnErrorAndNeverShort() throws IOException {
        Prediction seen = awaitEnd(client.submit(input, null).id());
        simulator.faults().next(ProviderCall.FILE, Fault.of(FaultKind.PARTIAL_BODY), 10);

        Throwable thrown = catchThrowable(() -> {
            try (InputStream in = client.fetch(seen.findOutputs().orElseThrow())) {
                in.readAllBytes();
            }
        });

        assertThat(thrown).isInstanceOfAny(IOException.class, UnavailableException.class);
    }

    /** Answered submits; one whose answer is still held back is not among them yet. */
    private long submits() {
        return simulator.recorded().stream()
                .filter(request -> request.call() == ProviderCall.SUBMIT)
                .count();
    }

    private List<Prediction> found() {
        Instant now = Instant.now();
        return client.find(new TimeWindow(now.minusSeconds(300), now.plusSeconds(300))).stream()
                .filter(p -> p.inputVideo() != null && p.inputVideo().contains(marker))
                .toList();
    }

    private Prediction awaitEnd(PredictionId id) {
        Prediction seen = client.poll(id);
        Instant patience = Instant.now().plusSeconds(20);
        while (!seen.status().isTerminal() && Instant.now().isBefore(patience)) {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(20).toNanos());
            seen = client.poll(id);
        }
        return seen;
    }
}
