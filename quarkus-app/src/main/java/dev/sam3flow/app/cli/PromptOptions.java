package dev.sam3flow.app.cli;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What to segment. */
final class PromptOptions {
    private static final Pattern POINT = Pattern.compile("(\\d{1,6}),(\\d{1,6})(?:,([01]))?");
    private static final Pattern BOX = Pattern.compile("(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            required = true,
            description = "Short noun phrase, such as \"person\"; may be given several times.")
    List<String> texts = new ArrayList<>();

    @Option(
            names = "--point",
            paramLabel = "X,Y[,0|1]",
            description =
                    "Click in one frame, the first unless --at-frame names another, in pixels; 1 (the default) is on the object, 0 is not.")
    List<String> points = new ArrayList<>();

    @Option(names = "--box", paramLabel = "X0,Y0,X1,Y1", description = "Box around an object in that frame, in pixels.")
    List<String> boxes = new ArrayList<>();

    @Option(
            names = "--at-frame",
            paramLabel = "N",
            description = "Index of the frame at which points and boxes are true, from 0 (default: ${DEFAULT-VALUE});"
                    + " what is before it is looked for by the texts.",
            defaultValue = "0")
    int atFrame;

    Prompts prompts() {
        return new Prompts(
                texts,
                points.stream().map(PromptOptions::point).toList(),
                boxes.stream().map(PromptOptions::box).toList(),
                atFrame);
    }

    static PointPrompt point(String text) {
        Matcher m = POINT.matcher(text);
        if (!m.matches()) {
            throw new InvalidInputException(
                    "--point " + text + ": give X,Y or X,Y,0 or X,Y,1 in whole pixels, such as 320,180");
        }
        return new PointPrompt(number(m, 1), number(m, 2), !"0".equals(m.group(3)));
    }

    static BoxPrompt box(String text) {
        Matcher m = BOX.matcher(text);
        if (!m.matches()) {
            throw new InvalidInputException(
                    "--box " + text + ": give X0,Y0,X1,Y1 in whole pixels, such as 100,80,300,240");
        }
        return new BoxPrompt(number(m, 1), number(m, 2), number(m, 3), number(m, 4));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
