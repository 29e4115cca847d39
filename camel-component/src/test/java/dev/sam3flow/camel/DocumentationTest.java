package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sam3flow.core.prediction.Prediction;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.tools.ToolProvider;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.xml.in.ModelParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page says what is true: its routes run, and its tables are the catalog's. */
class DocumentationTest {
    private static final Path PAGE = Path.of("src/main/docs/sam3-component.adoc");
    private static final Path CATALOG = Path.of("src/generated/resources/META-INF/dev/sam3flow/camel/sam3.json");
    private static final String FOLDER = "file:videos";
    private static final int FRAMES = 12;
    private static final String SECRET = "whsec_0123456789abcdef0123456789abcdef";
    private static final byte[] CALLBACK =
            "{\"id\":\"p1\",\"status\":\"completed\",\"outputs\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static List<String> blocks(String language, String containing) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\[source," + language + "]\n----\n(.*?)\n----", Pattern.DOTALL)
                .matcher(page());
        while (matcher.find()) {
            if (matcher.group(1).contains(containing)) {
                blocks.add(matcher.group(1));
            }
        }
        return blocks;
    }

    static Stream<String> javaRoutes() {
        return blocks("java", "direct:segment").stream();
    }

    static Stream<String> xmlRoutes() {
        return blocks("xml", "<route>").stream();
    }

    static Stream<String> yamlRoutes() {
        return blocks("yaml", "direct:segment").stream();
    }

    static Stream<String> yamlRoutesOfFolders() {
        return blocks("yaml", FOLDER).stream();
    }

    /** What the page has {@code camel run} and Camel Main read; here its folders lie elsewhere, and no video is measured. */
    @ParameterizedTest
    @MethodSource("yamlRoutesOfFolders")
    void theYamlRoutesOfFoldersRun(String source) throws Exception {
        String here = moved(source);

        videosOfAFolderBecomeMasks(context ->
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("masks.camel.yaml", here)));
    }

    @Test
    void theJavaRouteOfTheFirstProjectRuns() throws Exception {
        String source = moved(blocks("java", FOLDER).get(0));

        try (URLClassLoader loader = compiled("MasksApp", source)) {
            Object route = loader.loadClass("org.example.MasksApp$MasksRoute")
                    .getConstructor()
                    .newInstance();
            videosOfAFolderBecomeMasks(context -> context.addRoutes((RoutesBuilder) route));
        }
    }

    private String moved(String source) {
        return source.replace(FOLDER, "file:" + folder.resolve("videos"))
                .replace("file:masks", "file:" + folder.resolve("masks"))
                .replace("videoTools=#class:dev.sam3flow.video.FfmpegVideoTools", "frameSize=160x120")
                .replace("640x360", "160x120");
    }

    private void videosOfAFolderBecomeMasks(Adding routes) throws Exception {
        Files.write(Files.createDirectory(folder.resolve("videos")).resolve("a.mp4"), new byte[100]);
        DefaultCamelContext context = new DefaultCamelContext();
        try (ProviderSimulator simulator = discs()) {
            connect(context, simulator);
            routes.to(context);

            context.start();

            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("videos/.done/a.mp4")));
            assertThat(Files.readAllLines(folder.resolve("masks/a.jsonl"))).hasSize(1 + FRAMES);
        } finally {
            context.stop();
        }
    }

    private URLClassLoader compiled(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
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
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @ParameterizedTest
    @MethodSource("yamlRoutes")
    void theYamlRoutesRun(String source) throws Exception {
        runs(
                source,
                context -> PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("routes.camel.yaml", source)));
    }

    @ParameterizedTest
    @MethodSource("javaRoutes")
    void theJavaRoutesRun(String source) throws Exception {
        Matcher name = Pattern.compile("public class (\\w+)").matcher(source);
        assertThat(name.find()).isTrue();
        try (URLClassLoader loader = compiled(name.group(1), source)) {
            Object route = loader.loadClass(name.group(1)).getConstructor().newInstance();
            runs(source, context -> context.addRoutes((RoutesBuilder) route));
        }
    }

    @ParameterizedTest
    @MethodSource("xmlRoutes")
    void theXmlRoutesRun(String source) throws Exception {
        runs(
                source,
                context -> context.addRouteDefinitions(
                        new ModelParser(new StringReader(source), "http://camel.apache.org/schema/spring")
                                .parseRoutesDefinition()
                                .orElseThrow()
                                .getRoutes()));
    }

    @Test
    void everyRouteIsThereInThreeLanguages() {
        assertThat(javaRoutes()).hasSize(9);
        assertThat(xmlRoutes()).hasSize(9);
        assertThat(yamlRoutes()).hasSize(9);
    }

    /** Run with {@code -Dsam3.docs.update=true} to write the tables anew. */
    @Test
    void theTablesAreTheCatalogs() throws IOException {
        String written = CatalogTables.of(CATALOG).writtenInto(page());
        if (Boolean.getBoolean("sam3.docs.update")) {
            Files.writeString(PAGE, written);
        }

        assertThat(page()).isEqualTo(written);
    }

    private interface Adding {
        void to(DefaultCamelContext context) throws Exception;
    }

    /** A video goes in at {@code direct:segment}; what comes out, the example's mock endpoint says. */
    private void runs(String source, Adding routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        try (ProviderSimulator simulator = discs()) {
            Sam3Component component = connect(context, simulator);
            context.getRegistry().bind("seen", MemoryIdempotentRepository.memoryIdempotentRepository(10));
            context.getRegistry().bind("jobs", FakeJobs.thatAreDoneAtOnce());
            context.getPropertiesComponent().addInitialProperty("sam3.webhook.secret", SECRET);
            routes.to(context);
            context.start();
            String out = List.of("mock:job", "mock:called", "mock:masks").stream()
                    .filter(source::contains)
                    .findFirst()
                    .orElseThrow();
            MockEndpoint last = context.getEndpoint(out, MockEndpoint.class);
            last.expectedMessageCount(1);
            File video = Files.write(folder.resolve("v.mp4"), new byte[100]).toFile();

            context.createProducerTemplate().requestBody("direct:segment", video);
            if (out.equals("mock:called")) {
                component.webhooks().receive("/sam3/webhook/marker", signed(), CALLBACK);
            }

            last.assertIsSatisfied();
            Object body = last.getExchanges().get(0).getMessage().getBody();
            switch (out) {
                case "mock:job" -> assertThat((String) body).contains("\"phase\":\"DONE\"");
                case "mock:called" -> assertThat(body).isInstanceOf(Prediction.class);
                default -> assertThat(((String) body).lines()).hasSize(1 + FRAMES);
            }
        } finally {
            context.stop();
        }
    }

    private static Sam3Component connect(DefaultCamelContext context, ProviderSimulator simulator) {
        Sam3Component component = context.getComponent("sam3", Sam3Component.class);
        component.getConfiguration().setApiKey("any-key");
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setFirstLook(10);
        component.getConfiguration().setPollInterval(20);
        return component;
    }

    private static Map<String, String> signed() throws GeneralSecurityException {
        String now = String.valueOf(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.substring("whsec_".length()).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(("m1." + now + ".").getBytes(StandardCharsets.UTF_8));
        String signature = "v3," + HexFormat.of().formatHex(mac.doFinal(CALLBACK));
        return Map.of("Webhook-Id", "m1", "Webhook-Timestamp", now, "Webhook-Signature", signature);
    }

    private static ProviderSimulator discs() {
        return ProviderSimulator.builder()
                .delay(Duration.ofMillis(60))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 160, 120, 12_300_000, new int[FRAMES], 1))
                .masks((received, request, sink) -> {
                    for (int frame = 0; frame < FRAMES; frame++) {
                        BitSet pixels = new BitSet();
                        for (int y = 20; y <= 100; y++) {
                            int half = (int) Math.sqrt(1600 - (y - 60) * (y - 60));
                            pixels.set(y * 160 + 50 + frame - half, y * 160 + 50 + frame + half + 1);
                        }
                        sink.frame(List.of(new ObjectMask(1, RowRuns.ofBits(160, 120, pixels))));
                    }
                })
                .start();
    }
}
