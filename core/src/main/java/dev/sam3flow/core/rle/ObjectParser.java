package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.rle.FrameDraft.ObjectDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the value that stands for one object of a frame, and its mask, in each form a file may use. */
final class ObjectParser {
    private final JsonTokens tokens;
    private final RleLimits limits;

    private @Nullable FrameSize size;

    ObjectParser(JsonTokens tokens, RleLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
    }

    /** The frame size that the masks read so far repeat; null if none did. */
    @Nullable
    FrameSize size() {
        return size;
    }

    /** The strings of a list of which the first is current. */
    List<RawRle.Text> texts() throws IOException {
        List<RawRle.Text> texts = new ArrayList<>();
        boolean allNumbers = true;
        for (JsonToken token = tokens.current(); token != JsonToken.END_ARRAY; token = tokens.next()) {
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                throw tokens.malformed("a string belongs into this list of strings, not " + tokens.shown());
            }
            RawRle.Text text =
                    token == JsonToken.VALUE_NULL ? new RawRle.Text(new byte[0], tokens.offset()) : tokens.rleText();
            allNumbers = allNumbers && isNumber(text.toString());
            texts.add(text);
            if (texts.size() > (allNumbers ? limits.numbers() : limits.objects())) {
                throw tokens.malformed("more than " + texts.size() + " strings in a frame");
            }
        }
        return texts;
    }

    static RawRle.@Nullable Numbers numbersOf(List<RawRle.Text> texts, long offset) {
        int[] values = new int[texts.size()];
        for (int i = 0; i < values.length; i++) {
            String text = texts.get(i).toString();
            if (!isNumber(text)) {
                return null;
            }
            values[i] = Integer.parseInt(text);
        }
        return new RawRle.Numbers(values, offset);
    }

    /** The current name of an object, and its value; returns whether it is a mask. */
    boolean objectField(ObjectDraft object) throws IOException {
        String name = tokens.name();
        tokens.next();
        switch (name) {
            case "counts", "rle", "segmentation" -> {
                requireNew(object);
                object.rle = rle(object);
                return true;
            }
            case "size" -> object.size = frameSize();
            case "object_id", "track_id", "obj_id", "id", "track" -> object.id = name();
            case "bbox", "box" -> object.box = box();
            case "score", "confidence" ->
                object.score = tokens.current() == JsonToken.VALUE_NULL ? null : tokens.decimal();
            case "label", "class", "category" -> object.label = name();
            default -> tokens.skip();
        }
        return false;
    }

    private @Nullable String name() throws IOException {
        if (tokens.current() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (tokens.current().isStructStart()) {
            throw tokens.malformed("a string or a number belongs here, not " + tokens.shown());
        }
        return tokens.text();
    }

    void requireNew(ObjectDraft object) {
        if (object.hasMask) {
            throw tokens.malformed("a second RLE for the same object");
        }
        object.hasMask = true;
    }

    void requireMask(ObjectDraft object) {
        if (!object.hasMask) {
            throw tokens.malformed("an object without a mask: expected rle, counts or segmentation in it");
        }
    }

    /** A mask: a string, a list of numbers, {@code {"counts", "size"}}, or null for none. */
    @Nullable
    RawRle rle(ObjectDraft object) throws IOException {
        switch (tokens.current()) {
            case VALUE_NULL:
                return null;
            case VALUE_STRING:
                return tokens.rleText();
            case START_ARRAY:
                return rleList();
            case START_OBJECT:
                object.hasMask = false;
                while (tokens.next() != JsonToken.END_OBJECT) {
                    objectField(object);
                }
                requireMask(object);
                return object.rle;
            default:
                throw tokens.malformed("RLE belongs here, not " + tokens.shown());
        }
    }

    private RawRle rleList() throws IOException {
        JsonToken first = tokens.next();
        if (first == JsonToken.END_ARRAY) {
            return new RawRle.Numbers(new int[0], tokens.offset());
        }
        if (first != JsonToken.VALUE_STRING) {
            return numbers();
        }
        long start = tokens.offset();
        RawRle.Numbers numbers = numbersOf(texts(), start);
        if (numbers != null) {
            return numbers;
        }
        throw tokens.malformed("a list of strings where one mask belongs: each must be one whole number");
    }

    /** The numbers of one mask, the first being current. */
    RawRle.Numbers numbers() throws IOException {
        long start = tokens.offset();
        int[] values = new int[64];
        int used = 0;
        for (JsonToken token = tokens.current(); token != JsonToken.END_ARRAY; token = tokens.next()) {
            if (used == values.length) {
                if (used >= limits.numbers()) {
                    throw tokens.malformed("more than " + limits.numbers() + " numbers in a mask");
                }
                values = Arrays.copyOf(values, 2 * used);
            }
            values[used++] = tokens.count();
        }
        return new RawRle.Numbers(Arrays.copyOf(values, used), start);
    }

    /** A size as {@code [height, width]}. */
    FrameSize frameSize() throws IOException {
        if (tokens.current() != JsonToken.START_ARRAY) {
            throw tokens.malformed("a size is a list [height, width], not " + tokens.shown());
        }
        tokens.next();
        int height = tokens.count();
        tokens.next();
        int width = tokens.count();
        if (tokens.next() != JsonToken.END_ARRAY) {
            throw tokens.malformed("a size is a list of two numbers, height and width");
        }
        FrameSize found = sizeOf(width, height);
        if (size != null && !size.equals(found)) {
            throw tokens.malformed(
                    "a mask of " + found + " after masks of " + size + ": all frames must have one size");
        }
        size = found;
        return found;
    }

    FrameSize sizeOf(int width, int height) {
        try {
            return new FrameSize(width, height);
        } catch (IllegalArgumentException e) {
            throw tokens.malformed(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable RawBox box() throws IOException {
        if (tokens.current() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (tokens.current() != JsonToken.START_ARRAY) {
            tokens.skip();
            return null;
        }
        double[] numbers = new double[4];
        for (int i = 0; i < 4; i++) {
            if (tokens.next() == JsonToken.END_ARRAY && i == 0) {
                return null;
            }
            numbers[i] = tokens.decimal();
        }
        if (tokens.next() != JsonToken.END_ARRAY) {
            throw tokens.malformed("a box is a list of four numbers");
        }
        return new RawBox(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /** Whether the text is a number without leading zeros that fits an int. */
    static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 10 || text.length() > 1 && text.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return Long.parseLong(text) <= Integer.MAX_VALUE;
    }
}
