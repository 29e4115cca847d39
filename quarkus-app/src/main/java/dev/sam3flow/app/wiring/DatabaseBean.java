package dev.sam3flow.app.wiring;

import dev.sam3flow.app.store.Database;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The database: PostgreSQL where {@code sam3.database.url} names one, else a file in the data folder. Opened, and its
 * schema brought up to date, when it is first used.
 */
@Singleton
public class DatabaseBean {
    static final String EMBEDDED = "embedded";
    static final String SERVER = "server";

    private final Sam3Config config;
    private final Instance<AgroalDataSource> sources;
    private final Instance<Flyway> migrations;
    private @Nullable Database database;

    DatabaseBean(Sam3Config config, @Any Instance<AgroalDataSource> sources, @Any Instance<Flyway> migrations) {
        this.config = config;
        this.sources = sources;
        this.migrations = migrations;
    }

    /** Name of the database in use: {@code "embedded"} or {@code "server"}. */
    public String kind() {
        return config.database().url().isPresent() ? SERVER : EMBEDDED;
    }

    public synchronized Database get() {
        if (database == null) {
            // AUTO_SERVER lets a second process in; it shall listen on this machine alone
            System.setProperty("h2.bindAddress", "127.0.0.1");
            migrations
                    .select(FlywayDataSource.FlywayDataSourceLiteral.of(kind()))
                    .get()
                    .migrate();
            database = new Database(
                    sources.select(new DataSource.DataSourceLiteral(kind())).get());
        }
        return database;
    }
}
