package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.rle.FrameDraft.ObjectDraft;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the value that stands for one frame, in each form a file may use. */
final class FrameParser {
    private final JsonTokens tokens;
    private final ObjectParser parser;
    private final RleLimits limits;
    private final @Nullable FrameSize expected;

    FrameParser(JsonTokens tokens, ObjectParser parser, RleLimits limits, @Nullable FrameSize expected) {
        this.tokens = tokens;
        this.parser = parser;
        this.limits = limits;
        this.expected = expected;
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
        object.rle = parser.numbers();
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
                if (ObjectParser.isNumber(name)) {
                    tokens.next();
                    frame.hasMasks = true;
                    object(frame, name);
                } else {
                    return parser.objectField(own);
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
            parser.requireNew(own);
            own.rle = parser.rle(own);
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
            object.rle = parser.numbers();
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
        List<RawRle.Text> texts = parser.texts();
        RawRle.Numbers numbers = ObjectParser.numbersOf(texts, start);
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

    /** One object from the current token on. */
    private void object(FrameDraft frame, @Nullable String id) throws IOException {
        ObjectDraft object = place(frame);
        object.id = id;
        if (tokens.current() == JsonToken.START_OBJECT) {
            while (tokens.next() != JsonToken.END_OBJECT) {
                parser.objectField(object);
            }
            parser.requireMask(object);
        } else {
            object.rle = parser.rle(object);
        }
        frame.keep(object);
    }
}
