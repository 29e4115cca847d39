package dev.sam3flow.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The option tables of a component's page, in the form of Camel's own pages, from the catalog. */
record CatalogTables(JsonNode catalog) {
    private static final String HEAD =
            "[width=\"100%\",cols=\"2,5,^1,2\",options=\"header\"]\n|===\n| Name | Description | Default | Type\n\n";

    static CatalogTables of(Path json) throws IOException {
        return new CatalogTables(new ObjectMapper().readTree(Files.readString(json)));
    }

    /** A page with its tables written anew, each between a comment {@code START} and one {@code END}. */
    String writtenInto(String page) {
        String written = within(page, "component options", component());
        written = within(written, "endpoint options", endpoint());
        return within(written, "headers", headers());
    }

    private static String within(String page, String name, String content) {
        String begin = "// " + name + ": START\n";
        String end = "// " + name + ": END\n";
        return page.substring(0, page.indexOf(begin) + begin.length()) + content + page.substring(page.indexOf(end));
    }

    private String component() {
        List<Map.Entry<String, JsonNode>> rows = rows("componentProperties", null);
        return "The component supports " + rows.size() + " options.\n\n" + table(rows);
    }

    private String endpoint() {
        List<Map.Entry<String, JsonNode>> path = rows("properties", "path");
        List<Map.Entry<String, JsonNode>> query = rows("properties", "parameter");
        return "----\n" + catalog.at("/component/syntax").asText() + "\n----\n\n=== Path Parameters (" + path.size()
                + " parameters)\n\n" + table(path) + "\n=== Query Parameters (" + query.size() + " parameters)\n\n"
                + table(query);
    }

    private String headers() {
        List<Map.Entry<String, JsonNode>> rows = rows("headers", null);
        return "The component supports " + rows.size() + " message headers.\n\n" + table(rows);
    }

    private List<Map.Entry<String, JsonNode>> rows(String section, String kind) {
        return catalog.path(section).properties().stream()
                .filter(row ->
                        kind == null || row.getValue().path("kind").asText().equals(kind))
                .toList();
    }

    private static String table(List<Map.Entry<String, JsonNode>> rows) {
        return rows.stream().map(CatalogTables::row).collect(Collectors.joining("", HEAD, "|===\n"));
    }

    private static String row(Map.Entry<String, JsonNode> option) {
        JsonNode facts = option.getValue();
        String type = facts.path("javaType").asText().replaceFirst("<.*", "");
        String label = facts.path("label").asText();
        return "| *" + option.getKey() + "* (" + (label.isEmpty() ? "common" : label.replace(",", ", ")) + ") | "
                + (facts.path("required").asBoolean() ? "*Required* " : "")
                + (facts.path("autowired").asBoolean() ? "*Autowired* " : "")
                + facts.path("description").asText().replace("|", "\\|") + values(facts) + " | "
                + facts.path("defaultValue").asText() + " | " + type.substring(type.lastIndexOf('.') + 1) + "\n";
    }

    private static String values(JsonNode facts) {
        return facts.path("enum").isEmpty()
                ? ""
                : StreamSupport.stream(facts.path("enum").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", ", " Enum values: ", "."));
    }
}
