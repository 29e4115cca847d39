package dev.sam3flow.simulator.pixels;

import java.util.Locale;
import java.util.Optional;

/** The colours that a prompt can name. */
enum Colour {
    RED,
    ORANGE,
    YELLOW,
    GREEN,
    CYAN,
    BLUE,
    PURPLE,
    PINK,
    BROWN,
    WHITE,
    GRAY,
    BLACK;

    private static final Colour[] VALUES = values();
    /** Ordinal of the colour of each RGB value of five bits a channel. */
    private static final byte[] TABLE = table();

    static Optional<Colour> ofWord(String word) {
        String name = word.equals("grey") ? "GRAY" : word.toUpperCase(Locale.ROOT);
        for (Colour colour : VALUES) {
            if (colour.name().equals(name)) {
                return Optional.of(colour);
            }
        }
        return Optional.empty();
    }

    /** Ordinal of the colour of a pixel. */
    static int ordinalOf(byte red, byte green, byte blue) {
        return TABLE[(red & 0xf8) << 7 | (green & 0xf8) << 2 | (blue & 0xff) >> 3];
    }

    private static byte[] table() {
        byte[] table = new byte[1 << 15];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) of((i >> 10) * 8 + 4, (i >> 5 & 31) * 8 + 4, (i & 31) * 8 + 4)
                    .ordinal();
        }
        return table;
    }

    private static Colour of(int red, int green, int blue) {
        int max = Math.max(red, Math.max(green, blue));
        int min = Math.min(red, Math.min(green, blue));
        if (max < 48) {
            return BLACK;
        }
        if (max - min < 0.35 * max) {
            return min > 190 ? WHITE : GRAY;
        }
        int hue = hue(red, green, blue, max, max - min);
        if (hue >= 15 && hue < 45) {
            return max < 150 ? BROWN : ORANGE;
        }
        return ofHue(hue);
    }

    private static Colour ofHue(int hue) {
        int[] ends = {15, 45, 70, 165, 195, 262, 300, 340, 361};
        Colour[] colours = {RED, ORANGE, YELLOW, GREEN, CYAN, BLUE, PURPLE, PINK, RED};
        int i = 0;
        while (hue >= ends[i]) {
            i++;
        }
        return colours[i];
    }

    /** Degrees on the colour wheel, 0 to 359; red is 0, green 120, blue 240. */
    private static int hue(int red, int green, int blue, int max, int range) {
        int degrees;
        if (max == red) {
            degrees = 60 * (green - blue) / range;
        } else if (max == green) {
            degrees = 120 + 60 * (blue - red) / range;
        } else {
            degrees = 240 + 60 * (red - green) / range;
        }
        return Math.floorMod(degrees, 360);
    }
}
