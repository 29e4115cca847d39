package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A generated RLE file together with what it means. */
record CorpusFile(
        String name,
        CorpusShape shape,
        FrameSize size,
        Dialect dialect,
        List<List<Mask>> frames,
        @Nullable Prompts prompts,
        String text) {

    private static final Pattern LIST_OF_DIGITS = Pattern.compile("\\[\"\\d+\"(,\"\\d+\")*\\]");

    /** How the file is arranged. */
    enum Writing {
        LIST,
        LIST_OF_LISTS,
        RLE_OBJECT,
        COUNTS_AND_SIZE,
        MAP,
        FRAMES,
        LINES
    }

    /** Whether it is of a kind that videos show, not made to mislead. */
    boolean isUsual() {
        return EnumSet.of(
                        CorpusShape.ELLIPSE,
                        CorpusShape.RECTANGLE,
                        CorpusShape.PERSON,
                        CorpusShape.LEFT_EDGE,
                        CorpusShape.RIGHT_EDGE,
                        CorpusShape.CORNER,
                        CorpusShape.LAST_CORNER,
                        CorpusShape.BACKGROUND,
                        CorpusShape.SKY,
                        CorpusShape.GROUND,
                        CorpusShape.BALL,
                        CorpusShape.RING)
                .contains(shape);
    }

    /** COCO's text of a frame of few pixels may have digits only: a list of strings of digits may then mean two things. */
    boolean isListOfDigits() {
        return size.pixels() <= 64 && LIST_OF_DIGITS.matcher(text).find();
    }

    static CorpusFile random(Random random, FrameSize size, CorpusShape shape, int frameCount, int objectCount) {
        Dialect dialect = Dialect.values()[random.nextInt(Dialect.values().length)];
        Writing writing = Writing.values()[random.nextInt(Writing.values().length)];
        boolean one = writing == Writing.LIST || writing == Writing.RLE_OBJECT || writing == Writing.COUNTS_AND_SIZE;
        List<List<Mask>> frames = frames(random, size, shape, frameCount, one ? 1 : objectCount);
        Prompts prompts = random.nextInt(3) == 0 ? pointIn(random, frames.get(0)) : null;
        String text = write(random, writing, size, dialect, frames);
        String name = shape + " " + size + " " + dialect + " " + writing + " " + frameCount + "x" + objectCount
                + (prompts == null ? "" : " with a point");
        return new CorpusFile(name, shape, size, dialect, frames, prompts, text);
    }

    private static List<List<Mask>> frames(
            Random random, FrameSize size, CorpusShape shape, int frameCount, int objectCount) {
        double[] traits = random.doubles(2L * objectCount).toArray();
        List<List<Mask>> frames = new ArrayList<>();
        for (int f = 0; f < frameCount; f++) {
            List<Mask> masks = new ArrayList<>();
            for (int o = 0; o < objectCount; o++) {
                boolean absent = random.nextInt(10) == 0;
                masks.add(
                        absent
                                ? Mask.empty(size)
                                : shape.mask(size, random, (double) f / frameCount, traits[2 * o], traits[2 * o + 1]));
            }
            frames.add(masks);
        }
        return frames;
    }

    private static @Nullable Prompts pointIn(Random random, List<Mask> masks) {
        for (Mask mask : masks) {
            for (int attempt = 0; attempt < 200 && !mask.isEmpty(); attempt++) {
                int x = random.nextInt(mask.size().width());
                int y = random.nextInt(mask.size().height());
                if (mask.contains(x, y)) {
                    return new Prompts(List.of("thing"), List.of(new PointPrompt(x, y, true)), List.of());
                }
            }
        }
        return null;
    }

    private static String write(
            Random random, Writing writing, FrameSize size, Dialect dialect, List<List<Mask>> frames) {
        int form = random.nextInt(3);
        List<List<String>> texts = frames.stream()
                .map(masks ->
                        masks.stream().map(mask -> value(form, dialect, mask)).toList())
                .toList();
        String counted = "{\"size\":[" + size.height() + "," + size.width() + "],\"counts\":%s}";
        return switch (writing) {
            case LIST -> "[" + join(texts.stream().map(frame -> frame.get(0)).toList()) + "]";
            case LIST_OF_LISTS ->
                "[" + join(texts.stream().map(frame -> "[" + join(frame) + "]").toList()) + "]";
            case RLE_OBJECT ->
                "{\"rle\":[" + join(texts.stream().map(frame -> frame.get(0)).toList()) + "]}";
            case COUNTS_AND_SIZE ->
                "["
                        + join(texts.stream()
                                .map(frame -> counted.formatted(frame.get(0)))
                                .toList()) + "]";
            case MAP -> map(random, texts);
            case FRAMES ->
                "{\"num_frames\":" + frames.size() + ",\"frames\":[" + join(objects(texts)) + "],\"width\":"
                        + size.width() + ",\"height\":" + size.height() + "}";
            case LINES -> String.join("\n", objects(texts));
        };
    }

    /** A string, a list of numbers, or a list of strings of one number. */
    private static String value(int form, Dialect dialect, Mask mask) {
        if (dialect == Dialect.COCO || form == 0) {
            return "\"" + dialect.encode(mask).replace("\\", "\\\\") + "\"";
        }
        return Arrays.stream(dialect.encodeNumbers(mask))
                .mapToObj(number -> form == 1 ? "" + number : "\"" + number + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String map(Random random, List<List<String>> texts) {
        List<String> entries = new ArrayList<>();
        for (int f = 0; f < texts.size(); f++) {
            entries.add("\"" + f + "\":[" + join(texts.get(f)) + "]");
        }
        if (random.nextBoolean()) {
            entries.sort(null);
        }
        return "{" + join(entries) + "}";
    }

    private static List<String> objects(List<List<String>> texts) {
        List<String> frames = new ArrayList<>();
        for (int f = 0; f < texts.size(); f++) {
            List<String> objects = new ArrayList<>();
            for (int o = 0; o < texts.get(f).size(); o++) {
                objects.add("{\"object_id\":" + o + ",\"rle\":" + texts.get(f).get(o) + "}");
            }
            frames.add("{\"frame_index\":" + f + ",\"objects\":[" + join(objects) + "]}");
        }
        return frames;
    }

    private static String join(List<String> texts) {
        return String.join(",", texts);
    }
}
