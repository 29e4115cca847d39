package dev.sam3flow.simulator.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field {@code file} of a multipart form.
 *
 * @param content its bytes; ends where the field ends
 */
record MultipartFile(String fileName, String contentType, InputStream content) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern FILE = Pattern.compile("\\bname=\"file\"");
    private static final Pattern FILE_NAME = Pattern.compile("\\bfilename=\"([^\"]*)\"");
    private static final int LONGEST_LINE = 8192;

    /** Reads up to the field; empty where there is none. */
    static Optional<MultipartFile> find(String contentType, InputStream body) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data") || !boundary.find()) {
            return Optional.empty();
        }
        String separator = "--" + boundary.group(1);
        InputStream in = new BufferedInputStream(body, 1 << 16);
        String line = line(in);
        while (line.equals(separator)) {
            String disposition = "";
            String type = "application/octet-stream";
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                disposition = lower.startsWith("content-disposition:") ? header : disposition;
                type = lower.startsWith("content-type:") ? header.substring(13).strip() : type;
            }
            Field field = new Field(in, "\r\n" + separator);
            if (FILE.matcher(disposition).find()) {
                Matcher name = FILE_NAME.matcher(disposition);
                return Optional.of(new MultipartFile(name.find() ? name.group(1) : "file", type, field));
            }
            field.transferTo(OutputStream.nullOutputStream());
            line = separator + line(in);
        }
        return Optional.empty();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_LINE; c = in.read()) {
            line.append((char) c);
        }
        String text = line.toString();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The bytes up to a separator, which is read and not told. */
    private static final class Field extends InputStream {
        private final InputStream in;
        private final byte[] separator;
        private boolean ended;

        Field(InputStream in, String separator) {
            this.in = in;
            this.separator = separator.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public int read() throws IOException {
            if (ended) {
                return -1;
            }
            in.mark(separator.length);
            int first = in.read();
            if (first == separator[0]) {
                byte[] rest = in.readNBytes(separator.length - 1);
                if (Arrays.equals(rest, 0, rest.length, separator, 1, separator.length)) {
                    ended = true;
                    return -1;
                }
                in.reset();
                return in.read();
            }
            if (first < 0) {
                throw new IOException("the form breaks off");
            }
            return first;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = 0;
            while (n < length) {
                int next = read();
                if (next < 0) {
                    break;
                }
                into[offset + n++] = (byte) next;
            }
            return n == 0 && length > 0 ? -1 : n;
        }
    }
}
