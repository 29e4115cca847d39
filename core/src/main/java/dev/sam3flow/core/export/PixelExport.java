package dev.sam3flow.core.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The export formats that show the video's own pixels, so that they need the source beside the masks. Drawn by {@link
 * dev.sam3flow.core.port.VideoTools#draw}.
 *
 * <p>Every film has the source's frames, each once and at its own time; a matte's alpha is the union of all tracks.
 */
public enum PixelExport {
    /** the video with its tracks coloured, boxed and named, and with its sound */
    OVERLAY("overlay", "overlay.mp4"),
    /** the same without sound */
    OVERLAY_SILENT("overlay-silent", "overlay-silent.mp4"),
    /** the tracks cut out: a PNG picture with alpha for every frame; no sound */
    MATTE_PNG("matte-png", "matte-png.tar"),
    /** the tracks cut out: ProRes 4444 with 16 bits of alpha; no sound */
    MATTE_PRORES("matte-prores", "matte-prores.mov"),
    /** the tracks cut out: VP9 with alpha, times in whole milliseconds; no sound */
    MATTE_WEBM("matte-webm", "matte.webm"),
    /** the tracks cut out: FFV1 with alpha, without loss, times in whole milliseconds; no sound */
    MATTE_FFV1("matte-ffv1", "matte-ffv1.mkv"),
    /** a folder a track with one PNG picture a frame: what the mask covers, in its box */
    CROPS("crops", "crops.tar"),
    /** a PNG picture a track: the track at up to 20 moments of its life */
    CONTACT_SHEET("contact-sheet", "contact-sheet.tar");

    private final String exportName;
    private final String fileName;

    PixelExport(String exportName, String fileName) {
        this.exportName = exportName;
        this.fileName = fileName;
    }

    /** The name it is asked for by, such as {@code "overlay"}. */
    public String exportName() {
        return exportName;
    }

    /** Name of the file it writes, such as {@code "overlay.mp4"}; formats of many files are one {@code .tar}. */
    public String fileName() {
        return fileName;
    }

    /** The format of a name; empty where there is none among these. */
    public static Optional<PixelExport> find(String name) {
        return Arrays.stream(values()).filter(e -> e.exportName.equals(name)).findFirst();
    }

    /** Names that {@link #find} knows, sorted. */
    public static Set<String> names() {
        return Arrays.stream(values()).map(PixelExport::exportName).collect(Collectors.toCollection(TreeSet::new));
    }
}
