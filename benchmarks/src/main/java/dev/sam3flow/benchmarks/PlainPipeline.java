package dev.sam3flow.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** The peer: Jackson's tokens, and the loops that one writes first for everything else. */
final class PlainPipeline implements FilePipeline.Pipeline {
    private static final int HEIGHT = CorePipeline.SIZE.height();
    private static final int PIXELS = CorePipeline.SIZE.pixels();

    private int[] counts = new int[1024];
    private int used;

    @Override
    public long run(InputStream in, OutputStream out) throws IOException {
        JsonFactory json = new JsonFactory();
        long areas = 0;
        try (JsonParser parser = json.createParser(in);
                JsonGenerator generator = json.createGenerator(out)) {
            int frame = -1;
            int track = 0;
            double score = 0;
            while (parser.nextToken() != null) {
                String name = parser.currentName();
                if (parser.currentToken() == JsonToken.FIELD_NAME || name == null) {
                    continue;
                }
                if (name.equals("frame_index")) {
                    endFrame(generator, frame);
                    frame = parser.getIntValue();
                    generator.writeStartObject();
                    generator.writeNumberField("frame", frame);
                    generator.writeNumberField("pts", 0);
                    generator.writeArrayFieldStart("segments");
                } else if (name.equals("object_id")) {
                    track = parser.getIntValue();
                } else if (name.equals("score")) {
                    score = parser.getDoubleValue();
                } else if (name.equals("counts")) {
                    areas += segment(generator, track, score, parser.getText());
                }
            }
            endFrame(generator, frame);
            generator.writeRaw('\n');
        }
        return areas;
    }

    private static void endFrame(JsonGenerator generator, int frame) throws IOException {
        if (frame >= 0) {
            generator.writeEndArray();
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
    }

    private long segment(JsonGenerator generator, int track, double score, String text) throws IOException {
        decode(text);
        generator.writeStartObject();
        generator.writeNumberField("track", track);
        generator.writeStringField("label", "object");
        generator.writeObjectFieldStart("rle");
        generator.writeFieldName("size");
        generator.writeArray(new int[] {HEIGHT, CorePipeline.SIZE.width()}, 0, 2);
        generator.writeStringField("counts", encode());
        generator.writeEndObject();
        generator.writeFieldName("bbox");
        generator.writeArray(box(), 0, 4);
        long area = area();
        generator.writeNumberField("area", area);
        generator.writeNumberField("score", score);
        generator.writeEndObject();
        return area;
    }

    private void decode(String text) {
        used = 0;
        long sum = 0;
        int at = 0;
        while (at < text.length()) {
            long number = 0;
            int shift = 0;
            int group;
            do {
                group = text.charAt(at++) - 48;
                if (group < 0 || group > 63) {
                    throw new IllegalArgumentException("character at " + (at - 1));
                }
                number |= (long) (group & 31) << shift;
                shift += 5;
            } while (group > 31);
            if ((group & 16) != 0) {
                number -= 1L << shift;
            }
            if (used > 2) {
                number += counts[used - 2];
            }
            if (number < 0) {
                throw new IllegalArgumentException("negative count at " + at);
            }
            if (used == counts.length) {
                counts = Arrays.copyOf(counts, 2 * used);
            }
            counts[used++] = (int) number;
            sum += number;
        }
        if (sum != PIXELS) {
            throw new IllegalArgumentException("sum " + sum);
        }
    }

    private long area() {
        long area = 0;
        for (int i = 1; i < used; i += 2) {
            area += counts[i];
        }
        return area;
    }

    private int[] box() {
        int left = Integer.MAX_VALUE;
        int top = HEIGHT;
        int right = -1;
        int bottom = -1;
        int position = 0;
        for (int i = 0; i + 1 < used; i += 2) {
            int start = position + counts[i];
            position = start + counts[i + 1];
            int last = position - 1;
            left = Math.min(left, start / HEIGHT);
            right = Math.max(right, last / HEIGHT);
            if (start / HEIGHT != last / HEIGHT) {
                top = 0;
                bottom = HEIGHT - 1;
            }
            top = Math.min(top, start % HEIGHT);
            bottom = Math.max(bottom, last % HEIGHT);
        }
        return right < 0 ? new int[4] : new int[] {left, top, right - left + 1, bottom - top + 1};
    }

    private String encode() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < used; i++) {
            long number = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            boolean more;
            do {
                int group = (int) (number & 31);
                number >>= 5;
                more = number != ((group & 16) != 0 ? -1 : 0);
                text.append((char) (48 + (more ? group | 32 : group)));
            } while (more);
        }
        return text.toString();
    }
}
