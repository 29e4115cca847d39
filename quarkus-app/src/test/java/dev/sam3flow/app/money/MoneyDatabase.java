package dev.sam3flow.app.money;

import dev.sam3flow.app.store.Database;
import dev.sam3flow.app.store.TestDatabases;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A database that several processes share, as the product opens it: H2 in a file, or a real PostgreSQL.
 *
 * @param url for JDBC
 * @param user without a password
 * @param server what to stop; null for H2
 * @param keeper holds an H2 file open in this process, whatever other processes come and go
 */
public record MoneyDatabase(
        String url,
        String user,
        @Nullable EmbeddedPostgres server,
        @Nullable Connection keeper) implements AutoCloseable {
    public static MoneyDatabase h2(Path folder) throws SQLException {
        String url = TestDatabases.embeddedUrl(folder);
        return new MoneyDatabase(url, "sam3flow", null, DriverManager.getConnection(url, "sam3flow", "")).migrated();
    }

    public static MoneyDatabase postgres() throws IOException, SQLException {
        EmbeddedPostgres server =
                EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database money");
        }
        return new MoneyDatabase(server.getJdbcUrl("postgres", "money"), "postgres", server, null).migrated();
    }

    private MoneyDatabase migrated() {
        Flyway.configure()
                .dataSource(url, user, "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return this;
    }

    /** Connections of a pool, as the product has one. */
    AgroalDataSource pool(int size) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(size)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .principal(new NamePrincipal(user))
                                .credential(new SimplePassword("")))));
    }

    public Database open(int connections) throws SQLException {
        return new Database(pool(connections));
    }

    String name() {
        return server == null ? "H2 in a file" : "PostgreSQL";
    }

    @Override
    public void close() throws IOException, SQLException {
        if (keeper != null) {
            keeper.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
