package dev.sam3flow.core.export;

import java.io.IOException;

/** Takes whole files one after the other. */
@FunctionalInterface
public interface FileSink {
    /**
     * Takes one file.
     *
     * @param name relative, with {@code /} between folders; each of letters, digits, {@code _}, {@code .} and
     *     {@code -}, led by one of the first three
     */
    void put(String name, byte[] content) throws IOException;
}
