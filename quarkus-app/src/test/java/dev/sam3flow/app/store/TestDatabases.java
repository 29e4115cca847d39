package dev.sam3flow.app.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/** Empty databases with our schema: H2 in memory, and PostgreSQL, whose one server all tests share. */
public final class TestDatabases {
    private static @Nullable EmbeddedPostgres server;

    private TestDatabases() {}

    public static DataSource freshH2() {
        return migrated(JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID()
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
                "sam3flow",
                ""));
    }

    /** The file database of a data folder, as the application is configured to open it. */
    public static String embeddedUrl(Path folder) {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        Properties application = new Properties();
        try (InputStream in = TestDatabases.class.getResourceAsStream("/application.properties")) {
            application.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("application.properties", e);
        }
        return application
                .getProperty("quarkus.datasource.embedded.jdbc.url")
                .replace("${sam3.data-dir}", folder.toAbsolutePath().toString());
    }

    public static synchronized DataSource freshPostgres() {
        try {
            if (server == null) {
                server = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C")
                        .start();
            }
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            return migrated(server.getDatabase("postgres", name));
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh database", e);
        }
    }

    private static DataSource migrated(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return source;
    }
}
