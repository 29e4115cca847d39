package dev.sam3flow.cameltemporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.xml.in.ModelParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says what is true: its routes run, and its tables are the catalog's. */
class DocumentationTest {
    private static final Path PAGE = Path.of("src/main/docs/temporal-component.adoc");
    private static final Path CATALOG =
            Path.of("src/generated/resources/META-INF/dev/sam3flow/cameltemporal/temporal.json");

    /** The workflow that the page's routes call. */
    @WorkflowInterface
    public interface Greeting {
        @WorkflowMethod
        String greet(String name);

        class Loud implements Greeting {
            @Override
            public String greet(String name) {
                return Workflow.newUntypedActivityStub(ActivityOptions.newBuilder()
                                .setTaskQueue("words")
                                .setStartToCloseTimeout(Duration.ofSeconds(20))
                                .build())
                        .execute("Shout", String.class, "hello " + name);
            }
        }
    }

    @TempDir
    Path folder;

    private static String block(String language) throws IOException {
        Matcher matcher = Pattern.compile(
                        "\\[source," + language + "]\n----\n((?:(?!----).)*activity.*?)\n----", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private interface Adding {
        void to(DefaultCamelContext context) throws Exception;
    }

    private static void aGreetingComes(Adding routes) throws Exception {
        try (TestWorkflowEnvironment environment =
                        TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                                .setUseTimeskipping(false)
                                .build());
                DefaultCamelContext context = new DefaultCamelContext()) {
            environment.newWorker("greetings").registerWorkflowImplementationTypes(Greeting.Loud.class);
            environment.start();
            context.getRegistry().bind("client", environment.getWorkflowClient());
            routes.to(context);
            context.start();
            MockEndpoint greeting = context.getEndpoint("mock:greeting", MockEndpoint.class);
            greeting.expectedBodiesReceived("hello Ada!");

            context.createProducerTemplate().requestBody("direct:greet", "Ada");

            greeting.assertIsSatisfied();
        }
    }

    @Test
    void theJavaRoutesRun() throws Exception {
        Path file = Files.writeString(folder.resolve("CallRoute.java"), block("java"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(result).isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Object routes = loader.loadClass("CallRoute").getConstructor().newInstance();
            aGreetingComes(context -> context.addRoutes((RoutesBuilder) routes));
        }
    }

    @Test
    void theXmlRoutesRun() throws Exception {
        String source = block("xml");

        aGreetingComes(context -> context.addRouteDefinitions(
                new ModelParser(new StringReader(source), "http://camel.apache.org/schema/spring")
                        .parseRoutesDefinition()
                        .orElseThrow()
                        .getRoutes()));
    }

    @Test
    void theYamlRoutesRun() throws Exception {
        String source = block("yaml");

        aGreetingComes(context -> PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("routes.camel.yaml", source)));
    }

    /** Run with {@code -Dtemporal.docs.update=true} to write the tables anew. */
    @Test
    void theTablesAreTheCatalogs() throws IOException {
        String written = CatalogTables.of(CATALOG).writtenInto(Files.readString(PAGE));
        if (Boolean.getBoolean("temporal.docs.update")) {
            Files.writeString(PAGE, written);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(written);
    }
}
