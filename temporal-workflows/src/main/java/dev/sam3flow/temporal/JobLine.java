package dev.sam3flow.temporal;

import dev.sam3flow.core.job.JobId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The jobs of this process that are worked on, and those that wait until their account has use for them: a job that is begun
 * long before its submits can be made only takes work, room and answers from those before it.
 */
final class JobLine {
    private final Admission admission;
    private final FairTurns turns = new FairTurns();
    private final Map<JobId, Waiting> waiting = new LinkedHashMap<>();
    private final Map<JobId, Waiting> working = new HashMap<>();
    /** Those of them that wait for a person. */
    private final Set<JobId> resting = new HashSet<>();

    /** Who pays for a job, and where it stands or stood among those that wait. */
    private record Waiting(String account, FairTurns.Place place) {}

    JobLine(Admission admission) {
        this.admission = admission;
    }

    /**
     * A job that is to be worked on.
     *
     * @param priority 1, first, to 5, last; 0 where none was given
     * @return true where it may begin now; else it waits from now on
     */
    synchronized boolean join(JobId id, int priority) {
        if (working.containsKey(id)) {
            return true;
        }
        prefer(id, priority);
        Waiting job = waiting.getOrDefault(id, waiting(id, priority));
        boolean othersWait =
                waiting.values().stream().anyMatch(other -> other.account().equals(job.account()));
        if (othersWait || !hasRoom(job.account(), busy())) {
            waiting.put(id, job);
            return false;
        }
        turns.took(job.place());
        working.put(id, job);
        return true;
    }

    private Waiting waiting(JobId id, int priority) {
        return new Waiting(admission.accountOf().apply(id.tenant()), turns.place(priority, id.tenant()));
    }

    /** Takes out the next that may begin; it is worked on from now on. */
    synchronized Optional<JobId> next() {
        Map<String, Long> busy = busy();
        Map<FairTurns.Place, JobId> may = waiting.entrySet().stream()
                .filter(job -> hasRoom(job.getValue().account(), busy))
                .collect(Collectors.toMap(job -> job.getValue().place(), Map.Entry::getKey));
        Optional<JobId> next = turns.first(may.keySet()).map(may::get);
        next.ifPresent(this::begin);
        return next;
    }

    /** It is worked on from now on, whoever waits. @return true where it waited */
    synchronized boolean begin(JobId id) {
        Waiting waited = waiting.remove(id);
        if (!working.containsKey(id)) {
            Waiting job = waited == null ? waiting(id, 0) : waited;
            turns.took(job.place());
            working.put(id, job);
        }
        return waited != null;
    }

    /** It could not begin: waits again, where it stood before. */
    synchronized void goBack(JobId id) {
        Waiting job = working.remove(id);
        if (job != null) {
            waiting.put(id, job);
        }
    }

    /** Its priority has changed, where it waits. @param priority 1, first, to 5, last; 0 where none was given */
    synchronized void prefer(JobId id, int priority) {
        waiting.computeIfPresent(
                id, (same, old) -> new Waiting(old.account(), old.place().withPriority(priority)));
    }

    /** It has ended, or is no longer this process's. */
    synchronized void leave(JobId id) {
        waiting.remove(id);
        working.remove(id);
        resting.remove(id);
    }

    synchronized boolean waits(JobId id) {
        return waiting.containsKey(id);
    }

    /** How many wait. */
    synchronized int size() {
        return waiting.size();
    }

    synchronized Set<JobId> working() {
        return Set.copyOf(working.keySet());
    }

    /** Those of the jobs worked on that wait for a person: they take no room. */
    synchronized void rest(Set<JobId> jobs) {
        resting.clear();
        resting.addAll(jobs);
        resting.retainAll(working.keySet());
    }

    private Map<String, Long> busy() {
        return working.entrySet().stream()
                .filter(job -> !resting.contains(job.getKey()))
                .collect(Collectors.groupingBy(job -> job.getValue().account(), Collectors.counting()));
    }

    private boolean hasRoom(String account, Map<String, Long> busy) {
        return busy.getOrDefault(account, 0L) < admission.most();
    }
}
