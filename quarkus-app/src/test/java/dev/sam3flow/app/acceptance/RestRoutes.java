package dev.sam3flow.app.acceptance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every route of REST, read from the classes that answer: none is forgotten, hidden ones neither. */
final class RestRoutes {
    private static final List<Route> ALL = read();

    private RestRoutes() {}

    /**
     * One route.
     *
     * @param consumes its body's type; empty where it has none
     * @param roles any of which lets a caller in; empty where no annotation asks for one
     * @param parameters names of what its query may have
     */
    record Route(String method, String template, String consumes, Set<String> roles, List<String> parameters) {
        /** Such as {@code "POST /api/v1/jobs application/json"}. */
        String name() {
            return (method + " " + template + " " + consumes).strip();
        }

        boolean changes() {
            return !method.equals("GET");
        }

        boolean takesJson() {
            return consumes.equals("application/json");
        }
    }

    static List<Route> all() {
        return ALL;
    }

    private static List<Route> read() {
        List<Route> routes = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sam3flow.app")) {
            if (type.isAnnotatedWith(Path.class)) {
                Class<?> resource = type.reflect();
                for (Method method : resource.getDeclaredMethods()) {
                    for (Annotation annotation : method.getAnnotations()) {
                        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                        if (verb != null) {
                            routes.add(route(resource, method, verb.value()));
                        }
                    }
                }
            }
        }
        routes.sort(Comparator.comparing(Route::name));
        return List.copyOf(routes);
    }

    private static Route route(Class<?> resource, Method method, String verb) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value());
        Consumes consumes = method.getAnnotation(Consumes.class);
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        List<String> parameters = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(parameter -> parameter != null)
                .map(QueryParam::value)
                .toList();
        return new Route(
                verb,
                path.replaceAll("/{2,}", "/"),
                consumes == null ? "" : consumes.value()[0],
                roles == null ? Set.of() : new TreeSet<>(Arrays.asList(roles.value())),
                parameters);
    }
}
