package dev.sam3flow.video;

import java.util.HashMap;
import java.util.Map;

/** Reads what is written in letters of five by seven dots, by pictures of the letters of its own. */
public final class DrawnText {
    private static final int COLUMNS = 5;
    private static final int ROWS = 7;
    private static final Map<String, Character> LETTERS =
            letters("0 1 2 3 4 5 6 7 8 9", """
            .###. ..#.. .###. ####. ...#. ##### .###. ##### .###. .###.
            #...# .##.. #...# ....# ..##. #.... #.... ....# #...# #...#
            #..## ..#.. ....# ....# .#.#. ####. #.... ...#. #...# #...#
            #.#.# ..#.. ..##. .###. #..#. ....# ####. ..#.. .###. .####
            ##..# ..#.. .#... ....# ##### ....# #...# ..#.. #...# ....#
            #...# ..#.. #.... ....# ...#. #...# #...# .#... #...# ....#
            .###. .###. ##### ####. ...#. .###. .###. .#... .###. .###.
            """, "A B C E L O R T X .", """
            .###. ####. .#### ##### #.... .###. ####. ##### #...# .....
            #...# #...# #.... #.... #.... #...# #...# ..#.. .#.#. .....
            #...# #...# #.... #.... #.... #...# #...# ..#.. ..#.. .....
            ##### ####. #.... ####. #.... #...# ####. ..#.. ..#.. .....
            #...# #...# #.... #.... #.... #...# #.#.. ..#.. ..#.. .....
            #...# #...# #.... #.... #.... #...# #..#. ..#.. .#.#. .##..
            #...# ####. .#### ##### ##### .###. #...# ..#.. #...# .##..
            """);

    private DrawnText() {}

    /** Whether there is ink at a place. */
    public interface Ink {
        boolean at(int x, int y);
    }

    /**
     * Reads letters whose first has its upper left corner at (x, y).
     *
     * @param scale pixels a dot
     * @return with a blank where nothing is written, and a question mark where the dots are no letter that is known here
     */
    public static String read(Ink ink, int x, int y, int scale, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            StringBuilder dots = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    int atX = x + (i * (COLUMNS + 1) + column) * scale + scale / 2;
                    dots.append(ink.at(atX, y + row * scale + scale / 2) ? '#' : '.');
                }
            }
            text.append(
                    dots.indexOf("#") < 0
                            ? ' '
                            : LETTERS.getOrDefault(dots.toString(), '?').charValue());
        }
        return text.toString();
    }

    private static Map<String, Character> letters(String... namesAndDots) {
        Map<String, Character> letters = new HashMap<>();
        for (int i = 0; i < namesAndDots.length; i += 2) {
            String[] names = namesAndDots[i].split(" ");
            String[] rows = namesAndDots[i + 1].split("\n");
            for (int n = 0; n < names.length; n++) {
                StringBuilder dots = new StringBuilder();
                for (String row : rows) {
                    dots.append(row.split(" ")[n]);
                }
                letters.put(dots.toString(), names[n].charAt(0));
            }
        }
        return letters;
    }
}
