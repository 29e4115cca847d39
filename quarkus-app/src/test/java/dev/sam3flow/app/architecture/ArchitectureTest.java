package dev.sam3flow.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
            .importPackages("dev.sam3flow");

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
