package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.rle.FrameDraft.ObjectDraft;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outermost values of a file that is being read: finds out its layout and its frames. */
final class RleDocument {
    private final JsonTokens tokens;
    private final ObjectParser objects;
    private final FrameParser parser;
    private final FrameOrder frames;

    private @Nullable RleLayout layout;
    private final SideLists beside;
    private final SideListReader listed;
    private int roots;
    private @Nullable Integer declaredFrames;
    private @Nullable Integer width;
    private @Nullable Integer height;

    RleDocument(JsonTokens tokens, RleLimits limits, @Nullable FrameSize expected, SideLists beside, RleSink sink) {
        this.tokens = tokens;
        this.objects = new ObjectParser(tokens, limits);
        this.parser = new FrameParser(tokens, objects, limits, expected);
        this.frames = new FrameOrder(sink, limits);
        this.beside = beside;
        this.listed = new SideListReader(tokens, limits);
    }

    RleFileSummary read() throws IOException {
        while (tokens.nextOrEnd() != null) {
            if (roots++ == 1 && layout != null && layout != RleLayout.SINGLE_FRAME) {
                throw tokens.malformed("a second JSON document after a whole file");
            }
            root();
        }
        frames.finish();
        if (layout == null) {
            throw tokens.malformed(
                    "no masks in the file: expected a list with one entry a frame, or an object with rle, "
                            + "frames, counts or a name for each frame");
        }
        RleLayout found = layout == RleLayout.RLE_LIST && listed.any() ? RleLayout.RLE_LIST_WITH_METADATA : layout;
        SideLists lists = found == RleLayout.RLE_LIST_WITH_METADATA ? listed.lists(frames.frames()) : SideLists.NONE;
        return new RleFileSummary(
                found,
                frames.frames(),
                frames.first(),
                frames.last(),
                frames.segments(),
                declaredFrames,
                size(),
                lists);
    }

    private @Nullable FrameSize size() {
        FrameSize repeated = objects.size();
        if (width == null || height == null) {
            return repeated;
        }
        FrameSize declared = objects.sizeOf(width, height);
        if (repeated != null && !repeated.equals(declared)) {
            throw tokens.malformed("the file declares frames of " + declared + ", its masks are of " + repeated);
        }
        return declared;
    }

    private void root() throws IOException {
        switch (tokens.current()) {
            case START_ARRAY -> {
                JsonToken first = tokens.next();
                if (first == JsonToken.VALUE_NUMBER_INT) {
                    addSingle(parser.numbersFrame());
                } else {
                    startWhole(RleLayout.LIST);
                    entries();
                }
            }
            case START_OBJECT -> rootObject();
            case VALUE_STRING -> text(tokens.rleText());
            default -> addSingle(parser.frame(null));
        }
    }

    /** A text of one line is a frame's mask; one of several has a line a frame. */
    private void text(RawRle.Text text) {
        List<RawRle.Text> lines = text.lines();
        if (lines.size() == 1) {
            addSingle(parser.textFrame(text));
            return;
        }
        startWhole(RleLayout.LINES_IN_TEXT);
        lines.forEach(line -> frames.add(parser.textFrame(line)));
    }

    /** One frame that is a whole JSON document. */
    private void addSingle(FrameDraft frame) {
        layout = layout == null && roots == 1 ? RleLayout.SINGLE_FRAME : RleLayout.JSON_LINES;
        frames.add(frame);
    }

    private void startWhole(RleLayout found) {
        if (layout != null || roots > 1) {
            throw tokens.malformed("masks of layout " + found + " in a file that has others before");
        }
        layout = found;
    }

    /** One frame an entry, the first entry being current. */
    private void entries() throws IOException {
        int entry = 0;
        for (JsonToken token = tokens.current(); token != JsonToken.END_ARRAY; token = tokens.next()) {
            FrameDraft frame = parser.frame(null);
            if (layout == RleLayout.RLE_LIST) {
                beside.addTo(frame, entry++);
            }
            frames.add(frame);
        }
    }

    private void rootObject() throws IOException {
        FrameDraft frame = new FrameDraft(tokens.offset());
        ObjectDraft own = new ObjectDraft(0);
        RleLayout before = layout;
        boolean isFrame = false;
        while (tokens.next() != JsonToken.END_OBJECT) {
            String name = tokens.name();
            if (name.equals("rle") && !isFrame) {
                isFrame = rootRle(frame, own);
            } else if (isFrame || !rootField(name)) {
                isFrame |= parser.frameField(frame, own);
            }
        }
        if (isFrame) {
            if (layout != before) {
                throw tokens.malformed("a mask or a frame number beside the masks of layout " + layout);
            }
            parser.finish(frame, own, false);
            addSingle(frame);
        } else if (layout == before && roots > 1) {
            throw tokens.malformed("a JSON document without masks among those that are one frame each");
        }
    }

    /** Reads the value of a name that describes the whole file; false, with nothing read, for any other name. */
    private boolean rootField(String name) throws IOException {
        switch (name) {
            case "width" -> width = number();
            case "height" -> height = number();
            case "num_frames", "frame_count", "total_frames" -> declaredFrames = number();
            case "metadata", "boxes", "scores" -> {
                tokens.next();
                listed.read(name);
            }
            case "frames" -> rootFrames();
            default -> {
                if (!ObjectParser.isNumber(name)) {
                    return false;
                }
                mapEntry(name);
            }
        }
        return true;
    }

    private int number() throws IOException {
        tokens.next();
        return tokens.count();
    }

    private void rootFrames() throws IOException {
        switch (tokens.next()) {
            case START_ARRAY -> {
                startWhole(RleLayout.FRAMES);
                tokens.next();
                entries();
            }
            case START_OBJECT -> map();
            default -> declaredFrames = tokens.count();
        }
    }

    /** A list that is not of numbers has one entry a frame; anything else is the one mask of a frame: then true. */
    private boolean rootRle(FrameDraft frame, ObjectDraft own) throws IOException {
        JsonToken token = tokens.next();
        if (token == JsonToken.VALUE_STRING
                && roots == 1
                && tokens.rleText().lines().size() > 1) {
            text(tokens.rleText());
            return false;
        }
        if (token != JsonToken.START_ARRAY) {
            parser.frameRle(frame, own);
            return true;
        }
        if (tokens.next() == JsonToken.VALUE_NUMBER_INT) {
            objects.requireNew(own);
            own.rle = objects.numbers();
            return true;
        }
        startWhole(RleLayout.RLE_LIST);
        entries();
        return false;
    }

    private void map() throws IOException {
        while (tokens.next() != JsonToken.END_OBJECT) {
            String name = tokens.name();
            if (!ObjectParser.isNumber(name)) {
                throw tokens.malformed("\"" + name + "\" where a frame number belongs");
            }
            mapEntry(name);
        }
        if (layout == null) {
            layout = RleLayout.MAP_BY_FRAME;
        }
    }

    private void mapEntry(String name) throws IOException {
        if (layout != RleLayout.MAP_BY_FRAME) {
            startWhole(RleLayout.MAP_BY_FRAME);
        }
        tokens.next();
        frames.add(parser.frame(Integer.parseInt(name)));
    }
}
