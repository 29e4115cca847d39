package dev.sam3flow.core.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes grey PNG pictures. Source: W3C PNG specification. */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte GREY = 0;
    /** Each row starts with its filter; "up" turns rows that repeat into zeros. */
    private static final byte FILTER_UP = 2;

    private Png() {}

    /**
     * Writes a picture.
     *
     * @param bits a sample: 1, 8 or 16
     * @param rows rows of samples one after the other, each padded to whole bytes, 16-bit samples high byte first
     */
    static byte[] grey(int width, int height, int bits, byte[] rows) {
        int stride = (width * bits + 7) / 8;
        if (rows.length != stride * height) {
            throw new IllegalArgumentException("a grey picture of " + width + "x" + height + " with " + bits
                    + " bits a sample has " + (long) stride * height + " bytes, not " + rows.length);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) bits).put(GREY).put((byte) 0).put((byte) 0).put((byte) 0);
        writeChunk(png, "IHDR", header.array());
        writeChunk(png, "IDAT", deflated(filtered(rows, stride)));
        writeChunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] filtered(byte[] rows, int stride) {
        int height = rows.length / stride;
        byte[] filtered = new byte[rows.length + height];
        for (int y = 0; y < height; y++) {
            int to = y * (stride + 1);
            filtered[to] = FILTER_UP;
            for (int i = 0; i < stride; i++) {
                int above = y == 0 ? 0 : rows[(y - 1) * stride + i];
                filtered[to + 1 + i] = (byte) (rows[y * stride + i] - above);
            }
        }
        return filtered;
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void writeChunk(ByteArrayOutputStream png, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        png.writeBytes(name);
        png.writeBytes(content);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
