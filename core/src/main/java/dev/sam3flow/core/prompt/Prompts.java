package dev.sam3flow.core.prompt;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.FrameSize;
import java.util.ArrayList;
import java.util.List;

/**
 * What to segment. Points and boxes are true at one frame only; what is before it is looked for by the texts.
 *
 * @param texts at least one short noun phrase; several are sent as one comma-separated prompt
 * @param points clicks
 * @param boxes rectangles
 * @param atFrame index of the frame at which points and boxes are true; 0, the first, where there are none
 */
public record Prompts(List<String> texts, List<PointPrompt> points, List<BoxPrompt> boxes, int atFrame) {
    private static final int MOST_PROMPTS = 1000;
    private static final int LONGEST_TEXT = 1000;

    /** Prompts that are true at the first frame. */
    public Prompts(List<String> texts, List<PointPrompt> points, List<BoxPrompt> boxes) {
        this(texts, points, boxes, 0);
    }

    public Prompts {
        texts = texts.stream().map(String::strip).toList();
        points = List.copyOf(points);
        boxes = List.copyOf(boxes);
        if (texts.isEmpty() || texts.contains("")) {
            throw new InvalidInputException(
                    "the prompt is empty: the model needs a short noun phrase such as \"person\"; give --prompt TEXT");
        }
        if (String.join(", ", texts).length() > LONGEST_TEXT || points.size() + boxes.size() > MOST_PROMPTS) {
            throw new InvalidInputException("prompts of "
                    + String.join(", ", texts).length() + " characters and " + (points.size() + boxes.size())
                    + " points and boxes: at most " + LONGEST_TEXT + " and " + MOST_PROMPTS);
        }
        if (atFrame < 0 || atFrame > 0 && points.isEmpty() && boxes.isEmpty()) {
            throw new InvalidInputException("prompts at frame " + atFrame
                    + ": only points and boxes belong to a frame, counted from 0; give one, or leave out --at-frame");
        }
        for (BoxPrompt box : boxes) {
            if (box.xMax() <= box.xMin() || box.yMax() <= box.yMin()) {
                throw new InvalidInputException(
                        show(box) + " has no area: the second corner must be right of and below the first");
            }
        }
    }

    public static Prompts ofText(String... texts) {
        return new Prompts(List.of(texts), List.of(), List.of());
    }

    /** The one text that is sent. */
    public String joinedText() {
        return String.join(", ", texts);
    }

    /** True where the coordinates bind the prompts to one frame, so that chunks must run in order. */
    public boolean isBoundToFrame() {
        return !points.isEmpty() || !boxes.isEmpty();
    }

    /** The same where the frame at which points and boxes are true is the first one. */
    public Prompts atFirstFrame() {
        return new Prompts(texts, points, boxes);
    }

    /** The texts alone. */
    public Prompts textsOnly() {
        return new Prompts(texts, List.of(), List.of());
    }

    /**
     * What each object is asked for by itself: one text each; where there are points and boxes, one of them each, with the
     * text.
     *
     * @throws InvalidInputException if it cannot be told which text or which object a point or a box belongs to
     */
    public List<Prompts> each() {
        if (!isBoundToFrame()) {
            return texts.stream().map(Prompts::ofText).toList();
        }
        if (texts.size() > 1 || points.stream().anyMatch(point -> !point.foreground())) {
            throw new InvalidInputException("one prediction an object, of " + texts.size() + " texts, " + points.size()
                    + " points and " + boxes.size()
                    + " boxes: give several texts alone, or one text with boxes, or with"
                    + " points that are on their objects, or ask for all objects with one prediction");
        }
        List<Prompts> each = new ArrayList<>();
        boxes.forEach(box -> each.add(new Prompts(texts, List.of(), List.of(box), atFrame)));
        points.forEach(point -> each.add(new Prompts(texts, List.of(point), List.of(), atFrame)));
        return each;
    }

    /** @throws InvalidInputException if the video has no frame of that index */
    public void checkFrame(int frames) {
        if (atFrame >= frames) {
            throw new InvalidInputException(
                    "prompts at frame " + atFrame + ": the video has " + frames + " frames, counted from 0");
        }
    }

    /** @throws InvalidInputException if a point or a box lies outside the frame */
    public void checkInside(FrameSize size) {
        for (PointPrompt point : points) {
            if (point.x() < 0 || point.y() < 0 || point.x() >= size.width() || point.y() >= size.height()) {
                throw outside("point " + point.x() + "," + point.y(), size);
            }
        }
        for (BoxPrompt box : boxes) {
            if (box.xMin() < 0 || box.yMin() < 0 || box.xMax() > size.width() || box.yMax() > size.height()) {
                throw outside(show(box), size);
            }
        }
    }

    private static InvalidInputException outside(String what, FrameSize size) {
        return new InvalidInputException(what + " lies outside the frame of " + size.width() + "x" + size.height()
                + " pixels: x runs from 0 to " + (size.width() - 1) + ", y from 0 to " + (size.height() - 1));
    }

    private static String show(BoxPrompt box) {
        return "box " + box.xMin() + "," + box.yMin() + "," + box.xMax() + "," + box.yMax();
    }
}
