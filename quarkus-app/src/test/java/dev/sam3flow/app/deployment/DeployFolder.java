package dev.sam3flow.app.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that operators start from. */
public final class DeployFolder {
    private static final Path ROOT = Path.of("..", "deploy").toAbsolutePath().normalize();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern METRIC = Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b(?!\\s*\\()");

    private DeployFolder() {}

    static Path file(String name) {
        return ROOT.resolve(name);
    }

    static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> yaml(String name) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file(name).toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }

    static <T> T as(Class<T> type, JsonNode document) throws IOException {
        return YAML.treeToValue(document, type);
    }

    /** Expressions of all alerts. */
    public static List<JsonNode> alerts() {
        return yaml("prometheus/alerts.yaml").get(0).path("groups").path(0).findParents("alert");
    }

    /** Every expression that an alert or a panel evaluates. */
    public static List<String> expressions() {
        try {
            List<String> found = new ArrayList<>();
            alerts().forEach(alert -> found.add(alert.path("expr").asText()));
            found.addAll(new ObjectMapper()
                    .readTree(file("grafana/sam3flow.json").toFile())
                    .findValuesAsText("expr"));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the series in an expression: what stands outside of braces and by-lists, and is no function. */
    public static Set<String> metrics(String expression) {
        String bare =
                expression.replaceAll("\\{[^}]*}", "").replaceAll("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)", "");
        Set<String> names = new TreeSet<>();
        Matcher name = METRIC.matcher(bare);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }
}
