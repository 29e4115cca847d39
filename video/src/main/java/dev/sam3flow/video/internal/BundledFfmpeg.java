package dev.sam3flow.video.internal;

import dev.sam3flow.core.error.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg that comes with us, taken out of its jar into a folder that is named after its version.
 *
 * <p>The folder appears whole or not at all: files are written beside it, then it is renamed. Two processes may race.
 *
 * @param folder where the programs and libraries lie
 * @param platform what they run on
 */
public record BundledFfmpeg(Path folder, Platform platform) {
    /** Version of the artifact {@code org.bytedeco:ffmpeg} that this list of files belongs to. */
    public static final String VERSION = "8.0.1-1.5.13";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /**
     * Takes the programs out, unless they are there.
     *
     * @param cache folder to put them under; created with access for its owner only
     * @return empty where no ffmpeg for this platform is on the class path
     * @throws MediaException if the cache cannot be written
     */
    public static Optional<BundledFfmpeg> unpack(Path cache) {
        Optional<Platform> platform = Platform.current().filter(BundledFfmpeg::isOnClassPath);
        return platform.map(p -> {
            Path folder = cache.toAbsolutePath().resolve("ffmpeg-" + VERSION + "-" + p.classifier());
            BundledFfmpeg bundled = new BundledFfmpeg(folder, p);
            try {
                if (!bundled.isComplete()) {
                    bundled.install(cache);
                }
            } catch (IOException e) {
                throw new MediaException(
                        "cannot unpack the bundled ffmpeg to " + folder + " (" + e
                                + "): make that folder writable, or name"
                                + " a folder that holds ffmpeg and ffprobe 6 or newer",
                        false,
                        e);
            }
            return bundled;
        });
    }

    public Path ffmpeg() {
        return folder.resolve(platform.programName("ffmpeg"));
    }

    public Path ffprobe() {
        return folder.resolve(platform.programName("ffprobe"));
    }

    public Map<String, String> environment() {
        return platform.environment(folder.toString());
    }

    private static boolean isOnClassPath(Platform platform) {
        return BundledFfmpeg.class.getResource(resource(platform, platform.programName("ffprobe"))) != null;
    }

    private static String resource(Platform platform, String file) {
        return "/org/bytedeco/ffmpeg/" + platform.classifier() + "/" + file;
    }

    private boolean isComplete() {
        return platform.files().stream()
                        .allMatch(f -> Files.isRegularFile(folder.resolve(f), LinkOption.NOFOLLOW_LINKS))
                && platform.stubs().stream().allMatch(s -> Files.isRegularFile(folder.resolve(s.soname())));
    }

    private void install(Path cache) throws IOException {
        createPrivate(cache.toAbsolutePath());
        Path fresh = Files.createTempDirectory(cache.toAbsolutePath(), ".ffmpeg-");
        try {
            for (String file : platform.files()) {
                copy(file, fresh.resolve(file));
            }
            for (ElfStub stub : platform.stubs()) {
                Files.write(fresh.resolve(stub.soname()), stub.bytes());
            }
            moveIntoPlace(fresh);
        } finally {
            deleteTree(fresh);
        }
    }

    private void copy(String file, Path target) throws IOException {
        try (InputStream in = BundledFfmpeg.class.getResourceAsStream(resource(platform, file))) {
            if (in == null) {
                throw new IOException("the bundled ffmpeg lacks " + file);
            }
            Files.copy(in, target);
        }
        if (isPosix(target)) {
            Files.setPosixFilePermissions(target, OWNER_ONLY);
        }
    }

    /** Somebody else may have been faster, or a cleaner may have taken single files away. */
    private void moveIntoPlace(Path fresh) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            if (isComplete()) {
                return;
            }
            try (var files = Files.newDirectoryStream(fresh)) {
                for (Path file : files) {
                    Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.getParent();
            if (parent != null && isPosix(existing(parent))) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createDirectories(folder);
            }
        }
    }

    private static Path existing(Path path) {
        Path found = path;
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
