package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.Sam3Exception;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every failure is one line on standard error; {@code SAM3_DEBUG=1} adds the stack. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception error, CommandLine commandLine, ParseResult parsed) {
        return report(error, "", commandLine.getErr());
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        say(error, "", error.getCommandLine().getErr());
        return ExitCode.BAD_INPUT;
    }

    /**
     * Prints an error.
     *
     * @param about what it is about, such as {@code "film.mp4: "}; may be empty
     * @return the exit code that it stands for
     */
    static int report(Throwable error, String about, PrintWriter err) {
        Optional<Sam3Exception> expected = expected(error);
        say(expected.<Throwable>map(e -> e).orElse(error), about, err);
        return expected.map(ExitCode::of).orElse(ExitCode.INTERNAL);
    }

    /** The error of ours that others may have wrapped. */
    private static Optional<Sam3Exception> expected(Throwable error) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof Sam3Exception ours) {
                return Optional.of(ours);
            }
        }
        return Optional.empty();
    }

    private static void say(Throwable error, String about, PrintWriter err) {
        String message = oneLine(error);
        err.println("sam3: " + (message.startsWith(about) ? "" : about) + message);
        if ("1".equals(System.getenv("SAM3_DEBUG"))) {
            error.printStackTrace(err);
        }
        err.flush();
    }

    static String oneLine(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getSimpleName() : oneLine(message);
    }

    static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
