package dev.sam3flow.core.video;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A frame table as bytes, about two a frame: {@code "S3FT"}, a version, and a deflated body that ends with its CRC-32.
 *
 * <p>The body is numbers of variable length, seven bits a byte, lowest first: time base, frames, first time, duration of the
 * last frame, then for each frame its flags, its size, and by how much its distance from the frame before differs from the
 * distance before that.
 */
public final class FrameTableCodec {
    private static final int MAGIC = 0x53334654;
    private static final int VERSION = 1;
    /** 38 hours at 120 frames a second; more is a broken or hostile file. */
    private static final int MOST_FRAMES = 1 << 24;

    private FrameTableCodec() {}

    /** Writes a table; the stream stays open. */
    public static void write(FrameTable table, OutputStream out) throws IOException {
        DataOutputStream head = new DataOutputStream(out);
        head.writeInt(MAGIC);
        head.writeByte(VERSION);
        head.flush();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 16_384);
            CheckedOutputStream body = new CheckedOutputStream(new BufferedOutputStream(deflated, 16_384), new CRC32());
            writeBody(table, body);
            long crc = body.getChecksum().getValue();
            for (int shift = 24; shift >= 0; shift -= 8) {
                body.write((int) (crc >>> shift));
            }
            body.flush();
            deflated.finish();
            out.flush();
        } finally {
            deflater.end();
        }
    }

    private static void writeBody(FrameTable table, OutputStream out) throws IOException {
        writeNumber(out, table.timeBase().numerator());
        writeNumber(out, table.timeBase().denominator());
        writeNumber(out, table.frames());
        writeSigned(out, table.pts(0));
        writeSigned(out, table.lastDuration());
        long step = 0;
        for (int i = 0; i < table.frames(); i++) {
            out.write(table.flags(i));
            writeNumber(out, table.sizeBytes(i));
            if (i > 0) {
                long next = table.pts(i) - table.pts(i - 1);
                writeSigned(out, next - step);
                step = next;
            }
        }
    }

    /**
     * Reads what {@link #write} wrote, and checks it. Nothing may follow it in the stream.
     *
     * @throws IOException if the bytes are no frame table of this version, or are damaged
     */
    public static FrameTable read(InputStream in) throws IOException {
        try {
            return readWhole(in);
        } catch (EOFException e) {
            throw new IOException("damaged frame table: it ends early", e);
        } catch (ZipException | IllegalArgumentException | ArithmeticException e) {
            throw new IOException("damaged frame table: " + e.getMessage(), e);
        }
    }

    private static FrameTable readWhole(InputStream in) throws IOException {
        DataInputStream head = new DataInputStream(in);
        int magic = head.readInt();
        int version = head.readUnsignedByte();
        if (magic != MAGIC || version != VERSION) {
            throw new IOException("not a frame table of version " + VERSION + ": it begins with "
                    + Integer.toHexString(magic) + ", version " + version);
        }
        CheckedInputStream body =
                new CheckedInputStream(new BufferedInputStream(new InflaterInputStream(in), 16_384), new CRC32());
        FrameTable table = readBody(body);
        long expected = body.getChecksum().getValue();
        long stored = 0;
        for (int i = 0; i < 4; i++) {
            stored = stored << 8 | readByte(body);
        }
        if (stored != expected || body.read() >= 0) {
            throw new IOException("damaged frame table: its checksum does not fit its content");
        }
        return table;
    }

    private static FrameTable readBody(InputStream in) throws IOException {
        Fraction timeBase = new Fraction(readNumber(in), readNumber(in));
        long frames = readNumber(in);
        if (frames < 1 || frames > MOST_FRAMES) {
            throw new IOException("frame table of " + frames + " frames: 1 to " + MOST_FRAMES + " are accepted");
        }
        long time = readSigned(in);
        long lastDuration = readSigned(in);
        Columns columns = new Columns((int) frames);
        long step = 0;
        for (int i = 0; i < frames; i++) {
            byte flags = (byte) readByte(in);
            long size = readNumber(in);
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new IOException("damaged frame table: frame " + i + " has " + size + " bytes");
            }
            if (i > 0) {
                step = Math.addExact(step, readSigned(in));
                time = Math.addExact(time, step);
                if (step <= 0) {
                    throw new IOException("damaged frame table: frame " + i + " is not later than the one before");
                }
            }
            columns.add(i, time, (int) size, flags);
        }
        return FrameTable.ofColumns(timeBase, columns.pts, columns.sizes, columns.flags, lastDuration);
    }

    private static void writeNumber(OutputStream out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static void writeSigned(OutputStream out, long value) throws IOException {
        writeNumber(out, value << 1 ^ value >> 63);
    }

    private static long readNumber(InputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte(in);
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("damaged frame table: a number of more than 64 bits");
    }

    private static long readSigned(InputStream in) throws IOException {
        long value = readNumber(in);
        return value >>> 1 ^ -(value & 1);
    }

    private static int readByte(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the frame table ends early");
        }
        return next;
    }

    /** Grows with what is read, so that a false number of frames takes no memory. */
    private static final class Columns {
        private long[] pts;
        private int[] sizes;
        private byte[] flags;
        private final int frames;

        Columns(int frames) {
            this.frames = frames;
            int first = Math.min(frames, 4096);
            pts = new long[first];
            sizes = new int[first];
            flags = new byte[first];
        }

        void add(int i, long time, int size, byte flag) {
            if (i == pts.length) {
                int length = (int) Math.min(frames, 2L * i);
                pts = Arrays.copyOf(pts, length);
                sizes = Arrays.copyOf(sizes, length);
                flags = Arrays.copyOf(flags, length);
            }
            pts[i] = time;
            sizes[i] = size;
            flags[i] = flag;
        }
    }
}
