package dev.sam3flow.video.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The words put before a command so that the system limits what it may take, where util-linux is there to do it.
 *
 * <p>{@code nice} lets whatever else runs here, requests among it, go first. {@code prlimit} sets memory, processor time, file
 * size and no core dump; {@code setpriv} has the kernel kill the child when we die, whatever killed us.
 */
public final class ResourceLimits {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin");
    private static final Optional<String> NICE = find("nice", "-n", "10");
    private static final Optional<String> PRLIMIT = find("prlimit", "--core=0", "--");
    private static final Optional<String> SETPRIV = find("setpriv", "--pdeathsig", "KILL", "--");

    private ResourceLimits() {}

    /** Whether memory, processor time and file size can be limited here. */
    public static boolean available() {
        return PRLIMIT.isPresent();
    }

    /** The command with its limits before it. */
    public static List<String> around(List<String> command, long addressSpaceBytes, Duration cpu, long fileBytes) {
        List<String> words = new ArrayList<>();
        NICE.ifPresent(program -> words.addAll(List.of(program, "-n", "10")));
        PRLIMIT.ifPresent(program -> {
            words.add(program);
            words.add("--core=0");
            words.add("--as=" + number(addressSpaceBytes));
            words.add("--cpu=" + number(Math.max(1, cpu.toSeconds())));
            words.add("--fsize=" + number(fileBytes));
            words.add("--");
        });
        SETPRIV.ifPresent(program -> words.addAll(List.of(program, "--pdeathsig", "KILL", "--")));
        words.addAll(command);
        return words;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%d", value);
    }

    /** The program's path if it takes these options: other builds of the same name know fewer. */
    private static Optional<String> find(String name, String... options) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .filter(program -> runs(program, options))
                .findFirst();
    }

    private static boolean runs(String program, String... options) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(List.of(options));
        words.add("/bin/true");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
