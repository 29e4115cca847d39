package dev.sam3flow.temporal;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.UnavailableException;
import dev.sam3flow.core.job.JobCommand;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.JobDesk;
import dev.sam3flow.core.port.JobDesk.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** What processes that share a database ask of each other's jobs, and answer. */
final class Wishes {
    private final JobDesk desk;
    private final Duration patience;

    /** @param patience how long an answer of another driver is waited for */
    Wishes(JobDesk desk, Duration patience) {
        this.desk = desk;
        this.patience = patience;
    }

    /** Asks the driver of a job, and comes back when it has done it. */
    void ask(JobId id, JobCommand command, String driver) {
        Wish wish = desk.ask(id, command.text());
        long until = System.nanoTime() + patience.toNanos();
        Optional<String> answer = desk.answer(wish);
        while (answer.isEmpty() && System.nanoTime() < until) {
            rest();
            answer = desk.answer(wish);
        }
        if (answer.isEmpty()) {
            boolean withdrawn = desk.withdraw(wish);
            throw new UnavailableException(
                    driver + ", which drives job " + id + ", does not answer: "
                            + (withdrawn
                                    ? "'" + command.text() + "' was taken back, and nothing was changed"
                                    : "it has read '" + command.text() + "'; look at the job before you say it again"),
                    null);
        }
        if (!answer.get().isEmpty()) {
            throw new InvalidInputException(answer.get());
        }
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for an answer", e);
        }
    }

    /** Does what others have asked of these jobs. */
    void grant(Set<JobId> driven, BiConsumer<JobId, JobCommand> deed) {
        for (JobId id : driven.isEmpty() ? Set.<JobId>of() : desk.asked()) {
            if (driven.contains(id)) {
                desk.take(id).forEach(wish -> grant(wish, deed));
            }
        }
    }

    private void grant(Wish wish, BiConsumer<JobId, JobCommand> deed) {
        String refusal = "";
        try {
            deed.accept(wish.job(), JobCommand.parse(List.of(wish.command().split(" "))));
        } catch (RuntimeException e) {
            refusal = String.valueOf(e.getMessage());
        }
        desk.answer(wish, refusal);
    }
}
