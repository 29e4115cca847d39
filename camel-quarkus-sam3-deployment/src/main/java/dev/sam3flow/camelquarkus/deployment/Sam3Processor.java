package dev.sam3flow.camelquarkus.deployment;

import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.jboss.jandex.ClassInfo;

/** What {@code sam3:} needs beyond what Camel Quarkus finds out about every component by itself. */
class Sam3Processor {
    private static final String FEATURE = "camel-sam3";

    /** Packages whose public types bodies and exceptions are made of; expressions and JSON marshallers reflect on them. */
    private static final Set<String> CARRIED = Set.of(
            "dev.sam3flow.camel",
            "dev.sam3flow.core.error",
            "dev.sam3flow.core.job",
            "dev.sam3flow.core.mask",
            "dev.sam3flow.core.money",
            "dev.sam3flow.core.plan",
            "dev.sam3flow.core.prediction",
            "dev.sam3flow.core.prompt",
            "dev.sam3flow.core.result",
            "dev.sam3flow.core.rle",
            "dev.sam3flow.core.track",
            "dev.sam3flow.core.video");

    /** What the lists in them are to {@code ${body.frames.size}}. */
    private static final String[] LISTS = {
        "java.util.Collection",
        "java.util.List",
        "java.util.ImmutableCollections$AbstractImmutableCollection",
        "java.util.ImmutableCollections$AbstractImmutableList",
        "java.util.ImmutableCollections$List12",
        "java.util.ImmutableCollections$ListN"
    };

    private static final String METER_REGISTRY = "io.micrometer.core.instrument.MeterRegistry";
    private static final String METERS = "dev.sam3flow.camel.observing.Meters";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** The provider is behind https. */
    @BuildStep
    ExtensionSslNativeSupportBuildItem ssl() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    @BuildStep
    NativeImageResourcePatternsBuildItem kameletsAndRouteTemplates() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlobs("kamelets/sam3-*.kamelet.yaml", "sam3/route-templates.camel.yaml")
                .build();
    }

    /** Core has no index of its own. */
    @BuildStep
    IndexDependencyBuildItem core() {
        return new IndexDependencyBuildItem("dev.sam3flow", "sam3flow-core");
    }

    @BuildStep
    void reflection(CombinedIndexBuildItem index, BuildProducer<ReflectiveClassBuildItem> reflective) {
        String[] carried = index.getIndex().getKnownClasses().stream()
                .filter(Sam3Processor::isCarried)
                .map(type -> type.name().toString())
                .sorted()
                .toArray(String[]::new);
        reflective.produce(ReflectiveClassBuildItem.builder(carried)
                .constructors()
                .methods()
                .fields()
                .reason(FEATURE)
                .build());
        reflective.produce(ReflectiveClassBuildItem.builder(LISTS)
                .constructors(false)
                .methods()
                .reason(FEATURE)
                .build());
        // the endpoint asks by name whether it is there, and then for what counts by it
        if (QuarkusClassLoader.isClassPresentAtRuntime(METER_REGISTRY)) {
            reflective.produce(ReflectiveClassBuildItem.builder(METER_REGISTRY)
                    .constructors(false)
                    .reason(FEATURE)
                    .build());
            reflective.produce(ReflectiveClassBuildItem.builder(METERS)
                    .constructors()
                    .reason(FEATURE)
                    .build());
        }
    }

    /** A random generator that was seeded while the image was built would give every process the same markers. */
    @BuildStep
    RuntimeInitializedClassBuildItem markers() {
        return new RuntimeInitializedClassBuildItem("dev.sam3flow.camel.operation.Submitter");
    }

    private static boolean isCarried(ClassInfo type) {
        return Modifier.isPublic(type.flags())
                && !type.isAnnotation()
                && CARRIED.contains(type.name().packagePrefix());
    }
}
