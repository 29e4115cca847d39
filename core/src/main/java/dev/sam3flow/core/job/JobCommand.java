package dev.sam3flow.core.job;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.prediction.PredictionId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person tells a job that runs. Each has one text form, {@link #text()}, which the command line, the REST interface and
 * a {@link dev.sam3flow.core.port.JobDesk} share; in it, chunks count from 1, as people count them.
 */
public sealed interface JobCommand {
    /** All text forms, for help and errors. */
    String FORMS =
            "pause | resume | cancel | approve [USD] | refuse | set-parallelism N | set-priority N | retry-chunk K"
                    + " | skip-chunk K | pay-again K | resolve-submit K found:ID | resolve-submit K absent | resolve-submit K abandon";

    /** No new predictions are started; those that run are let finish. */
    record Pause() implements JobCommand {
        @Override
        public String text() {
            return "pause";
        }
    }

    /** Goes on after a pause. */
    record Resume() implements JobCommand {
        @Override
        public String text() {
            return "resume";
        }
    }

    /** Stops: running predictions are deleted at the provider, what was paid for is kept. */
    record Cancel() implements JobCommand {
        @Override
        public String text() {
            return "cancel";
        }
    }

    /** The quote is accepted. @param limit most that the job may come to from now on; null for no limit of its own */
    record Approve(@Nullable MicroUsd limit) implements JobCommand {
        @Override
        public String text() {
            return limit == null ? "approve" : "approve " + limit.toString().replace("$", "");
        }
    }

    /** The quote is not accepted: the job ends. */
    record Refuse() implements JobCommand {
        @Override
        public String text() {
            return "refuse";
        }
    }

    /** How many predictions may be in flight. */
    record SetParallelism(int parallel) implements JobCommand {
        @Override
        public String text() {
            return "set-parallelism " + parallel;
        }
    }

    /** Who goes first where submits wait for the account. @param priority 1, first, to 5, last */
    record SetPriority(int priority) implements JobCommand {
        @Override
        public String text() {
            return "set-priority " + priority;
        }
    }

    /** A failed chunk is tried again. @param chunk index, from 0 */
    record RetryChunk(int chunk) implements JobCommand {
        @Override
        public String text() {
            return "retry-chunk " + (chunk + 1);
        }
    }

    /** A failed chunk is left as a gap. @param chunk index, from 0 */
    record SkipChunk(int chunk) implements JobCommand {
        @Override
        public String text() {
            return "skip-chunk " + (chunk + 1);
        }
    }

    /** A chunk whose paid masks are of no use gets a new, paid attempt. @param chunk index, from 0 */
    record PayAgain(int chunk) implements JobCommand {
        @Override
        public String text() {
            return "pay-again " + (chunk + 1);
        }
    }

    /** A submit whose outcome could not be found out: this prediction is it. @param chunk index, from 0 */
    record SubmitFound(int chunk, PredictionId prediction) implements JobCommand {
        @Override
        public String text() {
            return "resolve-submit " + (chunk + 1) + " found:" + prediction;
        }
    }

    /** A submit whose outcome could not be found out created nothing: it is made again. @param chunk index, from 0 */
    record SubmitAbsent(int chunk) implements JobCommand {
        @Override
        public String text() {
            return "resolve-submit " + (chunk + 1) + " absent";
        }
    }

    /** A submit whose outcome could not be found out: the chunk goes without a result. @param chunk index, from 0 */
    record SubmitAbandoned(int chunk) implements JobCommand {
        @Override
        public String text() {
            return "resolve-submit " + (chunk + 1) + " abandon";
        }
    }

    /** The one text form. */
    String text();

    /**
     * Reads the text form.
     *
     * @throws InvalidInputException if it is none of {@link #FORMS}
     */
    static JobCommand parse(List<String> words) {
        String verb = words.isEmpty() ? "" : words.get(0);
        int given = words.size() - 1;
        if (given == 0) {
            switch (verb) {
                case "pause":
                    return new Pause();
                case "resume":
                    return new Resume();
                case "cancel":
                    return new Cancel();
                case "approve":
                    return new Approve(null);
                case "refuse":
                    return new Refuse();
                default:
                    break;
            }
        }
        if (given == 1) {
            switch (verb) {
                case "approve":
                    return new Approve(usd(words.get(1)));
                case "set-parallelism":
                    return new SetParallelism(number("parallelism", words.get(1), 100));
                case "set-priority":
                    return new SetPriority(number("priority", words.get(1), 5));
                case "retry-chunk":
                    return new RetryChunk(chunk(words.get(1)));
                case "skip-chunk":
                    return new SkipChunk(chunk(words.get(1)));
                case "pay-again":
                    return new PayAgain(chunk(words.get(1)));
                default:
                    break;
            }
        }
        if (given == 2 && verb.equals("resolve-submit")) {
            return resolution(chunk(words.get(1)), words.get(2));
        }
        throw new InvalidInputException("'" + String.join(" ", words) + "' is no command to a job: give " + FORMS);
    }

    private static JobCommand resolution(int chunk, String decision) {
        if (decision.startsWith("found:")) {
            String id = decision.substring("found:".length());
            if (id.matches("[A-Za-z0-9_-]{1,200}")) {
                return new SubmitFound(chunk, new PredictionId(id));
            }
        }
        if (decision.equals("absent")) {
            return new SubmitAbsent(chunk);
        }
        if (decision.equals("abandon")) {
            return new SubmitAbandoned(chunk);
        }
        throw new InvalidInputException(
                "'" + decision + "' decides nothing about a submit: give found:PREDICTION-ID, absent or abandon");
    }

    private static int chunk(String text) {
        return number("chunk", text, 1_000_000) - 1;
    }

    private static int number(String what, String text, int most) {
        if (text.matches("[0-9]{1,7}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw new InvalidInputException(what + " '" + text + "': give a number from 1 to " + most);
    }

    private static MicroUsd usd(String text) {
        try {
            MicroUsd limit = MicroUsd.ofUsd(new BigDecimal(text));
            if (!limit.isNegative()) {
                return limit;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // said below
        }
        throw new InvalidInputException(
                "'" + text + "' is no limit: give an amount in USD with at most six decimals, such as 3.00");
    }
}
