package dev.sam3flow.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The rules of the house under one root package; the root is a parameter so that a fixture that breaks every rule can be
 * checked by the same code.
 */
record ArchitectureRules(String root) {

    /** Module → the modules it may see. The app sees all of them. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("core", Set.of()),
            entry("client", Set.of("core")),
            entry("video", Set.of("core")),
            entry("simulator", Set.of("core", "video")),
            entry("camel", Set.of("core", "client")),
            entry("cameltest", Set.of("core", "client", "camel", "simulator")),
            entry("camelquarkus", Set.of("core", "client", "camel")),
            entry("camelspring", Set.of("core", "client", "camel")),
            entry("cameltemporal", Set.of()),
            entry("temporal", Set.of("core")),
            entry("benchmarks", Set.of("core")));

    /** Modules that are made of a framework which is not their own. */
    private static final Map<String, Set<String>> BRIDGES = Map.of(
            "cameltest", Set.of("camel"),
            "camelquarkus", Set.of("camel", "app"),
            "camelspring", Set.of("camel"),
            "cameltemporal", Set.of("camel", "temporal"));

    /** Values and text conversions of packages that otherwise reach the outside. */
    private static final Set<String> HARMLESS = Set.of(
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.net.URLDecoder",
            "java.net.URLEncoder",
            "java.nio.file.Path");

    private static final Set<String> UNREPEATABLE_TYPES = Set.of(
            "java.security.SecureRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.lang.Thread",
            "java.util.Timer");

    private static final Set<String> UNREPEATABLE_CALLS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    static List<String> modules() {
        return List.copyOf(new TreeSet<>(ARROWS.keySet()));
    }

    ArchRule sees_only_the_modules_it_may(String module) {
        Set<String> others = new TreeSet<>(ARROWS.keySet());
        others.add("app");
        others.remove(module);
        others.removeAll(ARROWS.get(module));
        return noClasses()
                .that()
                .resideInAPackage(inside(module))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(others.stream().map(this::inside).toArray(String[]::new)))
                .because(module + " may see only " + new TreeSet<>(ARROWS.get(module)))
                .allowEmptyShould(true);
    }

    ArchRule sees_no_framework_of_another(String module) {
        Map<String, String> frameworks = new TreeMap<>(Map.of(
                "camel", "org.apache.camel..",
                "camelspring", "org.springframework..",
                "temporal", "io.temporal..",
                "app", "io.quarkus.."));
        frameworks.remove(module);
        frameworks
                .keySet()
                .removeIf(framework -> BRIDGES.getOrDefault(module, Set.of()).contains(framework));
        return noClasses()
                .that()
                .resideInAPackage(inside(module))
                .should()
                .dependOnClassesThat(resideInAnyPackage(frameworks.values().toArray(String[]::new)))
                .allowEmptyShould(true);
    }

    ArchRule internal_packages_stay_at_home() {
        return classes().should(new ArchCondition<>("use internal packages of their own module only") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                origin.getDirectDependenciesFromSelf().stream()
                        .filter(d -> isInternal(d.getTargetClass())
                                && !moduleOf(d.getTargetClass()).equals(moduleOf(origin)))
                        .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
            }
        });
    }

    /** No file, no socket: streams are handed in. */
    ArchRule reaches_nothing_outside(String pack) {
        return noClasses()
                .that()
                .resideInAPackage(inside(pack))
                .should()
                .dependOnClassesThat(describe("reach the outside", ArchitectureRules::reachesOutside))
                .allowEmptyShould(true);
    }

    /** The same input gives the same output at every replay. */
    ArchRule reads_no_clock_chance_or_environment(String pack) {
        return noClasses()
                .that()
                .resideInAPackage(inside(pack))
                .should()
                .callCodeUnitWhere(callTo("an unrepeatable source", ArchitectureRules::unrepeatable))
                .allowEmptyShould(true);
    }

    private String inside(String pack) {
        return root + "." + pack + "..";
    }

    private boolean isInternal(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(root + ".") && (name + ".").contains(".internal.");
    }

    private String moduleOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(root + ".") ? name.substring(root.length() + 1).split("\\.", 2)[0] : "";
    }

    private static boolean reachesOutside(JavaClass type) {
        String name = type.getFullName();
        return !HARMLESS.contains(name)
                && (name.startsWith("java.net.")
                        || name.startsWith("java.nio.file.")
                        || name.startsWith("java.nio.channels.")
                        || name.startsWith("java.io.File")
                        || name.equals("java.io.RandomAccessFile")
                        || name.equals("java.lang.ProcessBuilder"));
    }

    private static boolean unrepeatable(CodeUnitCallTarget target) {
        String owner = target.getOwner().getFullName();
        boolean noArguments = target.getRawParameterTypes().isEmpty();
        return UNREPEATABLE_TYPES.contains(owner)
                || UNREPEATABLE_CALLS.contains(owner + "." + target.getName())
                || (owner.equals("java.util.Random") && target.getName().equals("<init>") && noArguments)
                || (owner.equals("java.time.Clock")
                        && target.getName().matches("system.*|tick(Millis|Seconds|Minutes)"))
                || (owner.startsWith("java.time.")
                        && target.getName().equals("now")
                        && (noArguments
                                || target.getRawParameterTypes()
                                        .get(0)
                                        .getName()
                                        .equals("java.time.ZoneId")));
    }

    private static DescribedPredicate<JavaCall<?>> callTo(String what, Predicate<CodeUnitCallTarget> target) {
        return describe(what, call -> target.test(call.getTarget()));
    }
}
