package dev.sam3flow.app.store;

import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.security.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** API keys, by the digest of their secret, and the console's sessions, by the digest of their token. */
public final class JdbcApiKeys {
    private static final String SELECT =
            "select id, tenant, name, scopes, secret_hash, created_at, expires_at, revoked_at from api_key";

    private final Database database;
    private final Clock clock;

    public JdbcApiKeys(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A key as stored. Times are null where they do not apply. */
    public record StoredKey(
            String id,
            String tenant,
            String name,
            Set<Scope> scopes,
            String secretHash,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {
        /** True where it lets its bearer in. */
        public boolean isValid(Instant now) {
            return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
        }

        /** For the audit. */
        public String shown() {
            return "key " + id + " (" + name + ")";
        }
    }

    /** Stores a new key; what is returned is the only copy of its secret. */
    public Secrets.Key create(String tenant, String name, Set<Scope> scopes, @Nullable Duration life) {
        Secrets.Key key = Secrets.newKey();
        OffsetDateTime now = now();
        database.transaction(connection -> Database.update(
                connection,
                "insert into api_key (id, tenant, name, scopes, secret_hash, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                key.id(),
                tenant,
                name,
                Scope.text(scopes),
                Secrets.hash(key.secret()),
                now,
                life == null ? null : now.plus(life)));
        return key;
    }

    /** True where there is such a key and it had not been revoked before. Its sessions end with it. */
    public boolean revoke(String id) {
        return database.transaction(connection -> {
                    Database.update(connection, "delete from console_session where key_id = ?", id);
                    return Database.update(
                            connection,
                            "update api_key set revoked_at = ? where id = ? and revoked_at is null",
                            now(),
                            id);
                })
                == 1;
    }

    public List<StoredKey> list() {
        return select(" order by tenant, created_at");
    }

    /** The valid key with this id and secret. */
    public Optional<StoredKey> authenticate(Secrets.Key key) {
        return select(" where id = ?", key.id()).stream()
                .filter(stored -> Secrets.equal(stored.secretHash(), Secrets.hash(key.secret())))
                .filter(stored -> stored.isValid(clock.instant()))
                .findFirst();
    }

    /** Begins a session of a key's bearer; returns its token. Sessions that have ended are forgotten. */
    public String openSession(StoredKey key, Duration life) {
        String token = Secrets.newToken();
        database.transaction(connection -> {
            Database.update(connection, "delete from console_session where expires_at < ?", now());
            return Database.update(
                    connection,
                    "insert into console_session (token_hash, key_id, expires_at) values (?, ?, ?)",
                    Secrets.hash(token),
                    key.id(),
                    now().plus(life));
        });
        return token;
    }

    /** The valid key behind a session that has not ended. */
    public Optional<StoredKey> session(String token) {
        return select(
                        " where id in (select key_id from console_session where token_hash = ? and expires_at > ?)",
                        Secrets.hash(token),
                        now())
                .stream()
                .filter(stored -> stored.isValid(clock.instant()))
                .findFirst();
    }

    public void closeSession(String token) {
        database.transaction(connection ->
                Database.update(connection, "delete from console_session where token_hash = ?", Secrets.hash(token)));
    }

    private List<StoredKey> select(String where, Object... parameters) {
        return database.transaction(
                connection -> Database.query(connection, JdbcApiKeys::key, SELECT + where, parameters));
    }

    private static StoredKey key(ResultSet row) throws SQLException {
        return new StoredKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Scope.parse(row.getString(4)),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                instant(row.getObject(7, OffsetDateTime.class)),
                instant(row.getObject(8, OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
