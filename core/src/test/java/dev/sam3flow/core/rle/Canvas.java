package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import java.util.Arrays;

/** A picture to draw masks on, row by row. */
class Canvas {
    final int width;
    final int height;
    private final FrameSize size;
    private final byte[] pixels;

    Canvas(FrameSize size) {
        this.size = size;
        this.width = size.width();
        this.height = size.height();
        this.pixels = new byte[size.pixels()];
    }

    /** Paints columns x0 (inclusive) to x1 (exclusive) of row y, as far as they lie in the frame. */
    void span(int y, double x0, double x1, boolean on) {
        int from = (int) Math.max(0, Math.round(x0));
        int to = (int) Math.min(width, Math.round(x1));
        if (y >= 0 && y < height && from < to) {
            Arrays.fill(pixels, y * width + from, y * width + to, (byte) (on ? 1 : 0));
        }
    }

    void rectangle(double x, double y, double w, double h, boolean on) {
        for (int row = (int) Math.round(y); row < Math.round(y + h); row++) {
            span(row, x, x + w, on);
        }
    }

    void ellipse(double cx, double cy, double rx, double ry, boolean on) {
        for (int row = (int) Math.floor(cy - ry); row <= cy + ry; row++) {
            double part = (row - cy) / ry;
            double half = part * part > 1 ? 0 : rx * Math.sqrt(1 - part * part);
            if (half > 0) {
                span(row, cx - half, cx + half, on);
            }
        }
    }

    /** A band of constant thickness, measured along its rows, that moves dx columns a row. */
    void pole(double x, double y, int rows, double thickness, double dx) {
        for (int row = 0; row < rows; row++) {
            span((int) y + row, x + row * dx, x + row * dx + thickness, true);
        }
    }

    void pixel(int x, int y, boolean on) {
        pixels[y * width + x] = (byte) (on ? 1 : 0);
    }

    Mask mask() {
        return Mask.ofBytes(size, pixels, PixelOrder.ROW_MAJOR);
    }
}
