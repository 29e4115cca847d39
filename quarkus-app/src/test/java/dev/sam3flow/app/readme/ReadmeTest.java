package dev.sam3flow.app.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.SensitiveUtils;
import org.junit.jupiter.api.Test;

/** The README says what compiles and runs here: its snippets are these sources, word for word. */
class ReadmeTest {
    private static final Path SOURCES = Path.of("src/test/java/dev/sam3flow/app/readme");
    private static final Pattern FENCE = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern SNIPPET = Pattern.compile("(?s)// snippet: \\w+\n(.*?)\n *// end of snippet");

    @Test
    void everyJavaSnippetIsASourceThatIsCompiled() throws IOException {
        List<String> compiled = new ArrayList<>();
        for (String source : List.of("VideosRoute.java", "OrderJob.java")) {
            compiled.addAll(found(SNIPPET, Files.readString(SOURCES.resolve(source))));
        }
        List<String> shown = found(FENCE, Files.readString(Path.of("..", "README.md")));
        assertThat(shown).containsExactlyElementsOf(compiled);
    }

    @Test
    void theRouteOfTheReadmeStarts() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("wavespeed.apiKey", "a-key");
            camel.addRoutes(new VideosRoute());
            camel.start();
            assertThat(camel.getRoutes()).hasSize(1);
        }
    }

    /** Camel logs the properties it finds; it hides those whose names tell that they are secrets. */
    @Test
    void theKeyOfTheReadmeHasANameThatCamelHides() throws IOException {
        Matcher placeholder = Pattern.compile("apiKey=RAW\\(\\{\\{([^}]+)}}\\)")
                .matcher(Files.readString(Path.of("..", "README.md")));

        assertThat(placeholder.find()).isTrue();
        assertThat(SensitiveUtils.containsSensitive(placeholder.group(1))).isTrue();
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            parts.add(matcher.group(1).stripIndent().strip());
        }
        return parts;
    }
}
