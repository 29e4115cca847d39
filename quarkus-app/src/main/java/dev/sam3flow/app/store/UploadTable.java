package dev.sam3flow.app.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which content was uploaded when, per account; the latest upload of a content counts. */
public final class UploadTable {
    private static final String SELECT =
            "select sha256, file_name, sealed_url, expires_at, prediction_id, reused from upload";

    private final Database database;
    private final String account;

    /** @param account digest that tells accounts apart, at most 64 characters */
    public UploadTable(Database database, String account) {
        this.database = database;
        this.account = account;
    }

    /**
     * One upload.
     *
     * @param fileName what it was uploaded as: the marker of the attempt that made it
     * @param sealedUrl its address, sealed
     * @param predictionId what the attempt that made it came to; null while that is not known
     * @param reused whether another attempt has used it since
     */
    public record Upload(
            String sha256,
            String fileName,
            String sealedUrl,
            Instant expiresAt,
            @Nullable String predictionId,
            boolean reused) {}

    public Optional<Upload> find(String sha256) {
        return database
                .transaction(connection -> Database.query(
                        connection, UploadTable::read, SELECT + " where account = ? and sha256 = ?", account, sha256))
                .stream()
                .findFirst();
    }

    /** Uploads that were used more than once, by whatever account: its digest changes with its key. */
    public List<Upload> reused() {
        return database.transaction(
                connection -> Database.query(connection, UploadTable::read, SELECT + " where reused = ?", true));
    }

    /** Records an upload in place of an earlier one of the same content. */
    public void save(Upload upload) {
        database.transaction(connection -> {
            Database.update(
                    connection, "delete from upload where account = ? and sha256 = ?", account, upload.sha256());
            return Database.update(
                    connection,
                    "insert into upload (account, sha256, file_name, sealed_url, expires_at, prediction_id, reused)"
                            + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                    account,
                    upload.sha256(),
                    upload.fileName(),
                    upload.sealedUrl(),
                    OffsetDateTime.ofInstant(upload.expiresAt(), ZoneOffset.UTC),
                    upload.predictionId(),
                    upload.reused());
        });
    }

    public void markReused(String sha256) {
        database.transaction(connection -> Database.update(
                connection, "update upload set reused = ? where account = ? and sha256 = ?", true, account, sha256));
    }

    /** Records what the attempt that made an upload came to. */
    public void markSubmitted(String fileName, String predictionId) {
        database.transaction(connection -> Database.update(
                connection,
                "update upload set prediction_id = ? where account = ? and file_name = ?",
                predictionId,
                account,
                fileName));
    }

    private static Upload read(ResultSet row) throws SQLException {
        return new Upload(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                row.getBoolean(6));
    }
}
