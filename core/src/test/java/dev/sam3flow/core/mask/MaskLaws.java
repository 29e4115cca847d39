package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every single mask. A subclass says for which. */
abstract class MaskLaws {
    abstract Stream<Picture> pictures();

    @Test
    void bytesOfEitherOrderAreThePicture() {
        pictures().forEach(picture -> {
            for (PixelOrder order : PixelOrder.values()) {
                byte[] pixels = picture.bytes(order);
                Mask mask = Mask.ofBytes(picture.size(), pixels, order);
                assertThat(mask.toBytes(order)).isEqualTo(pixels);
                assertThat(mask).isEqualTo(picture.mask());
                assertThat(mask.toBytes(PixelOrder.ROW_MAJOR)).isEqualTo(picture.bytes(PixelOrder.ROW_MAJOR));
            }
        });
    }

    @Test
    void everyPixelIsAsInThePicture() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            assertThat(Picture.of(picture.width, picture.height, mask::contains).bytes(PixelOrder.ROW_MAJOR))
                    .isEqualTo(picture.bytes(PixelOrder.ROW_MAJOR));
        });
    }

    @Test
    void areaAndBoxAreThoseOfThePixels() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            assertThat(mask.area()).isEqualTo(picture.area());
            assertThat(mask.boundingBox()).isEqualTo(picture.box());
            assertThat(mask.isEmpty()).isEqualTo(picture.area() == 0);
        });
    }

    @Test
    void cocoTextReadsBack() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            assertThat(Mask.ofCoco(mask.size(), mask.toCoco())).isEqualTo(mask);
        });
    }

    @Test
    void countsOfEitherOrderReadBackAndSumToTheFrame() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            for (PixelOrder order : PixelOrder.values()) {
                int[] counts = mask.counts(order);
                assertThat(Mask.ofCounts(mask.size(), counts, order)).isEqualTo(mask);
                assertThat(Arrays.stream(counts).sum()).isEqualTo(mask.size().pixels());
                assertThat(Arrays.stream(counts).skip(1)).doesNotContain(0);
            }
            assertThat(mask.counts()).isEqualTo(mask.counts(PixelOrder.COLUMN_MAJOR));
            assertThat(mask.runCount()).isEqualTo(mask.counts().length);
        });
    }

    @Test
    void pairsOfEitherOrderAndBaseReadBackAndSumToTheArea() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            for (PixelOrder order : PixelOrder.values()) {
                for (int base = 0; base <= 1; base++) {
                    int[] pairs = mask.pairs(base, order);
                    assertThat(Mask.ofPairs(mask.size(), pairs, pairs.length, base, order))
                            .isEqualTo(mask);
                    int length = 0;
                    for (int i = 1; i < pairs.length; i += 2) {
                        length += pairs[i];
                    }
                    assertThat(length).isEqualTo(mask.area());
                }
            }
        });
    }

    @Test
    void bitsOfEitherOrderAreTheForegroundPixels() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            for (PixelOrder order : PixelOrder.values()) {
                byte[] pixels = picture.bytes(order);
                assertThat(mask.toBits(order).stream().toArray())
                        .isEqualTo(java.util.stream.IntStream.range(0, pixels.length)
                                .filter(i -> pixels[i] != 0)
                                .toArray());
                assertThat(Mask.ofBits(mask.size(), mask.toBits(order), order)).isEqualTo(mask);
                assertThat(Mask.ofBits(mask.size(), mask.toBits(order).toLongArray(), order))
                        .isEqualTo(mask);
            }
        });
    }

    @Test
    void theComplementHasTheOtherPixels() {
        pictures().forEach(picture -> {
            Mask complement = picture.mask().complement();
            assertThat(complement).isEqualTo(picture.inverse().mask());
            assertThat(complement.complement()).isEqualTo(picture.mask());
        });
    }

    @Test
    void mirrorsAndTurnsMoveEachPixel() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            int right = picture.width - 1;
            int bottom = picture.height - 1;
            assertThat(mask.flipHorizontally())
                    .isEqualTo(Picture.of(picture.width, picture.height, (x, y) -> picture.get(right - x, y))
                            .mask());
            assertThat(mask.flipVertically())
                    .isEqualTo(Picture.of(picture.width, picture.height, (x, y) -> picture.get(x, bottom - y))
                            .mask());
            assertThat(mask.transpose())
                    .isEqualTo(Picture.of(picture.height, picture.width, (x, y) -> picture.get(y, x))
                            .mask());
        });
    }

    @Test
    void theCentroidIsTheMeanOfThePixels() {
        pictures().filter(picture -> picture.area() > 0).forEach(picture -> {
            double sumX = 0;
            double sumY = 0;
            for (int y = 0; y < picture.height; y++) {
                for (int x = 0; x < picture.width; x++) {
                    sumX += picture.get(x, y) ? x + 0.5 : 0;
                    sumY += picture.get(x, y) ? y + 0.5 : 0;
                }
            }
            Centroid centroid = picture.mask().centroid();
            assertThat(centroid.x()).isCloseTo(sumX / picture.area(), within(1e-9));
            assertThat(centroid.y()).isCloseTo(sumY / picture.area(), within(1e-9));
        });
    }

    @Test
    void theBoundaryIsEveryEdgeBetweenForegroundAndBackground() {
        pictures()
                .forEach(picture -> assertThat(picture.mask().boundaryLength()).isEqualTo(picture.boundaryLength()));
    }

    @Test
    void componentsAreThoseOfAFloodFill() {
        pictures().forEach(picture -> {
            for (Connectivity connectivity : Connectivity.values()) {
                assertThat(picture.mask().components(connectivity))
                        .isEqualTo(picture.components(connectivity).stream()
                                .map(Picture::mask)
                                .toList());
            }
        });
    }

    @Test
    void holesAreThoseOfAFloodFillOfTheBackground() {
        pictures().forEach(picture -> {
            for (Connectivity connectivity : Connectivity.values()) {
                assertThat(picture.mask().holes(connectivity))
                        .isEqualTo(picture.holes(connectivity).stream()
                                .map(Picture::mask)
                                .toList());
            }
        });
    }

    @Test
    void filledHolesAndRemovedSpecksAreTheSmallOnes() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            for (Connectivity connectivity : Connectivity.values()) {
                for (int pixels : new int[] {0, 2, 3, Integer.MAX_VALUE}) {
                    Mask[] holes = small(picture.holes(connectivity), pixels);
                    assertThat(mask.fillHoles(pixels, connectivity)).isEqualTo(mask.union(holes));
                    Mask[] specks = small(picture.components(connectivity), pixels);
                    assertThat(mask.removeSpecks(pixels, connectivity)).isEqualTo(mask.difference(specks));
                }
            }
        });
    }

    private static Mask[] small(List<Picture> pictures, int pixels) {
        return pictures.stream()
                .filter(picture -> picture.area() < pixels)
                .map(Picture::mask)
                .toArray(Mask[]::new);
    }

    @Test
    void contoursDrawBackToTheMask() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            for (Connectivity connectivity : Connectivity.values()) {
                assertThat(Contour.draw(mask.size(), mask.contours(connectivity)))
                        .isEqualTo(mask);
            }
        });
    }

    @Test
    void eachComponentHasItsOuterRingAndARingForEachHole() {
        pictures().forEach(picture -> {
            for (Connectivity connectivity : Connectivity.values()) {
                List<Contour> contours = picture.mask().contours(connectivity);
                List<Mask> components = picture.mask().components(connectivity);
                assertThat(contours).hasSameSizeAs(components);
                for (int i = 0; i < contours.size(); i++) {
                    Contour contour = contours.get(i);
                    Mask component = components.get(i);
                    assertThat(contour.outer().isHole()).isFalse();
                    assertThat(contour.holes()).allMatch(Ring::isHole);
                    assertThat(contour.holes()).hasSameSizeAs(component.holes(connectivity));
                    assertThat(contour.rings().stream()
                                    .mapToLong(Ring::signedArea)
                                    .sum())
                            .isEqualTo(component.area());
                }
            }
        });
    }

    @Test
    void theOuterRingDrawnAsCocoDrawsPolygonsIsTheFilledComponent() {
        pictures().forEach(picture -> {
            for (Mask component : picture.mask().components(Connectivity.FOUR)) {
                Polygon polygon =
                        component.contours(Connectivity.FOUR).get(0).outer().toPolygon();
                assertThat(polygon.draw(component.size()))
                        .isEqualTo(component.fillHoles(Integer.MAX_VALUE, Connectivity.FOUR));
            }
        });
    }

    @Test
    void aWindowShowsWhatLiesUnderIt() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            int width = Math.max(1, picture.width / 2);
            int height = Math.max(1, picture.height - 1);
            int left = picture.width - width;
            assertThat(mask.crop(new Box(left, 0, width, height)))
                    .isEqualTo(Picture.of(width, height, (x, y) -> picture.get(x + left, y))
                            .mask());
            assertThat(mask.pad(1, 2, 0, 3))
                    .isEqualTo(Picture.of(picture.width + 1, picture.height + 5, (x, y) -> picture.inside(x - 1, y - 2))
                            .mask());
            assertThat(mask.translate(1, -1))
                    .isEqualTo(Picture.of(picture.width, picture.height, (x, y) -> picture.inside(x - 1, y + 1))
                            .mask());
        });
    }

    @Test
    void scalingTakesThePixelUnderTheCentre() {
        pictures().forEach(picture -> {
            Mask mask = picture.mask();
            int[][] targets = {
                {picture.width, picture.height}, {3 * picture.width, 2 * picture.height}, {2, 5}, {1, 1}, {7, 3}
            };
            for (int[] target : targets) {
                assertThat(mask.scale(new FrameSize(target[0], target[1])))
                        .isEqualTo(Picture.of(
                                        target[0],
                                        target[1],
                                        (x, y) -> picture.get(
                                                (2 * x + 1) * picture.width / (2 * target[0]),
                                                (2 * y + 1) * picture.height / (2 * target[1])))
                                .mask());
            }
        });
    }
}
