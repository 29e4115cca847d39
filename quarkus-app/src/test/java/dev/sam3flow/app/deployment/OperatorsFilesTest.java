package dev.sam3flow.app.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.app.security.SecurityConfig;
import dev.sam3flow.app.wiring.Sam3Config;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsFilesTest {
    private static final Pattern SETTING = Pattern.compile("\\b(SAM3|TEMPORAL|WAVESPEED)_[A-Z0-9_]+\\b");
    /** Read by application.properties, or only by the Compose file itself. */
    private static final Set<String> OTHERS = Set.of(
            "SAM3_HOME", "TEMPORAL_TARGET", "WAVESPEED_API_KEY", "WAVESPEED_BASE_URL", "SAM3_PORT", "SAM3_S3_SECRET");

    /** Environment variables of the settings below a mapping's prefix. */
    private static Set<String> settings(String prefix, Class<?> mapping) {
        Set<String> names = new TreeSet<>();
        for (Method method : mapping.getDeclaredMethods()) {
            if (method.getParameterCount() == 0 && Modifier.isAbstract(method.getModifiers())) {
                String name = prefix + "_"
                        + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
                boolean group = method.getReturnType().isInterface()
                        && method.getReturnType().getEnclosingClass() == mapping;
                names.addAll(group ? settings(name, method.getReturnType()) : Set.of(name));
            }
        }
        return names;
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>(OTHERS);
        for (Class<?> mapping : List.of(Sam3Config.class, SecurityConfig.class)) {
            String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
            names.addAll(settings(prefix.replace('.', '_').toUpperCase(Locale.ROOT), mapping));
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/compose/compose.yaml",
                "deploy/compose/example.env",
                "deploy/kubernetes/base/kustomization.yaml",
                "deploy/kubernetes/base/deployment.yaml",
                "deploy/kubernetes/production/kustomization.yaml",
                "docs/runbook.md"
            })
    void everySettingIsOneThatTheServiceReads(String file) throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher setting = SETTING.matcher(Files.readString(Path.of("..").resolve(file)));
        while (setting.find()) {
            named.add(setting.group());
        }
        assertThat(known()).containsAll(named);
        assertThat(named).isNotEmpty();
    }

    @Test
    void theComposeFileStartsTheServiceAfterWhatItNeeds() {
        JsonNode services = DeployFolder.yaml("compose/compose.yaml").get(0).path("services");
        JsonNode sam3 = services.path("sam3flow");
        assertThat(services.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("postgresql", "temporal", "minio", "bucket", "sam3flow");
        for (String needed : List.of("postgresql", "temporal")) {
            assertThat(services.path(needed).path("healthcheck").path("test")).isNotEmpty();
            assertThat(sam3.path("depends_on").path(needed).path("condition").asText())
                    .isEqualTo("service_healthy");
        }
        assertThat(sam3.path("depends_on").path("bucket").path("condition").asText())
                .isEqualTo("service_completed_successfully");
        assertThat(services.path("bucket").path("command").toString())
                .contains("/" + sam3.path("environment").path("SAM3_S3_BUCKET").asText() + "\"");
        assertThat(sam3.path("read_only").asBoolean()).isTrue();
        assertThat(sam3.path("cap_drop")).extracting(JsonNode::asText).containsExactly("ALL");
        assertThat(sam3.path("ports").path(0).asText()).startsWith("127.0.0.1:");
        assertThat(sam3.path("environment").path("SAM3_SECURITY_MODE").asText()).isEqualTo("on");
    }

    @Test
    void everyAlertHasItsPageOfTheRunbook() throws IOException {
        List<String> headings = Files.readAllLines(Path.of("..", "docs", "runbook.md")).stream()
                .filter(line -> line.startsWith("## Sam3"))
                .map(line -> line.substring("## ".length()))
                .toList();
        assertThat(DeployFolder.alerts())
                .extracting(alert -> alert.path("alert").asText())
                .containsExactlyElementsOf(headings);
        assertThat(DeployFolder.alerts()).allSatisfy(alert -> {
            assertThat(alert.path("annotations").path("runbook").asText())
                    .isEqualTo("docs/runbook.md#" + alert.path("alert").asText().toLowerCase(Locale.ROOT));
            assertThat(alert.path("labels").path("severity").asText()).isIn("page", "ticket");
        });
    }

    @Test
    void theNamesOfSeriesAreReadFromAnExpression() {
        assertThat(DeployFolder.metrics("sum by (le, job_name) (rate(a_total{b_c=\"d_e\"}[5m])) / max(f_g) > 0"))
                .containsExactly("a_total", "f_g");
    }
}
