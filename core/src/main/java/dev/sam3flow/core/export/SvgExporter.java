package dev.sam3flow.core.export;

import dev.sam3flow.core.mask.Connectivity;
import dev.sam3flow.core.mask.Contour;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Ring;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * One SVG a frame: a path a segment, along the edges of its pixels, holes by the even-odd rule; drawn without smoothing it
 * gives the mask back. Source: SVG 1.1.
 */
final class SvgExporter implements FolderExporter {
    /** Degrees of hue from one track to the next: the golden angle, so that neighbours differ. */
    private static final double HUE_STEP = 137.508;

    @Override
    public String name() {
        return "svg";
    }

    @Override
    public void writeFiles(MasksSource masks, FileSink files) throws IOException {
        FrameSize size = masks.header().video().size();
        masks.forEachFrame(frame -> files.put(FrameName.of(frame.frame(), "svg"), drawn(size, frame)));
    }

    private static byte[] drawn(FrameSize size, FrameSegments frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TextOut svg = new TextOut(out);
        svg.line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + size.width() + "\" height=\"" + size.height(),
                "\" viewBox=\"0 0 " + size.width() + " " + size.height() + "\" shape-rendering=\"crispEdges\">");
        for (Segment segment : frame.segments()) {
            svg.line(
                    "<path data-track=\"" + segment.track() + "\" data-label=\"",
                    Xml.escape(segment.label()),
                    "\" fill=\"" + colour(segment.track()) + "\" fill-opacity=\"0.6\" fill-rule=\"evenodd\" d=\"",
                    path(segment),
                    "\"/>");
        }
        svg.line("</svg>").finish();
        return out.toByteArray();
    }

    private static String path(Segment segment) {
        StringBuilder path = new StringBuilder();
        for (Contour contour : segment.mask().contours(Connectivity.FOUR)) {
            for (Ring ring : contour.rings()) {
                for (int i = 0; i < ring.size(); i++) {
                    path.append(i == 0 ? 'M' : 'L')
                            .append(ring.x(i))
                            .append(' ')
                            .append(ring.y(i));
                }
                path.append('Z');
            }
        }
        return path.toString();
    }

    private static String colour(int track) {
        return String.format(Locale.ROOT, "hsl(%.0f,80%%,50%%)", track * HUE_STEP % 360);
    }
}
