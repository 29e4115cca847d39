package dev.sam3flow.core.mask;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** The laws of a single mask, over pictures that the fuzzer paints: a bit a pixel. */
@Tag("fuzz")
class PictureFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 100_000)
    void theLawsHold(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int width = 1 + (input[0] & 31);
        int height = 1 + (input[1] & 31);
        Picture picture = Picture.of(width, height, (x, y) -> {
            int at = x * height + y;
            return 2 + at / 8 < input.length && (input[2 + at / 8] >> at % 8 & 1) == 1;
        });
        Laws laws = new Laws(picture);
        laws.bytesOfEitherOrderAreThePicture();
        laws.areaAndBoxAreThoseOfThePixels();
        laws.cocoTextReadsBack();
        laws.countsOfEitherOrderReadBackAndSumToTheFrame();
        laws.mirrorsAndTurnsMoveEachPixel();
        laws.componentsAreThoseOfAFloodFill();
        laws.contoursDrawBackToTheMask();
        laws.eachComponentHasItsOuterRingAndARingForEachHole();
        laws.theOuterRingDrawnAsCocoDrawsPolygonsIsTheFilledComponent();
    }

    private static final class Laws extends MaskLaws {
        private final Picture picture;

        Laws(Picture picture) {
            this.picture = picture;
        }

        @Override
        Stream<Picture> pictures() {
            return Stream.of(picture);
        }
    }
}
