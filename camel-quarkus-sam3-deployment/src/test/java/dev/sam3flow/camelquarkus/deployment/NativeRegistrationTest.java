package dev.sam3flow.camelquarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.camel.JobFailedException;
import dev.sam3flow.camel.PredictionFailedException;
import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.prediction.Prediction;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a native compiler is told, without one: the sources that it would be given. */
class NativeRegistrationTest {
    @RegisterExtension
    static final QuarkusProdModeTest BUILD = new QuarkusProdModeTest()
            .withApplicationRoot(root -> root.addClass(RouteTest.Masks.class))
            .overrideConfigKey("quarkus.native.enabled", "true")
            .overrideConfigKey("quarkus.native.sources-only", "true")
            .setRun(false);

    @ProdBuildResults
    ProdModeTestResults results;

    @Test
    void whatARouteCarriesCanBeReflectedOn() {
        Set<String> carried = new TreeSet<>();
        Stream.of(
                        SegmentResult.class,
                        Prediction.class,
                        JobResult.class,
                        PredictionFailedException.class,
                        JobFailedException.class)
                .forEach(type -> collect(type, carried));

        assertThat(carried).contains("dev.sam3flow.core.mask.Mask", "dev.sam3flow.core.track.Segment");
        assertThat(told("reflect-config.json", "reachability-metadata.json"))
                .contains(carried.stream().map(name -> '"' + name + '"').toList());
    }

    /** {@code ${body.frames.size}} */
    @Test
    void theListsInBodiesAnswerExpressions() {
        assertThat(told("reflect-config.json", "reachability-metadata.json"))
                .contains("\"java.util.List\"", "\"java.util.ImmutableCollections$ListN\"");
    }

    @Test
    void theDataFormatKameletsAndTemplatesAreThere() {
        assertThat(told("reflect-config.json", "resource-config.json", "reachability-metadata.json"))
                .contains("dev.sam3flow.camel.decoding.Sam3RleDataFormat", "kamelets/", "sam3/route-templates");
    }

    /** A generator seeded at build time would give each process the markers of all others. */
    @Test
    void markersAreDrawnByTheRunningProcess() {
        assertThat(told("Feature.class")).contains("dev.sam3flow.camel.operation.Submitter");
    }

    private static void collect(Type type, Set<String> found) {
        if (type instanceof ParameterizedType generic) {
            Stream.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        }
        if (type instanceof Class<?> plain
                && plain.getName().startsWith("dev.sam3flow.")
                && found.add(plain.getName())) {
            RecordComponent[] components = plain.getRecordComponents();
            if (components != null) {
                Stream.of(components).forEach(component -> collect(component.getGenericType(), found));
            }
        }
    }

    /** The text of all files with one of these names in the jar that the compiler would be given. */
    private String told(String... names) {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> built = Files.walk(results.getBuildDir())) {
            for (Path jar : built.filter(file -> file.toString().endsWith("-runner.jar"))
                    .toList()) {
                try (JarFile opened = new JarFile(jar.toFile())) {
                    for (var entry : opened.stream()
                            .filter(e -> Stream.of(names).anyMatch(e.getName()::endsWith))
                            .toList()) {
                        text.append(
                                new String(opened.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return text.toString();
    }
}
