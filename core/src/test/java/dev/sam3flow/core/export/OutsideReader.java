package dev.sam3flow.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python with other people's readers in it, named by SAM3FLOW_PYTHON; tests that need it are skipped without. */
final class OutsideReader {
    /** Ends well if there is such a module; what that module would import itself need not be there. */
    private static final String FIND =
            "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)";

    private OutsideReader() {}

    /** Runs a script and returns what it prints; the file's path is its first argument. */
    static String run(String neededModule, Path folder, String script, Path file) throws IOException {
        String python = System.getenv("SAM3FLOW_PYTHON");
        assumeThat(python)
                .as("SAM3FLOW_PYTHON names no Python with " + neededModule)
                .isNotNull();
        assumeThat(start(folder, List.of(python, "-c", FIND, neededModule)).code())
                .as(python + " lacks the module " + neededModule)
                .isZero();
        Path source = Files.writeString(folder.resolve("read.py"), script);
        Ended ended = start(folder, List.of(python, source.toString(), file.toString()));
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended.output();
    }

    private record Ended(int code, String output) {}

    private static Ended start(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
