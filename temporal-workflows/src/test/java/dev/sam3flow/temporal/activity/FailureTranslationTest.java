package dev.sam3flow.temporal.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.error.MediaException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.error.OverBudgetException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.Sam3Exception;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobFailure.Reason;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTranslationTest {
    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(new InvalidInputException("x"), "invalid-input", false, Reason.INVALID_INPUT),
                Arguments.of(new RejectedException("x", 400), "rejected", false, Reason.PROVIDER),
                Arguments.of(new RateLimitedException("x", null), "rate-limited", true, Reason.PROVIDER),
                Arguments.of(new UnavailableException("x", null), "unavailable", true, Reason.PROVIDER),
                Arguments.of(
                        new SubmissionOutcomeUnknownException("x"),
                        "submission-outcome-unknown",
                        false,
                        Reason.PROVIDER),
                Arguments.of(
                        new MalformedResponseException("data", "x", null),
                        "malformed-response",
                        false,
                        Reason.PROVIDER),
                Arguments.of(new MalformedRleException(3, "x"), "malformed-rle", false, Reason.PROVIDER),
                Arguments.of(new AmbiguousDialectException("x"), "ambiguous-dialect", false, Reason.UNREADABLE_MASKS),
                Arguments.of(new NotFoundException("x"), "not-found", false, Reason.PROVIDER),
                Arguments.of(new OverBudgetException("x"), "over-budget", false, Reason.OVER_BUDGET),
                Arguments.of(new MediaException("x", true, null), "media", true, Reason.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyErrorOfThePortsHasATypeARetryAndAReason(
            Sam3Exception error, String type, boolean retried, Reason reason) {
        ApplicationFailure failure = (ApplicationFailure) FailureTranslation.translate(error);

        assertThat(failure.getType()).isEqualTo(type);
        assertThat(failure.isNonRetryable()).isEqualTo(!retried);
        assertThat(FailureTranslation.jobFailure(failure)).isEqualTo(new JobFailure(reason, error.getMessage()));
    }

    @Test
    void noErrorOfTheFamilyIsForgotten() {
        Set<Class<?>> covered = errors().map(row -> row.get()[0].getClass()).collect(Collectors.toSet());

        assertThat(covered)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Sam3Exception.class.getPermittedSubclasses()));
    }

    @Test
    void theProvidersWishToWaitIsHonoured() {
        ApplicationFailure failure = (ApplicationFailure)
                FailureTranslation.translate(new RateLimitedException("x", Duration.ofSeconds(17)));

        assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void aFullDiskMayPassAndABugDoesNot() {
        assertThat(((ApplicationFailure) FailureTranslation.translate(new IOException("no space"))).isNonRetryable())
                .isFalse();
        assertThat(((ApplicationFailure) FailureTranslation.translate(new NullPointerException())).isNonRetryable())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aWorkflowsFailureKeepsItsReason(Reason reason) {
        JobFailure failure = new JobFailure(reason, "a sentence");

        assertThat(FailureTranslation.jobFailure(FailureTranslation.ended(failure)))
                .isEqualTo(failure);
    }
}
