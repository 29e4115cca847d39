package dev.sam3flow.app.cli;

import dev.sam3flow.app.security.Scope;
import dev.sam3flow.app.security.Secrets;
import dev.sam3flow.app.store.JdbcApiKeys;
import dev.sam3flow.app.store.JdbcApiKeys.StoredKey;
import dev.sam3flow.app.store.JdbcAudit;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.NotFoundException;
import dev.sam3flow.core.job.JobId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** API keys. Only their digests are stored: a key is shown once, when it is made. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Makes, lists and revokes API keys of the service.",
        subcommands = {KeyCommand.Create.class, KeyCommand.ListKeys.class, KeyCommand.Revoke.class})
public class KeyCommand implements Runnable {
    private static final String BY = "command line";

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give one of create, list, revoke");
    }

    /** Makes a key. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Makes a key and prints it, this once.")
    public static class Create implements Callable<Integer> {
        @Spec
        CommandSpec spec;

        @Option(names = "--name", required = true, description = "What the key is for, such as nightly.")
        String name = "";

        @Option(
                names = "--tenant",
                description = "Whose jobs and money it sees (default: ${DEFAULT-VALUE}).",
                defaultValue = JobId.DEFAULT_TENANT)
        String tenant = JobId.DEFAULT_TENANT;

        @Option(
                names = "--scope",
                split = ",",
                description = "read, submit, approve, admin (default: read and submit).")
        java.util.List<String> scopes = java.util.List.of("read", "submit");

        @Option(names = "--days", description = "Ends by itself after so many days (default: never).")
        @Nullable
        Integer days;

        @Inject
        JdbcApiKeys keys;

        @Inject
        JdbcAudit audit;

        @Override
        public Integer call() {
            String owner = new JobId(tenant, "x").tenant();
            if (name.isBlank() || name.length() > 100) {
                throw new InvalidInputException("--name '" + name + "': give 1 to 100 characters");
            }
            if (days != null && (days < 1 || days > 36_500)) {
                throw new InvalidInputException("--days " + days + ": give a number from 1 to 36500");
            }
            Set<Scope> granted = EnumSet.noneOf(Scope.class);
            scopes.forEach(scope -> granted.add(Scope.of(scope)));
            Secrets.Key key = keys.create(owner, name, granted, days == null ? null : Duration.ofDays(days));
            audit.append(owner, BY, "key create", key.id() + " (" + name + ")", Scope.text(granted));
            Output output = Output.of(spec);
            output.say("key " + key.id() + " of tenant " + owner + " may " + Scope.text(granted)
                    + "; it is shown this once:");
            output.result(key.text());
            return ExitCode.DONE;
        }
    }

    /** Lists keys. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Lists the keys there are.")
    public static class ListKeys implements Callable<Integer> {
        @Spec
        CommandSpec spec;

        @Inject
        JdbcApiKeys keys;

        @Override
        public Integer call() {
            Output output = Output.of(spec);
            Instant now = Instant.now();
            for (StoredKey key : keys.list()) {
                output.result(String.format(
                        Locale.ROOT,
                        "%s  %-12s %-28s %-7s %s",
                        key.id(),
                        key.tenant(),
                        Scope.text(key.scopes()),
                        key.revokedAt() != null ? "revoked" : key.isValid(now) ? "valid" : "ended",
                        key.name()));
            }
            return ExitCode.DONE;
        }
    }

    /** Revokes a key. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Revokes a key and ends its sessions; a running service follows within seconds.")
    public static class Revoke implements Callable<Integer> {
        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "The key's id, the part between the two underscores.")
        String id = "";

        @Inject
        JdbcApiKeys keys;

        @Inject
        JdbcAudit audit;

        @Override
        public Integer call() {
            StoredKey key = keys.list().stream()
                    .filter(stored -> stored.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new NotFoundException("there is no key " + id + ": 'sam3 key list' shows them"));
            boolean revoked = keys.revoke(id);
            audit.append(key.tenant(), BY, "key revoke", key.id() + " (" + key.name() + ")", "revoked");
            Output.of(spec).say("key " + id + (revoked ? " is revoked" : " was revoked before"));
            return ExitCode.DONE;
        }
    }
}
