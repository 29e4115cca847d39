package dev.sam3flow.app.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file as an answer: streamed, with its digest as ETag, and with one byte range where one is asked for (RFC 9110).
 *
 * @param name offered to who saves it
 * @param type media type
 * @param bytes length
 * @param etag digest of the content, unquoted
 * @param source opens the bytes
 */
record FileAnswer(String name, String type, long bytes, String etag, Source source) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Opens the file anew. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** First and last byte, inclusive. */
    private record Range(long first, long last) {}

    Response to(HttpHeaders request) {
        String tag = '"' + etag + '"';
        String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (known != null && (known.strip().equals("*") || known.contains(tag))) {
            return Response.notModified().header(HttpHeaders.ETAG, tag).build();
        }
        String asked = request.getHeaderString("Range");
        String onlyIf = request.getHeaderString("If-Range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked.strip());
        // several ranges and other units are answered with the whole, as the standard allows
        if (!range.matches() || (onlyIf != null && !onlyIf.equals(tag))) {
            return headers(Response.ok(stream(0, bytes)), tag, bytes).build();
        }
        Range part = part(range);
        if (part == null) {
            return new Problem("range-not-satisfiable", 416, "the file has " + bytes + " bytes")
                    .response()
                    .header("Content-Range", "bytes */" + bytes)
                    .build();
        }
        long length = part.last() - part.first() + 1;
        return headers(Response.status(206).entity(stream(part.first(), length)), tag, length)
                .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + bytes)
                .build();
    }

    private @Nullable Range part(Matcher range) {
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            long tail = last.isEmpty() ? 0 : Math.min(bytes, Long.parseLong(last));
            return tail == 0 ? null : new Range(bytes - tail, bytes - 1);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? bytes - 1 : Math.min(bytes - 1, Long.parseLong(last));
        return from >= bytes || from > to ? null : new Range(from, to);
    }

    private Response.ResponseBuilder headers(Response.ResponseBuilder response, String tag, long length) {
        return response.type(type)
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CONTENT_LENGTH, length)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + name + "\"");
    }

    private StreamingOutput stream(long from, long length) {
        return out -> {
            try (InputStream in = source.open()) {
                in.skipNBytes(from);
                byte[] buffer = new byte[1 << 16];
                long left = length;
                while (left > 0) {
                    int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (read < 0) {
                        throw new EOFException(name + " ended " + left + " bytes early");
                    }
                    out.write(buffer, 0, read);
                    left -= read;
                }
            }
        };
    }
}
