package dev.sam3flow.video.internal.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.video.DrawnText;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is painted on a frame, sample by sample: masks in their track's colour, their boxes' edges, and names. */
class OverlayPainterTest {
    private static final FrameSize SIZE = new FrameSize(320, 240);
    private static final byte GREY = 90;
    /** At this size a dot is a pixel: a strip has seven rows of dots and two pixels above and below. */
    private static final int STRIP = 7 + 4;

    private final Picture picture = new Picture(SIZE, false);

    private void paint(Segment... segments) {
        Arrays.fill(picture.bytes(), 0, SIZE.pixels(), GREY);
        Arrays.fill(picture.bytes(), SIZE.pixels(), picture.bytes().length, (byte) 128);
        new OverlayPainter(SIZE).paint(picture, List.of(segments));
    }

    private static Segment segment(int track, String label, Box box) {
        return new Segment(track, label, Mask.ofBox(SIZE, box), null);
    }

    private int luma(int x, int y) {
        return picture.bytes()[y * SIZE.width() + x] & 0xff;
    }

    private String name(int x, int y, int letters, Colour colour) {
        return DrawnText.read((atX, atY) -> luma(atX, atY) == colour.ink().luma(), x + 2, y + 2, 1, letters);
    }

    /** Letters of five dots, a gap of one between them, two pixels on each side. */
    private void assertStrip(int x, int y, int letters, Colour colour) {
        int width = letters * 6 - 1 + 4;
        for (int[] corner :
                new int[][] {{x, y}, {x + width - 1, y}, {x, y + STRIP - 1}, {x + width - 1, y + STRIP - 1}}) {
            assertThat(luma(corner[0], corner[1])).isEqualTo(colour.luma());
        }
        if (x + width < SIZE.width()) {
            assertThat(luma(x + width, y)).isEqualTo(GREY);
        }
    }

    /** Twenty in one frame can be told apart, and neighbours at a glance. */
    @Test
    void coloursDifferByTrack() {
        for (int one = 0; one < 20; one++) {
            assertThat(distance(Colour.ofTrack(one), Colour.ofTrack(one + 1))).isGreaterThan(150);
            for (int other = one + 1; other < 20; other++) {
                assertThat(distance(Colour.ofTrack(one), Colour.ofTrack(other)))
                        .as(one + " and " + other)
                        .isGreaterThan(20);
            }
        }
    }

    private static double distance(Colour one, Colour other) {
        return Math.sqrt(Math.pow(one.red() - other.red(), 2)
                + Math.pow(one.green() - other.green(), 2)
                + Math.pow(one.blue() - other.blue(), 2));
    }

    @Test
    void aMaskIsMixedWithItsTracksColourAndTheRestStays() {
        paint(segment(1, "a", new Box(40, 60, 60, 50)), segment(2, "b", new Box(180, 60, 60, 50)));

        for (int track = 1; track <= 2; track++) {
            int x = track == 1 ? 70 : 210;
            Colour colour = Colour.ofTrack(track);
            assertThat(luma(x, 85)).isCloseTo(mixed(GREY, colour.luma()), within());
            assertThat(chroma(0, x, 85)).isCloseTo(mixed(128, colour.blueDifference()), within());
            assertThat(chroma(1, x, 85)).isCloseTo(mixed(128, colour.redDifference()), within());
        }
        assertThat(luma(140, 85)).isEqualTo(GREY);
        assertThat(chroma(0, 140, 85)).isEqualTo(128);
        assertThat(chroma(1, 140, 85)).isEqualTo(128);
    }

    private static org.assertj.core.data.Offset<Integer> within() {
        return org.assertj.core.data.Offset.offset(2);
    }

    /** 45 of a hundred parts are the colour's. */
    private static int mixed(int before, int colour) {
        return (int) Math.round(before * 0.55 + colour * 0.45);
    }

    private int chroma(int plane, int x, int y) {
        int samples = SIZE.pixels() / 4;
        return picture.bytes()[SIZE.pixels() + plane * samples + y / 2 * (SIZE.width() / 2) + x / 2] & 0xff;
    }

    @Test
    void aBoxIsDrawnAtTheMasksEdgeTwoPixelsThickInwards() {
        Box box = new Box(40, 60, 60, 50);
        paint(segment(1, "a", box));

        int full = Colour.ofTrack(1).luma();
        int inside = mixed(GREY, full);
        for (int x : new int[] {40, 41, 98, 99}) {
            assertThat(luma(x, 85)).as("column " + x).isEqualTo(full);
        }
        for (int y : new int[] {60, 61, 108, 109}) {
            assertThat(luma(70, y)).as("row " + y).isEqualTo(full);
        }
        assertThat(luma(42, 85)).isCloseTo(inside, within());
        assertThat(luma(97, 85)).isCloseTo(inside, within());
        assertThat(luma(70, 62)).isCloseTo(inside, within());
        assertThat(luma(70, 107)).isCloseTo(inside, within());
        assertThat(luma(39, 85)).isEqualTo(GREY);
        assertThat(luma(100, 85)).isEqualTo(GREY);
        assertThat(luma(70, 110)).isEqualTo(GREY);
        assertThat(luma(98, 59)).as("above, beside the name").isEqualTo(GREY);
    }

    @ParameterizedTest
    @CsvSource({
        "above its box, 40, 60, 40, 49",
        "within its box where there is no room above, 40, 5, 40, 5",
        "as far right as it fits, 300, 60, 287, 49",
    })
    void aNameStands(String where, int boxX, int boxY, int nameX, int nameY) {
        paint(segment(7, "box", new Box(boxX, boxY, 20, 50)));

        Colour colour = Colour.ofTrack(7);
        assertThat(name(nameX, nameY, 5, colour)).isEqualTo("7 BOX");
        assertStrip(nameX, nameY, 5, colour);
    }

    @Test
    void everyTrackHasItsOwnName() {
        paint(segment(1, "cat", new Box(40, 60, 60, 50)), segment(12, "car", new Box(180, 160, 60, 50)));

        assertThat(name(40, 49, 5, Colour.ofTrack(1))).isEqualTo("1 CAT");
        assertThat(name(180, 149, 6, Colour.ofTrack(12))).isEqualTo("12 CAR");
    }

    /** Forty letters, the number among them, whatever a prompt was. */
    @Test
    void aLongNameIsCutOff() {
        paint(segment(1, "box".repeat(40), new Box(10, 60, 60, 50)));

        assertThat(name(10, 49, 41, Colour.ofTrack(1))).isEqualTo("1 " + "BOX".repeat(12) + "BO ");
        assertStrip(10, 49, 40, Colour.ofTrack(1));
    }

    /** On a large frame a name is as large as it is on a small one, to whoever sees the whole. */
    @Test
    void namesGrowWithTheFrame() {
        FrameSize large = new FrameSize(1920, 1080);
        Picture frame = new Picture(large, false);
        Box box = new Box(400, 300, 500, 400);

        new OverlayPainter(large).paint(frame, List.of(new Segment(3, "car", Mask.ofBox(large, box), null)));

        Colour colour = Colour.ofTrack(3);
        DrawnText.Ink ink = (x, y) ->
                (frame.bytes()[y * large.width() + x] & 0xff) == colour.ink().luma();
        int scale = 2;
        assertThat(DrawnText.read(ink, 400 + 2 * scale, 300 - (7 + 4) * scale + 2 * scale, scale, 5))
                .isEqualTo("3 CAR");
    }

    @Test
    void aSegmentOfWhichNothingIsSeenHasNeitherBoxNorName() {
        paint(new Segment(1, "a", Mask.empty(SIZE), null));

        assertThat(picture.bytes()).startsWith(GREY).endsWith((byte) 128);
        for (int i = 0; i < SIZE.pixels(); i++) {
            assertThat(picture.bytes()[i]).isEqualTo(GREY);
        }
    }
}
