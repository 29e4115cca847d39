package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file database is one for all threads of a process: what happens to one of them must not hurt the others. */
class EmbeddedDatabaseTest {
    private static final int THREADS = 40;
    private static final int ROWS = 30;

    @TempDir
    Path folder;

    /** A stop and a cancel interrupt threads that write; Java closes a file under a thread that is interrupted in it. */
    @Test
    void threadsThatAreInterruptedWhileTheyWriteDoNotCloseTheDatabaseForTheOthers() throws Exception {
        try (Connection keeper = connect()) {
            run(keeper, "create table note (text varchar)");
            AtomicInteger written = new AtomicInteger();
            for (int i = 0; i < THREADS; i++) {
                int before = written.get();
                Thread writer = new Thread(() -> writeOn(written));
                writer.start();
                while (written.get() < before + 3 && writer.isAlive()) {
                    Thread.onSpinWait();
                }
                writer.interrupt();
                run(keeper, "insert into note values ('the other thread')");
                writer.join();
            }
            try (Statement statement = keeper.createStatement();
                    ResultSet count = statement.executeQuery("select count(*) from note")) {
                count.next();
                assertThat(count.getInt(1)).isGreaterThanOrEqualTo(written.get() + THREADS);
            }
        }
    }

    private void writeOn(AtomicInteger written) {
        try (Connection connection = connect()) {
            for (int row = 0; row < ROWS; row++) {
                run(connection, "insert into note values ('" + "x".repeat(3000) + "')");
                written.incrementAndGet();
            }
        } catch (SQLException e) {
            // the thread that was interrupted may fail; the others must not
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(TestDatabases.embeddedUrl(folder), "sam3flow", "");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
