package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** pycocotools is the reader that everybody else uses: what it wrote and computed is what we must write and compute. */
class PycocotoolsAgreementTest {
    @Test
    void masksHaveItsTextAreaAndBox() {
        for (String[] fields : GoldenVectors.ofKind("mask")) {
            byte[] pixels = new byte[fields[3].length()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (fields[3].charAt(i) - '0');
            }
            Mask mask = Mask.ofBytes(GoldenVectors.size(fields), pixels, PixelOrder.ROW_MAJOR);
            assertThat(mask.toCoco()).isEqualTo(fields[4]);
            assertThat(Mask.ofCoco(mask.size(), fields[4])).isEqualTo(mask);
            assertThat(mask.area()).isEqualTo(Integer.parseInt(fields[5]));
            assertThat(mask.boundingBox()).isEqualTo(box(fields));
        }
    }

    private static Box box(String[] fields) {
        int[] numbers = Arrays.stream(fields, 6, 10).mapToInt(Integer::parseInt).toArray();
        return new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    @Test
    void pairsHaveItsOverlapUnionAndIntersection() {
        for (String[] fields : GoldenVectors.ofKind("pair")) {
            FrameSize size = GoldenVectors.size(fields);
            Mask a = Mask.ofCoco(size, fields[3]);
            Mask b = Mask.ofCoco(size, fields[4]);
            assertThat(a.iou(b)).isEqualTo(Double.parseDouble(fields[5]));
            assertThat(a.iouCrowd(b)).isEqualTo(Double.parseDouble(fields[6]));
            assertThat(a.union(b).toCoco()).isEqualTo(fields[7]);
            assertThat(a.intersection(b).toCoco()).isEqualTo(fields[8]);
        }
    }

    @Test
    void polygonsAreDrawnPixelForPixel() {
        for (String[] fields : GoldenVectors.ofKind("polygon")) {
            double[] xy = Arrays.stream(fields[3].split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            FrameSize size = GoldenVectors.size(fields);
            assertThat(new Polygon(xy).draw(size)).as(fields[3]).isEqualTo(Mask.ofCoco(size, fields[4]));
        }
    }
}
