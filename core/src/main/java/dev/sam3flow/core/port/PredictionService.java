package dev.sam3flow.core.port;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedResponseException;
import dev.sam3flow.core.error.RateLimitedException;
import dev.sam3flow.core.error.RejectedException;
import dev.sam3flow.core.error.SubmissionOutcomeUnknownException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.AccountRef;
import dev.sam3flow.core.prediction.BillingRow;
import dev.sam3flow.core.prediction.DeleteOutcome;
import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionInput;
import dev.sam3flow.core.prediction.PredictionOutputs;
import dev.sam3flow.core.prediction.TimeWindow;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The provider, by one account. All calls block; all but {@link #submit} change nothing that costs money and may be asked again.
 *
 * <p>Any call may throw {@link RejectedException} (key, input), {@link RateLimitedException}, {@link UnavailableException} or
 * {@link MalformedResponseException}.
 */
public interface PredictionService {
    /** Where predictions go, such as {@code "https://api.wavespeed.ai/api/v3"}; tells accounts, models and simulators apart. */
    String endpoint();

    /**
     * The account that pays for a tenant's next predictions.
     *
     * @throws InvalidInputException if the tenant has none and may not use the own one
     */
    default AccountRef accountOf(String tenant) {
        return AccountRef.OWN;
    }

    /** The provider by the account that pays; itself where that is the own one. @throws UnavailableException as {@link #by} */
    static PredictionService payer(PredictionService own, AccountRef account) {
        return account.equals(AccountRef.OWN) ? own : own.by(account);
    }

    /**
     * The same provider by another account than the own one: predictions, their list and their bills are an account's own.
     *
     * @throws UnavailableException if the account's key cannot be had now, or no other account is known here; nothing was sent
     */
    default PredictionService by(AccountRef account) {
        // by the own one a prediction of another would be absent, and be paid for again
        throw new UnavailableException("account '" + account.value() + "' is not known here; nothing was sent", null);
    }

    /** True where no real provider stands behind it: masks are made up, and no money moves. */
    boolean simulated();

    /**
     * Uploads a video under a name of the caller's choice.
     *
     * @param fileName last part of the URL's path where the provider keeps names; it carries the attempt's marker
     * @return the URL to submit; a secret, gone after seven days
     */
    URI upload(Path file, String fileName);

    /**
     * Creates a prediction, with exactly one POST.
     *
     * @param webhook https URL to call back; null for none
     * @throws RejectedException refused, nothing created
     * @throws RateLimitedException refused for now, nothing created
     * @throws UnavailableException no connection was made, so that nothing was sent and nothing created
     * @throws SubmissionOutcomeUnknownException anything else: it may exist and be billed; never send again blindly
     */
    Prediction submit(PredictionInput input, @Nullable String webhook);

    /** How long until a submit has a chance against the account's limits, as far as they are kept on this side; zero for now. */
    default Duration untilNextStart() {
        return Duration.ZERO;
    }

    /** One look, with one request: the caller decides when to look again. @throws NotFoundException if the provider does not know it, or no longer */
    Prediction poll(PredictionId id);

    /** Opens the RLE file of a completed prediction; the caller closes it. @throws NotFoundException if it has expired */
    InputStream fetch(PredictionOutputs outputs);

    /** Deletes a prediction, the nearest to cancelling it. */
    DeleteOutcome delete(PredictionId id);

    /** Predictions of this model created in a window, newest first, with their input video where the provider tells. */
    List<Prediction> find(TimeWindow window);

    /** Billing rows of the given predictions. */
    List<BillingRow> charges(List<PredictionId> ids);

    /** Billing rows of the whole account, of whatever model, that were made in a window. */
    List<BillingRow> charges(TimeWindow window);

    /** What is left on the account. */
    MicroUsd balance();

    /** What the provider says a prediction with this input will cost. */
    MicroUsd quote(PredictionInput input);
}
