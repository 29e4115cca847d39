package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG pictures. Source: W3C PNG specification. */
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte GREY = 0;
    private static final byte COLOUR = 2;
    private static final byte COLOUR_WITH_ALPHA = 6;
    /** Each row starts with its filter; "up" turns rows that repeat into zeros. */
    private static final byte FILTER_UP = 2;

    private Png() {}

    /**
     * Writes a grey picture.
     *
     * @param bits a sample: 1, 8 or 16
     * @param rows rows of samples one after the other, each padded to whole bytes, 16-bit samples high byte first
     */
    static byte[] grey(int width, int height, int bits, byte[] rows) {
        return picture(width, height, bits, bits, GREY, rows);
    }

    /** Draws a mask in black and white, 1 bit a pixel; white is within it. */
    public static byte[] mask(Mask mask) {
        FrameSize size = mask.size();
        int stride = (size.width() + 7) / 8;
        byte[] rows = new byte[stride * size.height()];
        int start = 0;
        int[] counts = mask.counts(PixelOrder.ROW_MAJOR);
        for (int run = 0; run < counts.length; run++) {
            int end = start + counts[run];
            for (int i = start; i < end && (run & 1) == 1; i++) {
                int x = i % size.width();
                rows[i / size.width() * stride + x / 8] |= (byte) (0x80 >>> x % 8);
            }
            start = end;
        }
        return grey(size.width(), size.height(), 1, rows);
    }

    /**
     * Writes a picture of 8 bits a sample.
     *
     * @param alpha whether the fourth sample of a pixel is its opacity, not multiplied into the colour; else there are three
     * @param rows red, green, blue and alpha of each pixel, row by row
     */
    public static byte[] colour(int width, int height, boolean alpha, byte[] rows) {
        return picture(width, height, 8, alpha ? 32 : 24, alpha ? COLOUR_WITH_ALPHA : COLOUR, rows);
    }

    private static byte[] picture(int width, int height, int bits, int pixelBits, byte type, byte[] rows) {
        int stride = (width * pixelBits + 7) / 8;
        if (rows.length != stride * height) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " with " + pixelBits
                    + " bits a pixel has " + (long) stride * height + " bytes, not " + rows.length);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) bits).put(type).put((byte) 0).put((byte) 0).put((byte) 0);
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
