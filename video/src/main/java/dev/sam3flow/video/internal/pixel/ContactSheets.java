package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.export.FileSink;
import dev.sam3flow.core.export.FrameName;
import dev.sam3flow.core.export.Png;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.FrameTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture a track: its box at up to {@value #MOST_CELLS} moments spread evenly over the frames it is seen in, each with
 * frame and time. What its mask does not cover is dimmed. Only tracks that are in the picture are held in memory.
 */
final class ContactSheets implements PixelDrawing.FrameTaker {
    private static final int MOST_CELLS = 20;
    private static final int COLUMNS = 5;
    private static final int CELL = 160;
    private static final int HEAD = 16;

    private final MasksHeader header;
    private final FrameTable table;
    private final FileSink files;
    private final Map<Integer, Track> tracks = new HashMap<>();
    private final Map<Integer, Sheet> open = new HashMap<>();

    ContactSheets(MasksHeader header, FrameTable table, FileSink files) {
        this.header = header;
        this.table = table;
        this.files = files;
        header.tracks().forEach(track -> tracks.put(track.id(), track));
    }

    @Override
    public void take(int frameIndex, byte[] pixels, List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            Track track = tracks.get(segment.track());
            if (track != null) {
                Sheet sheet = open.computeIfAbsent(track.id(), unused -> new Sheet(track));
                sheet.see(frameIndex, pixels, segment);
            }
        }
        for (Segment segment : segments) {
            Track track = tracks.get(segment.track());
            Sheet sheet = open.get(segment.track());
            if (track != null && sheet != null && frameIndex >= track.lastFrame()) {
                files.put(Crops.folder(track.id()) + ".png", sheet.png());
                open.remove(track.id());
            }
        }
    }

    /** One track's picture in the making. */
    private final class Sheet {
        private final Track track;
        private final int cells;
        private final int width;
        private final int height;
        private final byte[] rows;
        private int seen;
        private int filled;

        Sheet(Track track) {
            this.track = track;
            cells = Math.max(1, Math.min(MOST_CELLS, track.segments()));
            width = CELL * Math.min(COLUMNS, cells);
            height = HEAD + (CELL + HEAD) * ((cells + COLUMNS - 1) / COLUMNS);
            rows = new byte[3 * width * height];
            Arrays.fill(rows, (byte) 32);
            text(track.id() + " " + track.label(), 3, 4, Colour.ofTrack(track.id()));
        }

        /** The k-th cell shows the middle of the k-th part of the track's segments. */
        void see(int frameIndex, byte[] pixels, Segment segment) {
            long wanted = (2L * filled + 1) * track.segments() / (2L * cells);
            if (filled < cells && seen >= wanted) {
                show(frameIndex, pixels, segment);
                filled++;
            }
            seen++;
        }

        private void show(int frameIndex, byte[] pixels, Segment segment) {
            int left = filled % COLUMNS * CELL;
            int top = HEAD + filled / COLUMNS * (CELL + HEAD);
            Box box = segment.mask().boundingBox();
            double shrink = Math.max(1, Math.max(box.width(), box.height()) / (double) (CELL - 4));
            int shownWidth = Math.max(1, (int) (box.width() / shrink));
            int shownHeight = Math.max(1, (int) (box.height() / shrink));
            int offX = left + (CELL - shownWidth) / 2;
            int offY = top + (CELL - shownHeight) / 2;
            byte[] cut = dimmed(pixels, segment, box);
            for (int y = 0; y < shownHeight; y++) {
                for (int x = 0; x < shownWidth; x++) {
                    average(cut, box, x * shrink, y * shrink, shrink, 3 * ((offY + y) * width + offX + x));
                }
            }
            String time = String.format(Locale.ROOT, "%.2f", table.timeMicros(frameIndex) / 1e6);
            text(FrameName.of(frameIndex) + "  " + time, left + 3, top + CELL + 4, Colour.WHITE);
        }

        /** The box's pixels, a third as bright outside the mask. */
        private byte[] dimmed(byte[] pixels, Segment segment, Box box) {
            int frameWidth = header.video().size().width();
            byte[] cut = new byte[3 * Math.toIntExact(box.area())];
            for (int y = 0; y < box.height(); y++) {
                int from = 3 * ((box.y() + y) * frameWidth + box.x());
                for (int i = 0; i < 3 * box.width(); i++) {
                    cut[3 * y * box.width() + i] = (byte) ((pixels[from + i] & 0xff) / 3);
                }
            }
            Spans.forEach(
                    segment.mask(),
                    (y, startX, endX) -> System.arraycopy(
                            pixels,
                            3 * (y * frameWidth + startX),
                            cut,
                            3 * ((y - box.y()) * box.width() + startX - box.x()),
                            3 * (endX - startX)));
            return cut;
        }

        /** The mean of the pixels under one pixel of the sheet. */
        private void average(byte[] cut, Box box, double x, double y, double side, int to) {
            int startX = (int) x;
            int startY = (int) y;
            int endX = Math.min(box.width(), Math.max(startX + 1, (int) (x + side)));
            int endY = Math.min(box.height(), Math.max(startY + 1, (int) (y + side)));
            for (int part = 0; part < 3; part++) {
                long sum = 0;
                for (int row = startY; row < endY; row++) {
                    for (int column = startX; column < endX; column++) {
                        sum += cut[3 * (row * box.width() + column) + part] & 0xff;
                    }
                }
                rows[to + part] = (byte) (sum / Math.max(1, (endX - startX) * (endY - startY)));
            }
        }

        private void text(String text, int x, int y, Colour colour) {
            Glyphs.draw(text, x, y, 1, dot -> {
                int at = 3 * (dot.y() * width + dot.x());
                if (dot.x() < width) {
                    rows[at] = (byte) colour.red();
                    rows[at + 1] = (byte) colour.green();
                    rows[at + 2] = (byte) colour.blue();
                }
            });
        }

        byte[] png() {
            return Png.colour(width, height, false, rows);
        }
    }
}
