package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.InvalidInputException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** A video as named on the command line: a path or an http(s) URL. */
record VideoArgument(String text, URI uri) {
    static VideoArgument of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            try {
                return new VideoArgument(text, URI.create(text));
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException("this is not a valid URL: encode blanks and special characters", e);
            }
        }
        try {
            Path path = Path.of(text).toAbsolutePath();
            if (!Files.exists(path)) {
                throw new InvalidInputException(text + ": there is no such file");
            }
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new InvalidInputException(text + ": not a file that can be read");
            }
            return new VideoArgument(text, path.toUri());
        } catch (InvalidPathException e) {
            throw new InvalidInputException(text + ": not a path this system can name", e);
        }
    }

    /** As named, but of a URL only what is no secret. */
    String shown() {
        return shown(text);
    }

    static String shown(String text) {
        return text.matches("(?i)https?://.*") ? text.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//") : text;
    }

    boolean isFile() {
        return "file".equals(uri.getScheme());
    }

    Path path() {
        return Path.of(uri);
    }

    /** The last part of the path, without its extension; {@code "video"} where there is none. */
    String stem() {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.isEmpty() ? "video" : stem.replaceAll("[\\p{Cntrl}/\\\\:]", "_");
    }
}
