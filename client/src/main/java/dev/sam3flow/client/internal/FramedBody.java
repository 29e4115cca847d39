package dev.sam3flow.client.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** A body whose end is told by its framing, so that a broken connection is seen. */
abstract class FramedBody extends InputStream {
    protected final InputStream in;

    private FramedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    /** Reads from what is left of a piece. */
    protected final int readSome(byte[] into, int from, int most, long left) throws IOException {
        int count = in.read(into, from, (int) Math.min(most, left));
        if (count < 0) {
            throw new EOFException("the connection ended " + left + " bytes before the body did");
        }
        return count;
    }

    /** As many bytes as the header promised. */
    static final class Fixed extends FramedBody {
        private long left;

        Fixed(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (left == 0 || most == 0) {
                return left == 0 ? -1 : 0;
            }
            int count = readSome(into, from, most, left);
            left -= count;
            return count;
        }
    }

    /** Pieces, each with its length in hexadecimal before it, up to one of length 0. */
    static final class Chunked extends FramedBody {
        private static final int MOST_LINE_BYTES = 8 << 10;
        private long left;
        private boolean first = true;
        private boolean ended;

        Chunked(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (most == 0) {
                return 0;
            }
            if (left == 0 && !ended) {
                nextPiece();
            }
            if (ended) {
                return -1;
            }
            int count = readSome(into, from, most, left);
            left -= count;
            return count;
        }

        private void nextPiece() throws IOException {
            int[] budget = {MOST_LINE_BYTES};
            if (!first && !HttpAnswer.line(in, budget).isEmpty()) {
                throw new ProtocolException("a piece of the body is longer than it said");
            }
            first = false;
            String size = HttpAnswer.line(in, budget).split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw new ProtocolException("a piece of the body without a length");
            }
            left = Long.parseLong(size, 16);
            if (left == 0) {
                ended = true;
                while (!HttpAnswer.line(in, budget).isEmpty()) {
                    // trailers say nothing that is needed
                }
            }
        }
    }
}
