package dev.sam3flow.video.internal.pixel;

/**
 * A colour, each part 0 to 255.
 *
 * @param red full range
 * @param green full range
 * @param blue full range
 */
record Colour(int red, int green, int blue) {
    static final Colour BLACK = new Colour(0, 0, 0);
    static final Colour WHITE = new Colour(255, 255, 255);

    private static final double GOLDEN_ANGLE = 0.381966;

    /** The colour of a track: hues far apart for neighbouring ids, the same for the same id in every export. */
    static Colour ofTrack(int id) {
        double hue = (0.58 + id * GOLDEN_ANGLE) % 1;
        double light = id % 2 == 0 ? 1 : 0.85;
        return new Colour(part(hue + 1.0 / 3, light), part(hue, light), part(hue - 1.0 / 3, light));
    }

    private static int part(double hue, double light) {
        double place = (hue + 1) % 1 * 6;
        double strength = Math.max(0, Math.min(1, Math.abs(place - 3) - 1));
        return (int) Math.round(255 * light * (0.15 + 0.85 * (1 - strength)));
    }

    /** Brightness by ITU-R BT.709 in limited range, 16 to 235. */
    int luma() {
        return (int) Math.round(16 + 219 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255);
    }

    /** Blue difference by ITU-R BT.709 in limited range, 16 to 240. */
    int blueDifference() {
        double y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        return (int) Math.round(128 + 224 * (blue - y) / 1.8556 / 255);
    }

    /** Red difference by ITU-R BT.709 in limited range, 16 to 240. */
    int redDifference() {
        double y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        return (int) Math.round(128 + 224 * (red - y) / 1.5748 / 255);
    }

    /** Black or white, whichever is read better on this colour. */
    Colour ink() {
        return luma() > 110 ? BLACK : WHITE;
    }
}
