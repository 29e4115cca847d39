package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CVAT for video 1.1: a track an object, every mask a key frame, cropped to its box and written as alternating counts along
 * rows; where an object goes, its last mask once more as {@code outside}. Source: docs.cvat.ai, "XML annotation format".
 */
final class CvatExporter implements Exporter {
    @Override
    public String name() {
        return "cvat";
    }

    @Override
    public String fileName() {
        return "cvat.xml";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        MasksHeader header = masks.header();
        TextOut xml = new TextOut(out);
        xml.line("<?xml version=\"1.0\" encoding=\"utf-8\"?>").line("<annotations>");
        xml.line("  <version>1.1</version>");
        writeTask(xml, header);
        new TrackSegments(masks, header).forEach((track, segments) -> writeTrack(xml, header, track, segments));
        xml.line("</annotations>").finish();
    }

    private static void writeTask(TextOut xml, MasksHeader header) throws IOException {
        xml.line("  <meta>").line("    <task>");
        xml.line("      <name>", Xml.escape(header.video().name()), "</name>");
        xml.line("      <size>" + header.video().frames() + "</size>");
        xml.line("      <mode>interpolation</mode>");
        xml.line("      <start_frame>0</start_frame>");
        xml.line("      <stop_frame>" + (header.video().frames() - 1) + "</stop_frame>");
        xml.line("      <labels>");
        for (String label : Categories.of(header.tracks()).labels()) {
            xml.line("        <label>");
            xml.line("          <name>", Xml.escape(label), "</name>");
            xml.line("          <type>mask</type>");
            xml.line("          <attributes></attributes>");
            xml.line("        </label>");
        }
        xml.line("      </labels>");
        xml.line("      <original_size>");
        xml.line("        <width>" + header.video().size().width() + "</width>");
        xml.line("        <height>" + header.video().size().height() + "</height>");
        xml.line("      </original_size>");
        xml.line("    </task>").line("  </meta>");
    }

    private static void writeTrack(TextOut xml, MasksHeader header, Track track, TrackSegments.OneTrack segments)
            throws IOException {
        xml.line("  <track id=\"" + track.id() + "\" label=\"", Xml.escape(track.label()), "\" source=\"auto\">");
        TrackSegments.@Nullable Seen[] last = new TrackSegments.Seen[1];
        segments.forEach(seen -> {
            TrackSegments.Seen before = last[0];
            if (before != null && before.frameIndex() + 1 < seen.frameIndex()) {
                writeMask(xml, before.frameIndex() + 1, before.segment().mask(), true);
            }
            writeMask(xml, seen.frameIndex(), seen.segment().mask(), false);
            last[0] = seen;
        });
        TrackSegments.Seen end = last[0];
        if (end != null && end.frameIndex() + 1 < header.video().frames()) {
            writeMask(xml, end.frameIndex() + 1, end.segment().mask(), true);
        }
        xml.line("  </track>");
    }

    private static void writeMask(TextOut xml, int frame, Mask mask, boolean outside) throws IOException {
        Box box = mask.boundingBox();
        String counts = Arrays.stream(mask.crop(box).counts(PixelOrder.ROW_MAJOR))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        xml.line(
                "    <mask frame=\"" + frame + "\" keyframe=\"1\" outside=\"" + (outside ? 1 : 0) + "\" occluded=\"0\"",
                " rle=\"" + counts + "\"",
                " left=\"" + box.x() + "\" top=\"" + box.y() + "\"",
                " width=\"" + box.width() + "\" height=\"" + box.height() + "\" z_order=\"0\"></mask>");
    }
}
