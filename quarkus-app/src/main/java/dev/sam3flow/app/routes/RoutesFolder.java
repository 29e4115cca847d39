package dev.sam3flow.app.routes;

import dev.sam3flow.app.wiring.Sam3Config;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;

/**
 * Loads the YAML files of the operators' folder: a file's routes start when it appears, are replaced when it changes, and end
 * with it. A file that is wrong is told of in the log; what it held before goes on until it is mended.
 */
@Singleton
public class RoutesFolder {
    private static final Logger LOG = Logger.getLogger(RoutesFolder.class);
    private static final int LARGEST_BYTES = 1 << 20;

    private final Optional<Path> folder;
    private final CamelContext camel;
    private final Map<Path, byte[]> seen = new HashMap<>();
    private final Map<Path, Set<String>> routes = new HashMap<>();

    @Inject
    RoutesFolder(Sam3Config config, CamelContext camel) {
        this(config.routes().folder(), camel);
    }

    RoutesFolder(Optional<Path> folder, CamelContext camel) {
        this.folder = folder;
        this.camel = camel;
    }

    /** The scheduler runs in a service only. */
    @Scheduled(every = "{sam3.routes.look-every}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (folder.isEmpty() || !camel.isStarted()) {
            return;
        }
        Map<Path, byte[]> files;
        try {
            files = files(folder.get());
        } catch (IOException e) {
            LOG.warnf("SAM3_ROUTES_FOLDER=%s cannot be read: %s", folder.get(), e);
            return;
        }
        List.copyOf(seen.keySet()).stream()
                .filter(file -> !files.containsKey(file))
                .forEach(this::forget);
        files.forEach((file, content) -> {
            if (!Arrays.equals(content, seen.put(file, content))) {
                load(file, content);
            }
        });
    }

    private static Map<Path, byte[]> files(Path folder) throws IOException {
        Map<Path, byte[]> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            throw new IOException("it is no folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(RoutesFolder::isYaml).toList()) {
                if (Files.size(file) > LARGEST_BYTES) {
                    throw new IOException(file + " has more than " + LARGEST_BYTES + " bytes");
                }
                found.put(file, Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static boolean isYaml(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private void load(Path file, byte[] content) {
        // the loader is found by the ending, of which it knows one
        String location = "file:" + file.toString().replaceFirst("[.][Yy][Aa]?[Mm][Ll]$", ".yaml");
        Resource resource = ResourceHelper.fromBytes(location, content);
        Set<String> before = routes.getOrDefault(file, Set.of());
        try {
            Set<String> now = PluginHelper.getRoutesLoader(camel).updateRoutes(List.of(resource));
            Set<String> gone = new HashSet<>(before);
            gone.removeAll(now);
            gone.forEach(this::end);
            routes.put(file, Set.copyOf(now));
            LOG.infof("routes of %s: %s", file.getFileName(), String.join(", ", now));
        } catch (Exception e) {
            LOG.errorf(
                    "%s is not loaded: %s%s",
                    file.getFileName(), reason(e), before.isEmpty() ? "" : "; its routes go on as they were");
        }
    }

    private static String reason(Throwable error) {
        String message = String.valueOf(error.getMessage()).strip();
        Throwable cause = error.getCause();
        return cause == null || cause == error || message.contains(String.valueOf(cause.getMessage()))
                ? message
                : message + ": " + reason(cause);
    }

    private void forget(Path file) {
        seen.remove(file);
        Set<String> gone = routes.remove(file);
        if (gone != null) {
            gone.forEach(this::end);
            LOG.infof("%s is gone, and its routes have ended: %s", file.getFileName(), String.join(", ", gone));
        }
    }

    private void end(String route) {
        try {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        } catch (Exception e) {
            LOG.errorf("route %s did not end: %s", route, e.getMessage());
        }
    }
}
