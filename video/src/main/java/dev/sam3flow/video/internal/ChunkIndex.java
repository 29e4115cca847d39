package dev.sam3flow.video.internal;

import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.Packets;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What the index of an MP4 of ours says of its packets. The data itself is not read: it is held against the index, which must
 * account for each of its bytes once, and in order.
 *
 * <p>Whatever such a file needs not have is refused: further tracks, edit lists, fragments.
 *
 * @param timeBase seconds a tick
 * @param packets in decoding order
 * @param durationMicros how long the file says that it is, in microseconds
 */
public record ChunkIndex(Fraction timeBase, Packets packets, long durationMicros) {
    private static final int LARGEST = 1 << 28;

    /** @throws IOException if the file cannot be read, or is no MP4 of ours from its beginning to its end */
    public static ChunkIndex of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer moov = null;
            long dataStart = -1;
            long dataEnd = -1;
            for (long at = 0; at < channel.size(); ) {
                ByteBuffer header = read(channel, at, 16);
                long size = Integer.toUnsignedLong(header.getInt());
                String type = type(header);
                int headerBytes = size == 1 ? 16 : 8;
                size = size == 1 ? header.getLong() : size;
                require(size >= headerBytes && size <= channel.size() - at, "box " + type + " of " + size + " bytes");
                if (type.equals("moov")) {
                    require(moov == null && size <= LARGEST, "more than one index, or a giant one");
                    moov = read(channel, at + headerBytes, (int) size - headerBytes);
                } else if (type.equals("mdat")) {
                    require(dataStart < 0, "more than one box of data");
                    dataStart = at + headerBytes;
                    dataEnd = at + size;
                }
                at += size;
            }
            if (moov == null || dataStart < 0) {
                throw new IOException("it has no index or no data");
            }
            return of(moov, dataStart, dataEnd);
        } catch (BufferUnderflowException e) {
            throw new IOException("a table of the index ends early", e);
        }
    }

    private static ChunkIndex of(ByteBuffer moov, long dataStart, long dataEnd) throws IOException {
        require(all(moov, "mvex").isEmpty(), "fragments");
        ByteBuffer track = only(moov, "trak");
        require(all(track, "edts").isEmpty(), "an edit list");
        ByteBuffer media = only(track, "mdia");
        ByteBuffer tables = only(only(media, "minf"), "stbl");
        int[] sizes = sizes(table(tables, "stsz"));
        requireContiguous(sizes, tables, dataStart, dataEnd);
        Length length = Length.of(only(media, "mdhd"));
        return new ChunkIndex(
                new Fraction(1, length.ticksASecond()),
                packets(sizes, tables),
                Math.max(length.micros(), Length.of(only(moov, "mvhd")).micros()));
    }

    private static int[] sizes(ByteBuffer table) throws IOException {
        int same = table.getInt();
        int count = table.getInt();
        require(count >= 0 && (same != 0 || count <= table.remaining() / 4), count + " sizes");
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = same != 0 ? same : table.getInt();
            require(sizes[i] >= 0, "a packet of " + sizes[i] + " bytes");
        }
        return sizes;
    }

    /** Pieces of packets lie one after the other from the data's beginning to its end. */
    private static void requireContiguous(int[] sizes, ByteBuffer tables, long dataStart, long dataEnd)
            throws IOException {
        boolean large = all(tables, "stco").isEmpty();
        ByteBuffer places = table(tables, large ? "co64" : "stco");
        ByteBuffer counts = table(tables, "stsc");
        int runs = counts.getInt();
        int pieces = places.getInt();
        long expected = dataStart;
        int packet = 0;
        int packets = 0;
        int nextRun = runs > 0 ? counts.getInt() : 0;
        for (int piece = 1; piece <= pieces; piece++) {
            if (piece == nextRun) {
                packets = counts.getInt();
                counts.getInt();
                nextRun = counts.hasRemaining() ? counts.getInt() : 0;
            }
            long place = large ? places.getLong() : Integer.toUnsignedLong(places.getInt());
            require(place == expected && packets <= sizes.length - packet, "data that is not where the index says");
            for (int i = 0; i < packets; i++) {
                expected += sizes[packet++];
            }
        }
        require(packet == sizes.length && expected == dataEnd, "data that is not in the index");
    }

    private static Packets packets(int[] sizes, ByteBuffer tables) throws IOException {
        Runs durations = new Runs(table(tables, "stts"));
        Runs offsets = all(tables, "ctts").isEmpty() ? null : new Runs(table(tables, "ctts"));
        // without the table every packet is a key frame's
        boolean allKeys = all(tables, "stss").isEmpty();
        ByteBuffer keys = allKeys ? ByteBuffer.allocate(4) : table(tables, "stss");
        int keysLeft = keys.getInt();
        int nextKey = keysLeft > 0 ? keys.getInt() : 0;
        Packets packets = new Packets();
        long decoded = 0;
        for (int i = 0; i < sizes.length; i++) {
            int duration = durations.next();
            boolean key = allKeys || nextKey == i + 1;
            if (!allKeys && key && --keysLeft > 0) {
                nextKey = keys.getInt();
            }
            packets.add(decoded + (offsets == null ? 0 : offsets.next()), duration, sizes[i], key, false);
            decoded += duration;
        }
        require(durations.isEmpty() && (offsets == null || offsets.isEmpty()), "times without packets");
        return packets;
    }

    /** A number for each packet, which a table lists as counts and numbers. */
    private static final class Runs {
        private final ByteBuffer table;
        private int runs;
        private int left;
        private int number;

        Runs(ByteBuffer table) {
            this.table = table;
            this.runs = table.getInt();
        }

        int next() throws IOException {
            while (left == 0) {
                require(--runs >= 0, "packets without times");
                left = table.getInt();
                number = table.getInt();
            }
            left--;
            return number;
        }

        boolean isEmpty() {
            return left == 0 && runs == 0;
        }
    }

    /** How long a film or a track says that it is. */
    private record Length(long ticksASecond, long ticks) {
        static Length of(ByteBuffer header) throws IOException {
            boolean large = header.getInt() >>> 24 == 1;
            header.position(header.position() + (large ? 16 : 8)); // when it was made and changed
            long ticksASecond = Integer.toUnsignedLong(header.getInt());
            long ticks = large ? header.getLong() : Integer.toUnsignedLong(header.getInt());
            require(ticksASecond > 0 && ticks >= 0, "a length of " + ticks + " ticks, " + ticksASecond + " a second");
            return new Length(ticksASecond, ticks);
        }

        long micros() {
            return ticks / ticksASecond * 1_000_000 + ticks % ticksASecond * 1_000_000 / ticksASecond;
        }
    }

    /** What a box holds behind its version and flags. */
    private static ByteBuffer table(ByteBuffer parent, String type) throws IOException {
        ByteBuffer table = only(parent, type);
        table.getInt();
        return table;
    }

    private static ByteBuffer only(ByteBuffer parent, String type) throws IOException {
        List<ByteBuffer> found = all(parent, type);
        require(found.size() == 1, found.size() + " boxes " + type);
        return found.get(0);
    }

    /** The contents of all boxes of a type within another. */
    private static List<ByteBuffer> all(ByteBuffer parent, String type) throws IOException {
        ByteBuffer rest = parent.slice();
        List<ByteBuffer> found = new ArrayList<>();
        while (rest.remaining() >= 8) {
            int size = rest.getInt();
            String name = type(rest);
            require(size >= 8 && size - 8 <= rest.remaining(), "box " + name + " of " + size + " bytes");
            if (name.equals(type)) {
                found.add(rest.slice(rest.position(), size - 8));
            }
            rest.position(rest.position() + size - 8);
        }
        return found;
    }

    private static String type(ByteBuffer box) {
        byte[] name = new byte[4];
        box.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    private static void require(boolean fine, String otherwise) throws IOException {
        if (!fine) {
            throw new IOException("its index has " + otherwise);
        }
    }
}
