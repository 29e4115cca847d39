package dev.sam3flow.app.store;

import dev.sam3flow.core.job.JobResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Ends of jobs of the last day, and which listener has been told of which. A listener is told once, whichever process tells it; one
 * that did not take an end, or whose process died, is told again.
 */
public final class JobEndings {
    private static final Duration TOLD_OF = Duration.ofDays(1);
    private static final String NOTICE = " where listener = ? and tenant = ? and request_key = ? and ended_at = ?";

    private final Database database;
    private final Clock clock;
    private final Duration again;

    /** @param again how long after a listener was told in vain it is told again */
    public JobEndings(Database database, Clock clock, Duration again) {
        this.database = database;
        this.clock = clock;
        this.again = again;
    }

    /** How a job ended, and when. */
    public record Ending(JobResult result, Instant at) {}

    /** What a listener has not been told, oldest first. */
    public List<Ending> untold(String listener, int most) {
        return database.transaction(connection -> Database.query(
                connection,
                row -> new Ending(
                        JobJson.read(row.getString(1), JobResult.class),
                        row.getObject(2, OffsetDateTime.class).toInstant()),
                "select result, ended_at from job where ended_at > ? and not exists (select 1 from job_notice notice"
                        + " where notice.listener = ? and notice.tenant = job.tenant"
                        + " and notice.request_key = job.request_key and notice.ended_at = job.ended_at"
                        + " and (notice.told or notice.claimed_at > ?)) order by ended_at, request_key limit ?",
                at(clock.instant().minus(TOLD_OF)),
                listener,
                at(clock.instant().minus(again)),
                most));
    }

    /** Takes it on to tell a listener. @return false if another process does, or did */
    public boolean claim(String listener, Ending ending) {
        OffsetDateTime now = at(clock.instant());
        return database.transaction(connection -> {
                    Database.update(
                            connection,
                            "delete from job_notice where ended_at < ?",
                            now.minus(TOLD_OF.multipliedBy(2)));
                    int fresh = Database.update(
                            connection,
                            "insert into job_notice (listener, tenant, request_key, ended_at, claimed_at, told)"
                                    + " values (?, ?, ?, ?, ?, false) on conflict do nothing",
                            listener,
                            ending.result().id().tenant(),
                            ending.result().id().requestKey(),
                            at(ending.at()),
                            now);
                    return fresh
                            + Database.update(
                                    connection,
                                    "update job_notice set claimed_at = ?" + NOTICE
                                            + " and not told and claimed_at <= ?",
                                    now,
                                    listener,
                                    ending.result().id().tenant(),
                                    ending.result().id().requestKey(),
                                    at(ending.at()),
                                    now.minus(again));
                })
                > 0;
    }

    /** Notes that a listener has taken it. */
    public void told(String listener, Ending ending) {
        database.transaction(connection -> Database.update(
                connection,
                "update job_notice set told = true" + NOTICE,
                listener,
                ending.result().id().tenant(),
                ending.result().id().requestKey(),
                at(ending.at())));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
