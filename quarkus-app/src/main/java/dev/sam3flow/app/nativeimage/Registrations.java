package dev.sam3flow.app.nativeimage;

import io.temporal.activity.ActivityInterface;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.workflow.WorkflowInterface;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * What reflection, proxies and resources the application needs, read from the class path so that a new record, workflow or
 * activity is found without being listed.
 *
 * @param classPath what goes into the executable
 * @param loader finds its classes
 */
record Registrations(ClassPath classPath, ClassLoader loader) {
    private static final String OURS = "dev.sam3flow";
    /** Who finds its parts by the names in service files, beside what the platform's extensions see to. */
    private static final List<String> SERVICES =
            List.of("io.grpc.", "com.fasterxml.jackson.", "software.amazon.awssdk.");

    /** Class names are assembled at run time by the shaded netty and by gRPC. */
    private static final String SHADED_EPOLL = "io.grpc.netty.shaded.io.netty.channel.epoll";

    /** Random numbers, threads: what one process has and the next may not share. */
    private static final List<Class<?>> OF_THE_PROCESS = List.of(Random.class, ExecutorService.class, Thread.class);

    /** Libraries that {@code native-image.properties} has initialised at run time, and so whoever keeps what they make. */
    private static final List<String> AT_RUN_TIME = List.of("io.grpc.", "io.temporal.", "com.google.protobuf.");

    /**
     * Looked up by name in libraries whose extensions forget it: a proxy's marker, the server behind H2's AUTO_SERVER, H2's
     * files that survive an interrupt.
     */
    private static final List<String> NAMED = List.of(
            "io.temporal.internal.sync.StubMarker",
            "org.h2.server.TcpServer",
            "org.h2.store.fs.retry.FilePathRetryOnInterrupt");

    private static final String EPOLL_LIBRARY = "META-INF/native/libio_grpc_netty_shaded_netty_transport_native_epoll";

    /** Classes whose constructors, methods and fields are reached by name. */
    List<Class<?>> reflective() {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : ours()) {
            if (isWritten(type) || isTemporal(type)) {
                found.add(type);
            }
        }
        for (String services : SERVICES) {
            classPath.providersOf(services).stream().flatMap(this::load).forEach(found::add);
        }
        classPath.classesIn(SHADED_EPOLL).stream().flatMap(this::load).forEach(found::add);
        NAMED.stream().flatMap(this::load).forEach(found::add);
        found.addAll(clients());
        return found;
    }

    /** Lists of interfaces, each of one proxy. */
    List<List<Class<?>>> proxies() {
        Class<?> stub = required("io.temporal.internal.sync.StubMarker");
        Class<?> async = required("io.temporal.internal.sync.AsyncInternal$AsyncMarker");
        List<List<Class<?>>> found = new ArrayList<>();
        clients().forEach(client -> found.add(List.of(client)));
        for (Class<?> type : ours()) {
            if (type.isInterface() && type.isAnnotationPresent(WorkflowInterface.class)) {
                found.add(List.of(type));
                found.add(List.of(type, stub));
                found.add(List.of(type, stub, async));
            }
            if (type.isInterface() && type.isAnnotationPresent(ActivityInterface.class)) {
                found.add(List.of(type, async));
            }
        }
        return found;
    }

    /** Our classes that keep in a static field what must not be made while the executable is compiled. */
    List<Class<?>> initialisedAtRunTime() {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : ours()) {
            if (Stream.of(fields(type))
                    .filter(field -> Modifier.isStatic(field.getModifiers()))
                    .anyMatch(Registrations::isOfTheProcess)) {
                found.add(type);
            }
        }
        return found;
    }

    /** Also where it keeps sets or maps of such. */
    private static boolean isOfTheProcess(Field field) {
        String kept = field.getGenericType().getTypeName();
        return OF_THE_PROCESS.stream().anyMatch(kind -> kind.isAssignableFrom(field.getType()))
                || AT_RUN_TIME.stream().anyMatch(kept::contains);
    }

    private static Field[] fields(Class<?> type) {
        try {
            return type.getDeclaredFields();
        } catch (LinkageError e) {
            return new Field[0];
        }
    }

    /** Paths of files that are opened by name. */
    Set<String> resources(String osName, String osArch) {
        String arch = osArch.equals("amd64") ? "x86_64" : osArch;
        Set<String> found = new TreeSet<>();
        classPath.files("META-INF/services").stream()
                .filter(file -> SERVICES.stream().anyMatch(name -> file.startsWith("META-INF/services/" + name)))
                .forEach(found::add);
        classPath.files("META-INF/native").stream()
                .filter(file ->
                        file.startsWith(EPOLL_LIBRARY) && file.contains(arch.equals("aarch64") ? "aarch_64" : arch))
                .forEach(found::add);
        found.add("io/temporal/version.properties");
        classPath.files("dev/sam3flow").stream()
                .filter(file -> !file.endsWith(".class") && !file.endsWith(".java"))
                .forEach(found::add);
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "macosx" : "linux";
        classPath.files("org/bytedeco/ffmpeg/" + os + "-" + (arch.equals("aarch64") ? "arm64" : arch)).stream()
                .filter(file -> !file.contains("/libjni") && !file.contains("/include/") && !file.contains("/lib/"))
                .forEach(found::add);
        return found;
    }

    private Set<Class<?>> ours() {
        Set<Class<?>> found = new LinkedHashSet<>();
        classPath.classesIn(OURS).stream()
                .filter(name -> !name.startsWith(getClass().getPackageName()))
                .flatMap(this::load)
                .forEach(found::add);
        return found;
    }

    /** Jackson sees the components of records, the names of enums and what its annotations mark. */
    private static boolean isWritten(Class<?> type) {
        return type.isRecord()
                || type.isEnum()
                || Stream.of(type.getAnnotations())
                        .map(Annotation::annotationType)
                        .anyMatch(annotation -> annotation.getName().startsWith("com.fasterxml.jackson."));
    }

    private static boolean isTemporal(Class<?> type) {
        return Stream.concat(Stream.of(type), Stream.of(type.getInterfaces()))
                .anyMatch(t -> t.isAnnotationPresent(WorkflowInterface.class)
                        || t.isAnnotationPresent(ActivityInterface.class));
    }

    private static List<Class<?>> clients() {
        return List.of(
                WorkflowServiceStubs.class,
                OperatorServiceStubs.class,
                WorkflowClient.class,
                ActivityCompletionClient.class,
                ScheduleClient.class);
    }

    private Class<?> required(String name) {
        return load(name).findFirst().orElseThrow(() -> new IllegalStateException("not on the class path: " + name));
    }

    /** Empty for a class that needs what is not there: an optional dependency. */
    private Stream<Class<?>> load(String name) {
        try {
            return Stream.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Stream.empty();
        }
    }
}
