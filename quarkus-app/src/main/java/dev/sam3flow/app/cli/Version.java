package dev.sam3flow.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that was built, and the Java it runs on. */
public class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "sam3flow " + number() + " on Java " + Runtime.version().feature()
        };
    }

    static String number() {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                built.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version", "(unknown)");
    }
}
