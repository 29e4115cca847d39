package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code masks.jsonl}, one frame at a time. Area and box are taken from the mask itself. */
public final class MasksReader implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final MasksHeader header;
    private int next;

    /**
     * Reads the header.
     *
     * @throws InvalidInputException if the stream is not a {@code masks.jsonl} of this version
     */
    public MasksReader(InputStream in) throws IOException {
        parser = parser(in);
        header = Objects.requireNonNull(asInput(() -> {
            if (parser.nextToken() == null) {
                throw new InvalidInputException("masks.jsonl is empty: its first line must be the header");
            }
            return HeaderJson.read(parser);
        }));
    }

    private static JsonParser parser(InputStream in) throws IOException {
        try {
            return JSON.createParser(in);
        } catch (CharConversionException e) {
            throw new InvalidInputException("masks.jsonl line 1: not UTF-8: " + e.getMessage(), e);
        }
    }

    public MasksHeader header() {
        return header;
    }

    /**
     * Reads the next frame; null after the last.
     *
     * @throws InvalidInputException with the line, if it is broken, out of order, or the file has too few or too many
     */
    public @Nullable FrameSegments next() throws IOException {
        return asInput(this::readNext);
    }

    private @Nullable FrameSegments readNext() throws IOException {
        JsonToken token = parser.nextToken();
        int frames = header.video().frames();
        if (token == null && next == frames) {
            return null;
        }
        if (token == null || next == frames) {
            throw wrong((token == null ? "the file ends after " + next : "the file goes on after " + next)
                    + " frames, its header says " + frames);
        }
        FrameSegments frame = readFrame();
        if (frame.frame() != next) {
            throw wrong("frame " + frame.frame() + " where frame " + next + " is next");
        }
        next++;
        return frame;
    }

    private FrameSegments readFrame() throws IOException {
        require(JsonToken.START_OBJECT, "a frame");
        int frame = -1;
        long pts = 0;
        List<Segment> segments = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "frame" -> frame = wholeNumber();
                case "pts" -> {
                    require(JsonToken.VALUE_NUMBER_INT, "a time in whole microseconds");
                    pts = parser.getLongValue();
                }
                case "segments" -> segments = readSegments();
                default -> parser.skipChildren();
            }
        }
        require(JsonToken.END_OBJECT, "the end of the frame");
        return new FrameSegments(frame, pts, segments);
    }

    private List<Segment> readSegments() throws IOException {
        require(JsonToken.START_ARRAY, "a list of segments");
        List<Segment> segments = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            segments.add(readSegment());
        }
        require(JsonToken.END_ARRAY, "the end of the segments");
        return segments;
    }

    private Segment readSegment() throws IOException {
        int track = 0;
        String label = null;
        Mask mask = null;
        Double score = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "track" -> track = wholeNumber();
                case "label" -> label = text();
                case "rle" -> mask = readMask();
                case "score" -> score = value == JsonToken.VALUE_NULL ? null : score();
                default -> parser.skipChildren();
            }
        }
        require(JsonToken.END_OBJECT, "the end of the segment");
        if (track < 1 || label == null || mask == null) {
            throw wrong("a segment without a track from 1, a label or a mask");
        }
        return new Segment(track, label, mask, score);
    }

    private Mask readMask() throws IOException {
        require(JsonToken.START_OBJECT, "an RLE object");
        FrameSize size = null;
        String counts = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "size" -> size = readSize();
                case "counts" -> counts = text();
                default -> parser.skipChildren();
            }
        }
        if (counts == null || size == null) {
            throw wrong("an RLE without size or counts");
        }
        if (!size.equals(header.video().size())) {
            throw wrong("a mask of " + size + " in a video of " + header.video().size());
        }
        try {
            return Mask.ofCoco(size, counts);
        } catch (MalformedRleException e) {
            throw new InvalidInputException(line() + e.getMessage(), e);
        }
    }

    private int wholeNumber() throws IOException {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getIntValue();
    }

    private String text() throws IOException {
        require(JsonToken.VALUE_STRING, "a text");
        return parser.getText();
    }

    private double score() throws IOException {
        double score = parser.getDoubleValue();
        if (!Double.isFinite(score)) {
            throw wrong("a score that no number can hold: " + parser.getText());
        }
        return score;
    }

    private FrameSize readSize() throws IOException {
        require(JsonToken.START_ARRAY, "[height, width]");
        int height = parser.nextIntValue(0);
        int width = parser.nextIntValue(0);
        parser.nextToken();
        require(JsonToken.END_ARRAY, "the end of [height, width]");
        return new FrameSize(width, height);
    }

    private void require(JsonToken expected, String what) {
        if (parser.currentToken() != expected) {
            throw wrong(what + " belongs here");
        }
    }

    private InvalidInputException wrong(String what) {
        return new InvalidInputException(line() + what);
    }

    private String line() {
        return "masks.jsonl line " + parser.currentTokenLocation().getLineNr() + ": ";
    }

    private interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    private <T> @Nullable T asInput(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(line() + "not the JSON that belongs here: " + e.getOriginalMessage(), e);
        } catch (CharConversionException e) {
            throw new InvalidInputException(line() + "not UTF-8: " + e.getMessage(), e);
        } catch (InvalidInputException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith("masks.jsonl") || message.startsWith("line ")
                    ? e
                    : new InvalidInputException(line() + message, e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidInputException(line() + e.getMessage(), e);
        }
    }

    /** Closes the stream. */
    @Override
    public void close() throws IOException {
        parser.close();
    }
}
