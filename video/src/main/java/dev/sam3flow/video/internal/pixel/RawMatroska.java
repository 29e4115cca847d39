package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.mask.FrameSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Uncompressed frames on their way to ffmpeg, each with its own time in microseconds: what a pipe of bare pixels cannot
 * say. Source: RFC 9559 (Matroska) and RFC 8794 (EBML).
 */
final class RawMatroska {
    private static final long UNKNOWN_LENGTH = 0x01FFFFFFFFFFFFFFL;
    private static final int MICROSECOND = 1000;

    private final OutputStream out;

    /**
     * Writes the head.
     *
     * @param fourCc pixel format by four bytes, as raw video calls it
     * @param frameMicros usual length of a frame
     */
    RawMatroska(OutputStream out, FrameSize size, byte[] fourCc, long frameMicros) throws IOException {
        this.out = out;
        Element head = new Element();
        head.number(0x4286, 1).number(0x42F7, 1).number(0x42F2, 4).number(0x42F3, 8);
        head.text(0x4282, "matroska").number(0x4287, 4).number(0x4285, 2);
        Element info = new Element()
                .number(0x2AD7B1, MICROSECOND)
                .text(0x4D80, "sam3flow")
                .text(0x5741, "sam3flow");
        Element video = new Element()
                .number(0xB0, size.width())
                .number(0xBA, size.height())
                .bytes(0x2EB524, fourCc);
        Element track =
                new Element().number(0xD7, 1).number(0x73C5, 1).number(0x83, 1).number(0x9C, 0);
        track.text(0x86, "V_UNCOMPRESSED")
                .number(0x23E383, Math.max(1, frameMicros) * 1000)
                .element(0xE0, video);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Element().element(0x1A45DFA3, head).writeTo(bytes);
        Element.id(bytes, 0x18538067);
        Element.big(bytes, UNKNOWN_LENGTH, 8);
        new Element()
                .element(0x1549A966, info)
                .element(0x1654AE6B, new Element().element(0xAE, track))
                .writeTo(bytes);
        bytes.writeTo(out);
    }

    /** Writes a frame as a cluster of its own. */
    void frame(long timeMicros, long durationMicros, byte[] pixels) throws IOException {
        Element after = new Element().number(0x9B, durationMicros);
        Element time = new Element().number(0xE7, timeMicros);
        int blockHead = 4;
        int block = 1 + 8 + blockHead + pixels.length;
        int group = block + after.size();
        ByteArrayOutputStream head = new ByteArrayOutputStream(64);
        Element.id(head, 0x1F43B675);
        Element.length(head, time.size() + 1L + 8 + group);
        time.writeTo(head);
        Element.id(head, 0xA0);
        Element.length(head, group);
        Element.id(head, 0xA1);
        Element.length(head, blockHead + pixels.length);
        head.write(0x81); // track 1
        head.write(0); // no time of its own beside the cluster's
        head.write(0);
        head.write(0);
        head.writeTo(out);
        out.write(pixels);
        after.writeTo(out);
    }

    /** Elements within an element. */
    private static final class Element {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Element number(int id, long value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(8);
            big(bytes, value, 8);
            return bytes(id, bytes.toByteArray());
        }

        Element text(int id, String value) {
            return bytes(id, value.getBytes(StandardCharsets.US_ASCII));
        }

        Element element(int id, Element inner) {
            return bytes(id, inner.content.toByteArray());
        }

        Element bytes(int id, byte[] value) {
            id(content, id);
            length(content, value.length);
            content.writeBytes(value);
            return this;
        }

        int size() {
            return content.size();
        }

        void writeTo(OutputStream out) throws IOException {
            content.writeTo(out);
        }

        static void id(ByteArrayOutputStream to, int id) {
            int bytes = id >>> 24 != 0 ? 4 : id >>> 16 != 0 ? 3 : id >>> 8 != 0 ? 2 : 1;
            big(to, id & 0xFFFFFFFFL, bytes);
        }

        /** Always eight bytes: seven bits of marker and 56 of length. */
        static void length(ByteArrayOutputStream to, long length) {
            big(to, length | 1L << 56, 8);
        }

        static void big(ByteArrayOutputStream to, long value, int bytes) {
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                to.write((int) (value >>> shift));
            }
        }
    }
}
