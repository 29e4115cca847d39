package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.util.Arrays;
import java.util.List;

/**
 * A frame as ffmpeg hands it over raw: a plane of brightness, two of colour with half the columns and rows (rounded up),
 * and, if asked for, one of opacity; one byte a sample, brightness in limited range.
 */
final class Picture {
    private static final int BLACK_LUMA = 16;
    private static final int NO_COLOUR = 128;

    private final int width;
    private final int height;
    private final int chromaWidth;
    private final int blueAt;
    private final int redAt;
    private final int alphaAt;
    private final byte[] bytes;

    Picture(FrameSize size, boolean alpha) {
        width = size.width();
        height = size.height();
        chromaWidth = (width + 1) / 2;
        int chroma = chromaWidth * ((height + 1) / 2);
        blueAt = width * height;
        redAt = blueAt + chroma;
        alphaAt = redAt + chroma;
        bytes = new byte[alphaAt + (alpha ? width * height : 0)];
    }

    /** The planes one after the other, for reading into and writing out. */
    byte[] bytes() {
        return bytes;
    }

    /** How many of the bytes are brightness and colour; opacity follows. */
    int opaqueBytes() {
        return alphaAt;
    }

    /** Mixes a colour into the pixels of a mask. @param weight of the colour, of 256 */
    void blend(Mask mask, Colour colour, int weight) {
        int luma = colour.luma() * weight;
        int blue = colour.blueDifference() * weight;
        int red = colour.redDifference() * weight;
        int rest = 256 - weight;
        Spans.forEach(mask, (y, startX, endX) -> {
            mix(y * width + startX, y * width + endX, luma, rest);
            if ((y & 1) == 0) {
                int row = y / 2 * chromaWidth;
                int start = row + startX / 2;
                int end = row + (endX + 1) / 2;
                mix(blueAt + start, blueAt + end, blue, rest);
                mix(redAt + start, redAt + end, red, rest);
            }
        });
    }

    private void mix(int start, int end, int weighted, int rest) {
        for (int i = start; i < end; i++) {
            bytes[i] = (byte) ((bytes[i] & 0xff) * rest + weighted >> 8);
        }
    }

    /** Fills a rectangle as far as it lies in the frame. */
    void fill(Box box, Colour colour) {
        int startX = Math.max(0, box.x());
        int endX = Math.min(width, box.endX());
        for (int y = Math.max(0, box.y()); y < Math.min(height, box.endY()) && startX < endX; y++) {
            Arrays.fill(bytes, y * width + startX, y * width + endX, (byte) colour.luma());
            if ((y & 1) == 0 || y == box.y()) {
                int row = y / 2 * chromaWidth;
                Arrays.fill(bytes, blueAt + row + startX / 2, blueAt + row + (endX + 1) / 2, (byte)
                        colour.blueDifference());
                Arrays.fill(
                        bytes, redAt + row + startX / 2, redAt + row + (endX + 1) / 2, (byte) colour.redDifference());
            }
        }
    }

    /** Draws the edge of a box. @param thick in pixels, inwards */
    void outline(Box box, int thick, Colour colour) {
        int thickX = Math.min(thick, box.width());
        int thickY = Math.min(thick, box.height());
        fill(new Box(box.x(), box.y(), box.width(), thickY), colour);
        fill(new Box(box.x(), box.endY() - thickY, box.width(), thickY), colour);
        fill(new Box(box.x(), box.y(), thickX, box.height()), colour);
        fill(new Box(box.endX() - thickX, box.y(), thickX, box.height()), colour);
    }

    /** Makes everything but the masks transparent, and black, so that nothing of it is left in the file. */
    void cutOut(List<Mask> masks) {
        Arrays.fill(bytes, alphaAt, bytes.length, (byte) 0);
        for (Mask mask : masks) {
            Spans.forEach(
                    mask,
                    (y, startX, endX) ->
                            Arrays.fill(bytes, alphaAt + y * width + startX, alphaAt + y * width + endX, (byte) 255));
        }
        for (int i = 0; i < blueAt; i++) {
            if (bytes[alphaAt + i] == 0) {
                bytes[i] = BLACK_LUMA;
            }
        }
        for (int y = 0; y < height; y += 2) {
            blankColour(y);
        }
    }

    /** A sample of colour stays where one of its up to four pixels does. */
    private void blankColour(int y) {
        int above = alphaAt + y * width;
        int below = y + 1 < height ? above + width : above;
        int row = y / 2 * chromaWidth;
        for (int x = 0; x < width; x += 2) {
            int right = x + 1 < width ? 1 : 0;
            int seen = bytes[above + x] | bytes[above + x + right] | bytes[below + x] | bytes[below + x + right];
            if (seen == 0) {
                bytes[blueAt + row + x / 2] = (byte) NO_COLOUR;
                bytes[redAt + row + x / 2] = (byte) NO_COLOUR;
            }
        }
    }
}
