package dev.sam3flow.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that cannot fail guards nothing: each one is shown a house that breaks it. */
class ArchitectureRulesTest {

    private static final String FIXTURE = "dev.sam3flow.app.architecture.fixture";

    private static final ArchitectureRules RULES = new ArchitectureRules(FIXTURE);

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void an_arrow_that_is_not_drawn_is_found() {
        assertThat(violations(RULES.sees_only_the_modules_it_may("simulator")))
                .singleElement()
                .asString()
                .contains("client");
    }

    @Test
    void an_arrow_that_is_drawn_is_allowed() {
        assertThat(violations(RULES.sees_only_the_modules_it_may("client"))).isEmpty();
    }

    @Test
    void a_framework_of_another_module_is_found() {
        assertThat(violations(RULES.sees_no_framework_of_another("simulator")))
                .isNotEmpty()
                .allMatch(v -> v.contains("org.apache.camel"));
    }

    @Test
    void a_visit_to_internals_of_a_neighbour_is_found() {
        assertThat(violations(RULES.internal_packages_stay_at_home()))
                .singleElement()
                .asString()
                .contains("BreaksTheArrows")
                .contains("internal");
    }

    @Test
    void a_file_and_a_socket_are_found() {
        assertThat(violations(RULES.reaches_nothing_outside("core")))
                .isNotEmpty()
                .anyMatch(v -> v.contains("java.nio.file.Files"))
                .anyMatch(v -> v.contains("java.net.Socket"))
                .noneMatch(v -> v.contains("calls method <java.net.URI"));
    }

    @Test
    void a_clock_a_die_and_the_environment_are_found() {
        List<String> found = violations(RULES.reads_no_clock_chance_or_environment("core"));

        assertThat(found).hasSize(4);
        assertThat(String.join("\n", found))
                .contains("System.currentTimeMillis", "Instant.now()", "UUID.randomUUID", "System.getenv")
                .doesNotContain("Clock)");
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(BROKEN).getFailureReport().getDetails();
    }
}
