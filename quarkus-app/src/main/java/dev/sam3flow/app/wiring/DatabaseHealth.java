package dev.sam3flow.app.wiring;

import dev.sam3flow.app.store.StoreException;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.api.FlywayException;

/** Ready is who reaches the database in use; the other one is left alone. */
@Singleton
@Readiness
public class DatabaseHealth implements HealthCheck {
    private final DatabaseBean database;

    DatabaseHealth(DatabaseBean database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        var health = HealthCheckResponse.named("database").withData("kind", database.kind());
        try {
            database.get().check();
            return health.up().build();
        } catch (StoreException | FlywayException e) {
            return health.down().build();
        }
    }
}
