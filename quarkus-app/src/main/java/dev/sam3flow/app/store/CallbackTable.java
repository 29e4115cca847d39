package dev.sam3flow.app.store;

import dev.sam3flow.core.prediction.PredictionId;
import dev.sam3flow.core.prediction.PredictionStatus;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Callbacks that were acted on, one a prediction. */
public final class CallbackTable {
    private final Database database;
    private final Clock clock;

    public CallbackTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Acts on a callback unless one about the same prediction was acted on before, whichever process took it.
     *
     * @param act if it throws, the callback counts as not acted on, and its next delivery is acted on
     * @return false where it was acted on before
     */
    public boolean once(PredictionId id, String marker, PredictionStatus status, Runnable act) {
        return database.transaction(connection -> {
            int inserted = Database.update(
                    connection,
                    "insert into callback (prediction_id, marker, status, received_at) values (?, ?, ?, ?)"
                            + " on conflict do nothing",
                    id.value(),
                    marker,
                    status.name(),
                    OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            if (inserted == 1) {
                act.run();
            }
            return inserted == 1;
        });
    }
}
