package dev.sam3flow.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFolderTest {
    @TempDir
    Path temporary;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Path folder;
    private RoutesFolder routes;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(temporary.resolve("routes of ours"));
        routes = new RoutesFolder(Optional.of(folder), camel);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void write(String file, String... idsAndBodies) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < idsAndBodies.length; i += 2) {
            yaml.append(String.format(
                    "- route:%n    id: %1$s%n    from:%n      uri: direct:%1$s%n      steps:%n"
                            + "        - setBody:%n            constant: %2$s%n",
                    idsAndBodies[i], idsAndBodies[i + 1]));
        }
        Files.writeString(folder.resolve(file), yaml);
        routes.look();
    }

    private String answer(String route) {
        return camel.createProducerTemplate().requestBody("direct:" + route, "", String.class);
    }

    private Iterable<String> ids() {
        return camel.getRoutes().stream().map(Route::getRouteId).toList();
    }

    @Test
    void aFileThatAppearsIsARouteThatRuns() throws IOException {
        write("one.yaml", "greet", "hello");
        assertThat(answer("greet")).isEqualTo("hello");
    }

    @Test
    void anEditIsTakenWithoutARestart() throws IOException {
        write("one.yaml", "greet", "hello", "part", "goodbye");
        write("one.yaml", "greet", "good day");
        assertThat(answer("greet")).isEqualTo("good day");
        assertThat(ids()).containsExactly("greet");
    }

    @Test
    void routesEndWithTheirFileAndLeaveOthersAlone() throws IOException {
        write("one.yaml", "greet", "hello");
        write("two.yml", "part", "goodbye");
        Files.delete(folder.resolve("one.yaml"));
        routes.look();
        assertThat(ids()).containsExactly("part");
    }

    /** An editor's half-written file must not stop what runs. */
    @Test
    void whileAFileIsWrongWhatItHeldGoesOn() throws IOException {
        write("one.yaml", "greet", "hello");
        Files.writeString(folder.resolve("one.yaml"), "- route:\n    id: greet\n    form: direct:greet\n");
        routes.look();
        assertThat(answer("greet")).isEqualTo("hello");
        write("one.yaml", "greet", "mended");
        assertThat(answer("greet")).isEqualTo("mended");
    }

    @Test
    void whatIsNoYamlIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("README.md"), "no route");
        Files.writeString(folder.resolve(".half.yaml"), "- route: {}");
        routes.look();
        assertThat(ids()).isEmpty();
    }
}
