package dev.sam3flow.core.port;

import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.ChunkProgress;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobProgress;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.job.StandingOrders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Jobs and the results of chunks, kept outside the workflow server so that losing that costs nothing. */
public interface JobStore {
    /** A job as stored. */
    record StoredJob(JobRequest request, JobProgress progress, Optional<JobResult> result) {
        /** True where it has ended without its whole result, so that it may be ordered again. */
        public boolean mayBeOrderedAgain() {
            return result.isPresent()
                    && (result.get().phase() != JobPhase.DONE || result.get().failure() != null);
        }
    }

    /**
     * Records an order. Where the id is there already, the stored request is kept and returned; only of a job that ended
     * without its whole result is the new order, with other limits perhaps, taken in its place.
     */
    JobRequest create(JobRequest request);

    /** Replaces what was ordered, for a job that has no result; of one that is worked on, no more than its priority. */
    void replace(JobRequest request);

    /** Records where what a job was planned from is kept, in place of anything earlier. */
    void savePlanned(JobId id, BlobRef planned);

    /** Empty until it is planned, and for unknown jobs. */
    Optional<BlobRef> findPlanned(JobId id);

    /** Replaces a job's whole progress, chunks included. */
    void saveProgress(JobProgress progress);

    /** Replaces phase and note of a job's progress, and nothing else. Unknown jobs are passed over. */
    void savePhase(JobId id, JobPhase phase, String note);

    /**
     * Replaces one chunk of a job's progress, atomically: several workers change chunks at once.
     *
     * <p>A chunk whose index the stored progress does not have is passed over.
     */
    void saveChunkProgress(JobId id, ChunkProgress chunk);

    /** What operators have told a job that has not ended; {@link StandingOrders#NONE} for unknown jobs too. */
    StandingOrders standing(JobId id);

    /**
     * Changes what a job was told, atomically. Unknown jobs are passed over, and those that have ended and were not ordered
     * again since.
     */
    void changeStanding(JobId id, UnaryOperator<StandingOrders> change);

    /** Records how a job ended, in place of any earlier end; what it was told ends with it. */
    void saveResult(JobResult result);

    /** Forgets how a job ended, before it is started again. */
    void reopen(JobId id);

    Optional<StoredJob> find(JobId id);

    /** Newest first. @param most at least 1 */
    List<StoredJob> list(String tenant, int most);

    /** Jobs that ended at or after a time on the store's clock, and have not been begun again since. */
    Set<JobId> endedSince(Instant from);

    /** Jobs without a result, oldest first. */
    List<JobRequest> unfinished();

    /**
     * Keeps a chunk's result under its reuse key.
     *
     * @param key digest of everything that the result depends on
     */
    void saveChunk(String key, ChunkResult result);

    Optional<ChunkResult> findChunk(String key);

    /** Forgets a chunk's result, whose bytes are gone or of no use. */
    void forgetChunk(String key);
}
