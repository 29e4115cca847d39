package dev.sam3flow.app.store;

import dev.sam3flow.core.money.MicroUsd;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a tenant has spent and what is held for it, at a cost that grows by a row a day and not with each entry: sums by day, and the
 * entries that are younger than those sums.
 */
final class LedgerTotals {
    /** So many entries may be younger than the sums before they are added to them. */
    static final int MOST_YOUNGER = 256;

    private static final String SPENT = "kind in ('CHARGE', 'REFUND', 'ADJUST')";
    private static final String HELD = "kind in ('RESERVE', 'RELEASE')";

    /** Days since 1970 in UTC: a cast to a date would be by the zone of the session. */
    private static final String DAY = "cast(floor(extract(epoch from posted_at) / 86400) as bigint)";

    /** The lock stands beside the entries: H2 reads tables of one FROM as they were at one moment, those of a subquery later. */
    private static final String YOUNGER =
            " from ledger_entry, ledger_lock where ledger_lock.id = 1 and seq > summed_to and ";

    private LedgerTotals() {}

    /** @param spent from a day on @param held by whatever is open, whenever that was reserved */
    record Total(MicroUsd spent, MicroUsd held) {
        MicroUsd committed() {
            return spent.plus(held);
        }
    }

    /** One statement, so that no entry is counted twice or not at all while others are added to the sums. */
    static Total of(Connection connection, String tenant, boolean simulated, LocalDate from) throws SQLException {
        return Database.query(
                        connection,
                        row -> new Total(new MicroUsd(row.getLong(1)), new MicroUsd(row.getLong(2))),
                        "select coalesce(sum(spent), 0), coalesce(sum(held), 0) from ("
                                + "select case when on_day >= ? then spent else 0 end as spent, held"
                                + " from ledger_total where tenant = ? and simulated = ?"
                                + " union all select case when " + SPENT
                                + " and posted_at >= ? then amount else 0 end, case when "
                                + HELD + " then amount else 0 end" + YOUNGER + "tenant = ? and simulated = ?) entries",
                        from,
                        tenant,
                        simulated,
                        start(from),
                        tenant,
                        simulated)
                .get(0);
    }

    /** What is held for all tenants. */
    static MicroUsd held(Connection connection, boolean simulated) throws SQLException {
        return Database.query(
                        connection,
                        row -> new MicroUsd(row.getLong(1)),
                        "select coalesce(sum(held), 0) from (select held from ledger_total where simulated = ?"
                                + " union all select amount" + YOUNGER + "simulated = ? and " + HELD + ") entries",
                        simulated,
                        simulated)
                .get(0);
    }

    private record Sum(String tenant, LocalDate day, boolean simulated, long spent, long held) {}

    /** Adds what is younger to the sums, where that is much. The caller holds the ledger's lock. */
    static void add(Connection connection) throws SQLException {
        long summed = number(connection, "select summed_to from ledger_lock where id = 1");
        long last = number(connection, "select coalesce(max(seq), 0) from ledger_entry");
        if (last - summed < MOST_YOUNGER) {
            return;
        }
        List<Sum> sums = Database.query(
                connection,
                row -> new Sum(
                        row.getString(1),
                        LocalDate.ofEpochDay(row.getLong(2)),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getLong(5)),
                "select tenant, " + DAY + ", simulated, sum(case when " + SPENT
                        + " then amount else 0 end), sum(case when " + HELD
                        + " then amount else 0 end) from ledger_entry where seq > ? and seq <= ? group by tenant, "
                        + DAY
                        + ", simulated",
                summed,
                last);
        for (Sum sum : sums) {
            if (Database.update(
                            connection,
                            "update ledger_total set spent = spent + ?, held = held + ? where tenant = ? and on_day = ? and simulated = ?",
                            sum.spent(),
                            sum.held(),
                            sum.tenant(),
                            sum.day(),
                            sum.simulated())
                    == 0) {
                Database.update(
                        connection,
                        "insert into ledger_total (spent, held, tenant, on_day, simulated) values (?, ?, ?, ?, ?)",
                        sum.spent(),
                        sum.held(),
                        sum.tenant(),
                        sum.day(),
                        sum.simulated());
            }
        }
        Database.update(connection, "update ledger_lock set summed_to = ? where id = 1", last);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Database.query(connection, row -> row.getLong(1), sql).get(0);
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
