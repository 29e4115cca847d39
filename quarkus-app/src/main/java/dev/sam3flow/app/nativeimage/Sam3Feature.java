package dev.sam3flow.app.nativeimage;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.util.List;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeProxyCreation;
import org.graalvm.nativeimage.hosted.RuntimeReflection;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/** Hands {@link Registrations} to the compiler of the executable. */
public final class Sam3Feature implements Feature {
    @Override
    public String getDescription() {
        return "sam3flow: records, workflows, gRPC and ffmpeg";
    }

    private static Registrations registrations(FeatureAccess access) {
        return new Registrations(new ClassPath(access.getApplicationClassPath()), access.getApplicationClassLoader());
    }

    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        registrations(access).initialisedAtRunTime().forEach(RuntimeClassInitialization::initializeAtRunTime);
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        ClassLoader loader = access.getApplicationClassLoader();
        Registrations registrations = registrations(access);
        registrations.reflective().forEach(Sam3Feature::register);
        for (List<Class<?>> interfaces : registrations.proxies()) {
            RuntimeProxyCreation.register(interfaces.toArray(Class<?>[]::new));
        }
        for (String resource : registrations.resources(System.getProperty("os.name"), System.getProperty("os.arch"))) {
            RuntimeResourceAccess.addResource(loader.getUnnamedModule(), resource);
        }
    }

    /** A member whose types are missing (an optional dependency) leaves the class without its members. */
    private static void register(Class<?> type) {
        RuntimeReflection.register(type);
        try {
            Executable[] constructors = type.getDeclaredConstructors();
            Executable[] methods = type.getDeclaredMethods();
            Field[] fields = type.getDeclaredFields();
            RuntimeReflection.register(constructors);
            RuntimeReflection.register(methods);
            RuntimeReflection.register(fields);
            RuntimeReflection.registerAllRecordComponents(type);
        } catch (LinkageError e) {
            System.out.println("sam3flow: without its members: " + type.getName() + " (" + e + ")");
        }
    }
}
