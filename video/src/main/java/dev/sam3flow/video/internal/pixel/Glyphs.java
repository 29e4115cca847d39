package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.mask.Box;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Letters of five by seven dots, for labels: digits, capitals and a few signs. Small letters are drawn as capitals, others
 * as a question mark.
 */
final class Glyphs {
    private static final int COLUMNS = 5;
    private static final int ROWS = 7;
    private static final int ADVANCE = COLUMNS + 1;

    private static final String LETTERS = " !#%&'()+,-./0123456789:?ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    /** Seven rows a letter, each a digit to base 32 whose bits are the dots from left to right. */
    private static final String DOTS =
            "00000004444404aavavaapq248bjcik8lid448000024888428422248044v4400000c48000v00000000cc"
                    + "11248ggehjlphe4c4444eeh168gvu11e11u26aiv22vgu11heegguhhev124488ehhehheehhf11e0cc0cc0"
                    + "eh16404ehhvhhhuhhuhhufgggggfuhhhhhuvgguggvvggugggfggjhhfhhhvhhhe44444e72222ichikokih"
                    + "ggggggvhrllhhhhppljjhehhhhheuhhugggehhhliduhhukihfgge11uv444444hhhhhhehhhhaa4hhhllrh"
                    + "ha444ahhha4444v1248gv000000v";

    private Glyphs() {}

    /** Width of a text in pixels. @param scale pixels a dot */
    static int width(String text, int scale) {
        return Math.max(0, text.length() * ADVANCE - 1) * scale;
    }

    static int height(int scale) {
        return ROWS * scale;
    }

    /** Hands over the squares that a text is made of, its upper left corner at (x, y); none of them left of or above 0. */
    static void draw(String text, int x, int y, int scale, Consumer<Box> square) {
        String capitals = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < capitals.length(); i++) {
            int known = LETTERS.indexOf(capitals.charAt(i));
            int letter = known < 0 ? LETTERS.indexOf('?') : known;
            int left = x + i * ADVANCE * scale;
            for (int row = 0; row < ROWS; row++) {
                int dots = Character.digit(DOTS.charAt(letter * ROWS + row), 32);
                for (int column = 0; column < COLUMNS; column++) {
                    int atX = left + column * scale;
                    int atY = y + row * scale;
                    if ((dots >> COLUMNS - 1 - column & 1) == 1 && atX >= 0 && atY >= 0) {
                        square.accept(new Box(atX, atY, scale, scale));
                    }
                }
            }
        }
    }
}
