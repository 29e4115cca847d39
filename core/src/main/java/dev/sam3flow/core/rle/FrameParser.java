package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.rle.FrameDraft.ObjectDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the value that stands for one frame, or for one object of it, in each form a file may use. */
final class FrameParser {
    private final JsonTokens tokens;
    private final RleLimits limits;
    private final @Nullable FrameSize expected;

    private @Nullable FrameSize size;

    FrameParser(JsonTokens tokens, RleLimits limits, @Nullable FrameSize expected) {
        this.tokens = tokens;
        this.limits = limits;
        this.expected = expected;
    }

    /** The frame size that the masks read so far repeat; null if none did. */
    @Nullable
    FrameSize size() {
        return size;
    }

    /** Reads one frame from the current token on: a mask, a list of masks, an object, or null for an empty frame. */
    FrameDraft frame(@Nullable Integer number) throws IOException {
        FrameDraft frame = new FrameDraft(tokens.offset());
        frame.number = number;
        switch (tokens.current()) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> keepText(frame);
            case START_ARRAY -> list(frame);
            case START_OBJECT -> {
                ObjectDraft own = new ObjectDraft(0);
                boolean nothing = true;
                while (tokens.next() != JsonToken.END_OBJECT) {
                    frameField(frame, own);
                    nothing = false;
                }
                finish(frame, own, nothing);
            }
            default ->
                throw tokens.malformed("a frame's mask, list of masks or object belongs here, not " + tokens.shown());
        }
        return frame;
    }

    /** Ends a frame that is an object; one that is not empty must say something of masks. */
    void finish(FrameDraft frame, ObjectDraft own, boolean nothing) {
        if (!nothing && !frame.hasMasks && !own.hasMask) {
            throw tokens.malformed("a frame without masks: expected rle, counts, objects or segments in it");
        }
        frame.keep(own);
    }

    /** Reads a frame whose one mask is the list of numbers of which the first is current. */
    FrameDraft numbersFrame() throws IOException {
        FrameDraft frame = new FrameDraft(tokens.offset());
        ObjectDraft object = frame.place();
        object.rle = numbers();
        frame.keep(object);
        return frame;
    }

    /** A frame whose one mask is this text. */
    FrameDraft textFrame(RawRle.Text text) {
        FrameDraft frame = new FrameDraft(text.offset());
        ObjectDraft object = frame.place();
        object.rle = text;
        frame.keep(object);
        return frame;
    }

    private void keepText(FrameDraft frame) throws IOException {
        ObjectDraft object = place(frame);
        object.rle = tokens.rleText();
        frame.keep(object);
    }

    private ObjectDraft place(FrameDraft frame) {
        if (frame.places >= limits.objects()) {
            throw tokens.malformed("more than " + limits.objects() + " objects in a frame");
        }
        return frame.place();
    }

    /**
     * The current name of a frame's object, and its value. Unknown names are passed over.
     *
     * @return whether the name shows that the object is a frame: it holds masks or a frame number
     */
    boolean frameField(FrameDraft frame, ObjectDraft own) throws IOException {
        String name = tokens.name();
        switch (name) {
            case "frame_index", "frame_idx", "frame" -> {
                tokens.next();
                int number = tokens.count();
                if (frame.number != null && frame.number != number) {
                    throw tokens.malformed("frame " + frame.number + " is numbered " + number + " within");
                }
                frame.number = number;
            }
            case "objects", "segments", "masks" -> {
                tokens.next();
                frame.hasMasks = true;
                objects(frame);
            }
            case "rle" -> {
                tokens.next();
                frameRle(frame, own);
            }
            default -> {
                if (isNumber(name)) {
                    tokens.next();
                    frame.hasMasks = true;
                    object(frame, name);
                } else {
                    return objectField(own);
                }
            }
        }
        return true;
    }

    /** The masks of a frame from the current token on. */
    void frameRle(FrameDraft frame, ObjectDraft own) throws IOException {
        if (tokens.current() == JsonToken.START_ARRAY) {
            frame.hasMasks = true;
            list(frame);
        } else {
            requireNew(own);
            own.rle = rle(own);
        }
    }

    private void objects(FrameDraft frame) throws IOException {
        switch (tokens.current()) {
            case VALUE_NULL -> {}
            case START_ARRAY -> list(frame);
            case START_OBJECT -> {
                while (tokens.next() != JsonToken.END_OBJECT) {
                    String id = tokens.name();
                    tokens.next();
                    object(frame, id);
                }
            }
            default -> throw tokens.malformed("a list of objects belongs here, not " + tokens.shown());
        }
    }

    /** A list is the numbers of one mask, or one mask an entry. */
    private void list(FrameDraft frame) throws IOException {
        JsonToken token = tokens.next();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            ObjectDraft object = place(frame);
            object.rle = numbers();
            frame.keep(object);
        } else if (token == JsonToken.VALUE_STRING) {
            strings(frame);
        } else {
            for (; token != JsonToken.END_ARRAY; token = tokens.next()) {
                object(frame, null);
            }
        }
    }

    /**
     * Strings that are each one whole number are the numbers of one mask, unless each is the count of the frame's
     * pixels: then they are empty masks. Any other strings are one mask each.
     */
    private void strings(FrameDraft frame) throws IOException {
        long start = tokens.offset();
        List<RawRle.Text> texts = texts();
        RawRle.Numbers numbers = numbersOf(texts, start);
        if (numbers != null && !areMasks(texts, numbers)) {
            ObjectDraft object = frame.place();
            object.rle = numbers;
            frame.keep(object);
            return;
        }
        for (RawRle.Text text : texts) {
            ObjectDraft object = frame.place();
            object.rle = text;
            frame.keep(object);
        }
    }

    /** Whether strings of one number each are masks all the same, which takes the frame size to tell. */
    private boolean areMasks(List<RawRle.Text> texts, RawRle.Numbers numbers) {
        if (expected == null || texts.size() == 1) {
            return texts.size() == 1;
        }
        int pixels = expected.pixels();
        boolean empty = pixels > 1 && Arrays.stream(numbers.values()).allMatch(number -> number == pixels);
        if (!empty && texts.stream().allMatch(text -> CocoCharacters.isMask(text, expected))) {
            throw new MalformedRleException(
                    numbers.offset(),
                    "a list of digits that is one mask as numbers and " + texts.size() + " masks as COCO's text");
        }
        return empty;
    }

    /** The strings of a list of which the first is current. */
    private List<RawRle.Text> texts() throws IOException {
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

    private static RawRle.@Nullable Numbers numbersOf(List<RawRle.Text> texts, long offset) {
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

    /** One object from the current token on. */
    private void object(FrameDraft frame, @Nullable String id) throws IOException {
        ObjectDraft object = place(frame);
        object.id = id;
        if (tokens.current() == JsonToken.START_OBJECT) {
            while (tokens.next() != JsonToken.END_OBJECT) {
                objectField(object);
            }
            requireMask(object);
        } else {
            object.rle = rle(object);
        }
        frame.keep(object);
    }

    /** The current name of an object, and its value; returns whether it is a mask. */
    private boolean objectField(ObjectDraft object) throws IOException {
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

    private void requireMask(ObjectDraft object) {
        if (!object.hasMask) {
            throw tokens.malformed("an object without a mask: expected rle, counts or segmentation in it");
        }
    }

    /** A mask: a string, a list of numbers, {@code {"counts", "size"}}, or null for none. */
    private @Nullable RawRle rle(ObjectDraft object) throws IOException {
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
