package dev.sam3flow.app.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParseResult;

/**
 * Entry point. What needs no container (help, version, a mistyped command, the simulator) answers without starting one; of the
 * rest, only {@code serve} opens a port, runs routes and logs to the console.
 */
@QuarkusMain
public class Sam3Main implements QuarkusApplication {
    private static final Set<String> NEED_CONTAINER = Set.of(
            "segment", "jobs", "job", "quote", "repair", "decode", "convert", "ledger", "key", "serve", "doctor");

    private static final Map<String, String> ONE_COMMAND_ONLY = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.log.console.enabled", "false",
            "quarkus.log.file.enabled", "true",
            "quarkus.camel.bootstrap.enabled", "false",
            "quarkus.scheduler.enabled", "false");

    @Inject
    IFactory factory;

    public static void main(String... arguments) {
        CommandLine outside = commandLine(new Sam3Command(), CommandLine.defaultFactory());
        String command = command(outside, arguments);
        if (!NEED_CONTAINER.contains(command)) {
            System.exit(outside.execute(arguments));
        }
        precheck(outside.getSubcommands().get(command));
        if (!command.equals("serve")) {
            ONE_COMMAND_ONLY.forEach(System::setProperty);
        }
        Quarkus.run(Sam3Main.class, Sam3Main::exit, arguments);
    }

    /** Name of the command that is to run; empty where help, a version or an error is to be printed instead. */
    private static String command(CommandLine commandLine, String... arguments) {
        try {
            ParseResult parsed = commandLine.parseArgs(arguments);
            ParseResult last = parsed;
            while (last.hasSubcommand()) {
                last = last.subcommand();
            }
            boolean talksOnly = last.isUsageHelpRequested() || last.isVersionHelpRequested() || last == parsed;
            return talksOnly ? "" : parsed.subcommand().commandSpec().name();
        } catch (CommandLine.ParameterException e) {
            return "";
        }
    }

    private static void precheck(@Nullable CommandLine command) {
        if (command != null && command.getCommand() instanceof Prechecked order) {
            try {
                order.precheck();
            } catch (RuntimeException e) {
                System.exit(Errors.report(e, "", command.getErr()));
            }
        }
    }

    /** A container that does not start would otherwise say nothing: its log goes to a file. */
    private static void exit(int code, @Nullable Throwable error) {
        if (error != null) {
            Throwable root = error;
            while (root.getCause() != null && root.getCause() != root) {
                root = root.getCause();
            }
            System.err.println("sam3: could not start: " + Errors.oneLine(root));
        }
        System.exit(error != null && code == 0 ? ExitCode.INTERNAL : code);
    }

    @Override
    public int run(String... arguments) {
        return commandLine(new Sam3Command(), factory).execute(arguments);
    }

    static CommandLine commandLine(Object command, IFactory factory) {
        CommandLine commandLine = new CommandLine(command, factory);
        commandLine.setExecutionExceptionHandler(new Errors());
        commandLine.setParameterExceptionHandler(new Errors());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        return commandLine;
    }
}
