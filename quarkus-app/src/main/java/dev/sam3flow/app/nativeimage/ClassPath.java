package dev.sam3flow.app.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Names of what lies on a class path.
 *
 * @param entries jars and folders
 */
record ClassPath(List<Path> entries) {
    private static final String CLASS = ".class";

    ClassPath {
        entries = List.copyOf(entries);
    }

    /** Binary names of the classes in a package and those below it. */
    Set<String> classesIn(String packageName) {
        Set<String> names = new TreeSet<>();
        for (String file : files(packageName.replace('.', '/'))) {
            if (file.endsWith(CLASS) && !file.endsWith("-info.class")) {
                names.add(file.substring(0, file.length() - CLASS.length()).replace('/', '.'));
            }
        }
        return names;
    }

    /** Classes that service files name whose own name begins so. */
    Set<String> providersOf(String servicePrefix) {
        Set<String> names = new TreeSet<>();
        String folder = "META-INF/services";
        for (Path entry : entries) {
            in(entry, root -> {
                for (String file : below(root, folder)) {
                    if (file.startsWith(folder + "/" + servicePrefix)) {
                        Files.readAllLines(root.resolve(file)).stream()
                                .map(line -> line.replaceFirst("#.*", "").strip())
                                .filter(line -> !line.isEmpty())
                                .forEach(names::add);
                    }
                }
            });
        }
        return names;
    }

    /** Files below a folder, with their path from the root. */
    Set<String> files(String folder) {
        Set<String> names = new TreeSet<>();
        for (Path entry : entries) {
            in(entry, root -> names.addAll(below(root, folder)));
        }
        return names;
    }

    private interface Look {
        void at(Path root) throws IOException;
    }

    private static void in(Path entry, Look look) {
        try {
            if (Files.isDirectory(entry)) {
                look.at(entry);
            } else if (Files.isRegularFile(entry)) {
                try (FileSystem jar = FileSystems.newFileSystem(entry)) {
                    look.at(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + entry + ": " + e.getMessage(), e);
        }
    }

    private static List<String> below(Path root, String folder) throws IOException {
        Path start = root.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(start)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.add(root.relativize(file).toString().replace('\\', '/')));
        }
        return found;
    }
}
