package dev.sam3flow.app.workflow;

import dev.sam3flow.app.money.Worker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What makes hundreds of equal processes start quickly: an archive of the classes that the first of them loaded, which the
 * others map instead of loading and checking them again. The virtual machine archives classes of jars only, so that folders of
 * the class path are packed.
 */
final class ClassArchive {
    private final Path file;
    private final String classPath;

    private ClassArchive(Path file, String classPath) {
        this.file = file;
        this.classPath = classPath;
    }

    static ClassArchive in(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String element : Worker.classPath().split(File.pathSeparator)) {
            Path path = Path.of(element);
            if (Files.isDirectory(path)) {
                jars.add(packed(path, folder.resolve("classes-" + jars.size() + ".jar"))
                        .toString());
            } else if (Files.exists(path)) {
                jars.add(element);
            }
        }
        return new ClassArchive(folder.resolve("worker.jsa"), String.join(File.pathSeparator, jars));
    }

    private static Path packed(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    String classPath() {
        return classPath;
    }

    /** Options of a process that writes the archive when it ends, and, once that is there, of those that use it. */
    List<String> options() {
        String archive = (Files.exists(file) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + file;
        // the log manager is the application's, and says so where it is not asked for
        return List.of(
                archive,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    }
}
