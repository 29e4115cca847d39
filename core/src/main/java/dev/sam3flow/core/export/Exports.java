package dev.sam3flow.core.export;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The export formats there are, by name. */
public final class Exports {
    private static final List<Exporter> ALL = List.of(
            new CocoExporter(),
            new YouTubeVisExporter(),
            new MotsExporter(),
            new CvatExporter(),
            new DatumaroExporter(),
            new LabelStudioExporter(),
            new CsvExporter(),
            new SvgExporter(),
            new PngTracksExporter(),
            new PngIdsExporter());

    private Exports() {}

    /** Names that {@link #named} takes, sorted. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ALL.forEach(exporter -> names.add(exporter.name()));
        return names;
    }

    /** @throws InvalidInputException if there is no such format; the message lists those there are */
    public static Exporter named(String name) {
        return ALL.stream()
                .filter(exporter -> exporter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "export '" + name + "' is not known: give one of " + String.join(", ", names())));
    }
}
