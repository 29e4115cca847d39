package dev.sam3flow.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the modules may see of each other, and of the world. */
class ArchitectureTest {

    private static final ArchitectureRules RULES = new ArchitectureRules("dev.sam3flow");

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importLocations(locations());

    /** What the application depends on, and those that it does not, as far as they are built. */
    private static Set<Location> locations() {
        Set<Location> locations = new HashSet<>(Locations.ofPackage("dev.sam3flow"));
        Stream.of("benchmarks", "camel-quarkus-sam3-deployment", "camel-sam3-starter", "camel-sam3-test")
                .map(module -> Path.of("..", module, "target", "classes"))
                .filter(Files::isDirectory)
                .map(Location::of)
                .forEach(locations::add);
        return locations;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_sees_only_the_modules_it_may(String module) {
        RULES.sees_only_the_modules_it_may(module).check(SHIPPED);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_sees_no_framework_of_another(String module) {
        RULES.sees_no_framework_of_another(module).check(SHIPPED);
    }

    @Test
    void internal_packages_stay_at_home() {
        RULES.internal_packages_stay_at_home().check(SHIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "temporal.workflow"})
    void what_a_workflow_may_call_reaches_nothing_outside(String pack) {
        RULES.reaches_nothing_outside(pack).check(SHIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "temporal.workflow"})
    void what_a_workflow_may_call_reads_no_clock_chance_or_environment(String pack) {
        RULES.reads_no_clock_chance_or_environment(pack).check(SHIPPED);
    }

    static Iterable<String> modules() {
        return ArchitectureRules.modules();
    }
}
