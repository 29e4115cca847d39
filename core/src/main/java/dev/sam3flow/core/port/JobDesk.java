package dev.sam3flow.core.port;

import dev.sam3flow.core.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who drives which job, and what others want of it: processes that share a database but no workflow server meet here.
 *
 * <p>A lease runs out by the store's clock unless its holder renews it, so that a job whose process died can be taken up.
 */
public interface JobDesk {
    /**
     * What someone asks of a job.
     *
     * @param id names it, for its answer
     * @param command a {@link dev.sam3flow.core.job.JobCommand}'s text
     */
    record Wish(String id, JobId job, String command) {}

    /**
     * Takes or renews the lease of a job.
     *
     * @return false if another holds it; nothing changes then
     */
    boolean lease(JobId job, String holder, Duration term);

    /** Renews leases that a holder has, many at once. @return those of the jobs that it holds */
    Set<JobId> renew(Set<JobId> jobs, String holder, Duration term);

    /** Gives a lease back; that of another holder stays. */
    void release(JobId job, String holder);

    /** Who holds the lease of a job that has not run out. */
    Optional<String> holder(JobId job);

    /** Puts a wish on the desk. */
    Wish ask(JobId job, String command);

    /** Jobs that have wishes which nobody took. */
    Set<JobId> asked();

    /** Takes the wishes about a job, oldest first: each is given out once. */
    List<Wish> take(JobId job);

    /** Answers a wish. @param refusal why it was not done; empty where it was */
    void answer(Wish wish, String refusal);

    /** The answer to a wish: empty while there is none. */
    Optional<String> answer(Wish wish);

    /** Takes a wish back. @return false if it was taken or answered already */
    boolean withdraw(Wish wish);
}
