package dev.sam3flow.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a tar archive of plain files, all from the year 1970, so that the same files give the same bytes. Source: POSIX ustar. */
public final class TarWriter implements FileSink {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private final OutputStream out;

    /** @param out what is written to; it stays open */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
                || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("file name '" + name + "' in an archive: at most " + LONGEST_NAME
                    + " letters, digits, '_', '.', '-' between '/', led by one of the first three");
        }
        out.write(header(name, content.length));
        out.write(content);
        int rest = content.length % BLOCK;
        out.write(new byte[rest == 0 ? 0 : BLOCK - rest]);
    }

    /** Writes the two empty blocks that end an archive; the stream stays open. */
    public void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static byte[] header(String name, int sizeBytes) {
        byte[] header = new byte[BLOCK];
        text(header, 0, name);
        text(header, 100, "0000644\0");
        text(header, 108, "0000000\0");
        text(header, 116, "0000000\0");
        text(header, 124, String.format(Locale.ROOT, "%011o ", sizeBytes));
        text(header, 136, "00000000000 ");
        text(header, 148, "        ");
        text(header, 156, "0");
        text(header, 257, "ustar\00000");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xFF;
        }
        text(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
