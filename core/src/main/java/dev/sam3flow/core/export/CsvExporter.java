package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Centroid;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table of measures, one line a segment: area and box in pixels, centroid in pixels with (0.5, 0.5) in the middle of the
 * first, IoU with the same track's mask in the frame before (empty where it has none), score (empty where there is none).
 * Source: RFC 4180; lines end in a line feed.
 */
final class CsvExporter implements Exporter {
    private static final Pattern FORMULA = Pattern.compile("[=+@\\t\\r-]");
    private static final Pattern PLAIN = Pattern.compile("[^\",\\r\\n]*");

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String fileName() {
        return "masks.csv";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        TextOut text = new TextOut(out);
        text.line("frame,pts_micros,track,label,area,x,y,width,height,centroid_x,centroid_y,iou_previous,score");
        Table table = new Table(text);
        masks.forEachFrame(table::write);
        text.finish();
    }

    private static final class Table {
        private final TextOut text;
        private Map<Integer, Mask> previous = Map.of();

        Table(TextOut text) {
            this.text = text;
        }

        void write(FrameSegments frame) throws IOException {
            Map<Integer, Mask> current = new HashMap<>();
            for (Segment segment : frame.segments()) {
                Mask mask = segment.mask();
                Box box = mask.boundingBox();
                Centroid centroid = mask.centroid();
                Mask before = previous.get(segment.track());
                Double score = segment.score();
                text.line(
                        frame.frame() + "," + frame.ptsMicros() + "," + segment.track() + ",",
                        quoted(segment.label()),
                        "," + mask.area() + "," + box.x() + "," + box.y() + "," + box.width() + "," + box.height()
                                + ",",
                        decimal(centroid.x()) + "," + decimal(centroid.y()) + ",",
                        (before == null ? "" : decimal(before.iou(mask))) + ","
                                + (score == null ? "" : decimal(score)));
                current.put(segment.track(), mask);
            }
            previous = current;
        }
    }

    /** Six decimals, made by hand: a formatter took most of the export's time. */
    private static String decimal(double value) {
        if (value < 0) {
            return "-" + decimal(-value);
        }
        long millionths = Math.round(value * 1e6);
        String decimals = Long.toString(1_000_000 + millionths % 1_000_000).substring(1);
        return millionths / 1_000_000 + "." + decimals;
    }

    /** Quoted where it must be. A label that a spreadsheet would take for a formula is led by an apostrophe. */
    private static String quoted(String label) {
        String harmless = FORMULA.matcher(label).lookingAt() ? "'" + label : label;
        return PLAIN.matcher(harmless).matches() ? harmless : "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
