package dev.sam3flow.core.export;

import dev.sam3flow.core.error.InvalidInputException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The export formats that need no pixels, by name; {@link PixelExport} are the others. */
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

    /** Names of all formats there are, with those of {@link PixelExport}, sorted. */
    public static Set<String> allNames() {
        Set<String> names = new TreeSet<>(names());
        names.addAll(PixelExport.names());
        return names;
    }

    /** @throws InvalidInputException if there is no such format, with pixels or without */
    public static void check(String name) {
        if (PixelExport.find(name).isEmpty()) {
            named(name);
        }
    }

    /**
     * The format of a name that needs no pixels.
     *
     * @throws InvalidInputException if there is no such format; the message lists those there are
     */
    public static Exporter named(String name) {
        return ALL.stream()
                .filter(exporter -> exporter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "export '" + name + "' is not known: give one of " + String.join(", ", allNames())));
    }
}
