package dev.sam3flow.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The two streams of a command.
 *
 * @param out results, and nothing else
 * @param err everything else
 */
record Output(PrintWriter out, PrintWriter err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Output of(CommandSpec spec) {
        return new Output(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** One line of results. */
    void result(String line) {
        out.println(line);
        out.flush();
    }

    /** One JSON object on a line of its own. */
    void result(ObjectNode json) {
        try {
            result(JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line for people. */
    void say(String line) {
        err.println("sam3: " + line);
        err.flush();
    }
}
