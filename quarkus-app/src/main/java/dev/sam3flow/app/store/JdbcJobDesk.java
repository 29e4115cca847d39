package dev.sam3flow.app.store;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.port.JobDesk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Leases and wishes in a database; each step is one conditional statement, so that of several processes one wins. */
public final class JdbcJobDesk implements JobDesk {
    private static final String JOB = " tenant = ? and request_key = ?";

    private static final int MOST_AT_ONCE = 500;

    private final Database database;
    private final Clock clock;

    public JdbcJobDesk(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean lease(JobId job, String holder, Duration term) {
        OffsetDateTime now = now();
        OffsetDateTime until = now.plus(term);
        return database.transaction(connection -> {
            int renewed = Database.update(
                    connection,
                    "update job_lease set holder = ?, expires_at = ? where" + JOB
                            + " and (holder = ? or expires_at <= ?)",
                    holder,
                    until,
                    job.tenant(),
                    job.requestKey(),
                    holder,
                    now);
            return renewed == 1
                    || Database.update(
                                    connection,
                                    "insert into job_lease (tenant, request_key, holder, expires_at) values (?, ?, ?, ?)"
                                            + " on conflict do nothing",
                                    job.tenant(),
                                    job.requestKey(),
                                    holder,
                                    until)
                            == 1;
        });
    }

    @Override
    public Set<JobId> renew(Set<JobId> jobs, String holder, Duration term) {
        Set<JobId> held = new HashSet<>();
        List<JobId> all = List.copyOf(jobs);
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            List<JobId> some = all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE));
            held.addAll(database.transaction(connection -> renewed(connection, some, holder, now().plus(term))));
        }
        return held;
    }

    private static List<JobId> renewed(Connection connection, List<JobId> jobs, String holder, OffsetDateTime expiresAt)
            throws SQLException {
        String where = " where holder = ? and (tenant, request_key) in ("
                + String.join(", ", Collections.nCopies(jobs.size(), "(?, ?)")) + ")";
        List<Object> values = new ArrayList<>(List.of(expiresAt, holder));
        jobs.forEach(job -> values.addAll(List.of(job.tenant(), job.requestKey())));
        int renewed = Database.update(connection, "update job_lease set expires_at = ?" + where, values.toArray());
        return renewed == jobs.size()
                ? jobs
                : Database.query(
                        connection,
                        row -> new JobId(row.getString(1), row.getString(2)),
                        "select tenant, request_key from job_lease" + where,
                        values.subList(1, values.size()).toArray());
    }

    @Override
    public void release(JobId job, String holder) {
        database.transaction(connection -> Database.update(
                connection,
                "delete from job_lease where" + JOB + " and holder = ?",
                job.tenant(),
                job.requestKey(),
                holder));
    }

    @Override
    public Optional<String> holder(JobId job) {
        return database
                .transaction(connection -> Database.query(
                        connection,
                        row -> row.getString(1),
                        "select holder from job_lease where" + JOB + " and expires_at > ?",
                        job.tenant(),
                        job.requestKey(),
                        now()))
                .stream()
                .findFirst();
    }

    @Override
    public Wish ask(JobId job, String command) {
        Wish wish = new Wish(UUID.randomUUID().toString(), job, command);
        database.transaction(connection -> Database.update(
                connection,
                "insert into job_wish (id, tenant, request_key, command, asked_at, taken) values (?, ?, ?, ?, ?, false)",
                wish.id(),
                job.tenant(),
                job.requestKey(),
                command,
                now()));
        return wish;
    }

    @Override
    public Set<JobId> asked() {
        return new HashSet<>(database.transaction(connection -> Database.query(
                connection,
                row -> new JobId(row.getString(1), row.getString(2)),
                "select distinct tenant, request_key from job_wish where not taken")));
    }

    @Override
    public List<Wish> take(JobId job) {
        return database.transaction(connection -> {
            List<Wish> open = Database.query(
                    connection,
                    row -> wish(row, job),
                    "select id, command from job_wish where" + JOB + " and not taken order by asked_at, id",
                    job.tenant(),
                    job.requestKey());
            List<Wish> taken = new ArrayList<>();
            for (Wish wish : open) {
                int mine = Database.update(
                        connection, "update job_wish set taken = true where id = ? and not taken", wish.id());
                if (mine == 1) {
                    taken.add(wish);
                }
            }
            return taken;
        });
    }

    private static Wish wish(ResultSet row, JobId job) throws SQLException {
        return new Wish(row.getString(1), job, row.getString(2));
    }

    @Override
    public void answer(Wish wish, String refusal) {
        database.transaction(connection ->
                Database.update(connection, "update job_wish set answer = ? where id = ?", refusal, wish.id()));
    }

    @Override
    public Optional<String> answer(Wish wish) {
        return database
                .transaction(connection -> Database.query(
                        connection,
                        row -> row.getString(1),
                        "select answer from job_wish where id = ? and answer is not null",
                        wish.id()))
                .stream()
                .findFirst();
    }

    @Override
    public boolean withdraw(Wish wish) {
        return database.transaction(connection ->
                        Database.update(connection, "delete from job_wish where id = ? and not taken", wish.id()))
                == 1;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
