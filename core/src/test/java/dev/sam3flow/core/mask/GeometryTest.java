package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryTest {
    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "-1,1", "16385,1", "1,16385"})
    void frameSizesOutOfRangeAreRefused(int width, int height) {
        assertThatThrownBy(() -> new FrameSize(width, height))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(width + "x" + height)
                .hasMessageContaining("16384");
    }

    @Test
    void theLargestFrameIsAccepted() {
        FrameSize size = new FrameSize(16_384, 16_384);
        assertThat(size.pixels()).isEqualTo(FrameSize.MAX_PIXELS);
        assertThat(Mask.full(size).area()).isEqualTo(FrameSize.MAX_PIXELS);
        assertThat(Mask.ofCoco(size, Mask.full(size).toCoco())).isEqualTo(Mask.full(size));
        assertThat(Mask.full(size).iou(Mask.full(size))).isEqualTo(1);
    }

    @Test
    void pixelsAreNumberedAlongTheirOrder() {
        FrameSize size = new FrameSize(7, 5);
        assertThat(PixelOrder.ROW_MAJOR.index(size, 2, 1)).isEqualTo(9);
        assertThat(PixelOrder.COLUMN_MAJOR.index(size, 2, 1)).isEqualTo(11);
        assertThat(size).hasToString("7x5");
    }

    @Test
    void boxesMustHaveAnExtent() {
        assertThatThrownBy(() -> new Box(0, 0, -1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Box(0, 0, 2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Box(Integer.MAX_VALUE, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Box(0, Integer.MAX_VALUE, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> new Box(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"2,3,true", "5,3,false", "4,6,true", "2,7,false", "1,3,false", "2,2,false"})
    void aBoxCoversItsPixels(int x, int y, boolean covered) {
        assertThat(new Box(2, 3, 3, 4).contains(x, y)).isEqualTo(covered);
    }

    @Test
    void boxesMeetWhereBothCover() {
        Box a = new Box(0, 0, 4, 4);
        Box b = new Box(2, 3, 4, 4);
        assertThat(a.intersection(b)).isEqualTo(new Box(2, 3, 2, 1));
        assertThat(a.union(b)).isEqualTo(new Box(0, 0, 6, 7));
        assertThat(a.iou(b)).isEqualTo(2.0 / 30);
        assertThat(a.intersects(b)).isTrue();
        assertThat(a.intersects(new Box(4, 0, 4, 4))).isFalse();
        assertThat(a.intersects(new Box(0, 4, 4, 4))).isFalse();
        assertThat(a.union(Box.EMPTY)).isEqualTo(a);
        assertThat(Box.EMPTY.union(a)).isEqualTo(a);
        assertThat(Box.EMPTY.iou(Box.EMPTY)).isZero();
        assertThat(new Box(3, 3, 0, 4).isEmpty()).isTrue();
        assertThat(new Box(3, 3, 4, 0).isEmpty()).isTrue();
        assertThat(new Box(3, 3, 1, 1).isEmpty()).isFalse();
    }

    @Test
    void ringsHaveOnlyStraightSides() {
        assertThatThrownBy(() -> new Ring(0, 0, 2, 0, 2, 2)).hasMessageContaining("four vertices");
        assertThatThrownBy(() -> new Ring(0, 0, 2, 0, 2, 2, 0, 2, 5)).hasMessageContaining("four vertices");
        assertThatThrownBy(() -> new Ring(0, 0, 2, 0, 2, 2, 1, 1)).hasMessageContaining("vertex 2 at 2,2");
        Ring ring = new Ring(0, 0, 2, 0, 2, 3, 0, 3);
        assertThat(ring.signedArea()).isEqualTo(6);
        assertThat(ring).hasToString("0,0 2,0 2,3 0,3");
        assertThat(ring).isEqualTo(new Ring(0, 0, 2, 0, 2, 3, 0, 3)).isNotEqualTo(new Ring(0, 0, 2, 0, 2, 1, 0, 1));
        assertThat(ring.hashCode()).isEqualTo(new Ring(0, 0, 2, 0, 2, 3, 0, 3).hashCode());
    }

    @Test
    void aSquareWithAHoleHasTwoRings() {
        Mask mask = Picture.ofRows("111", "101", "111").mask();
        assertThat(mask.contours(Connectivity.FOUR))
                .containsExactly(
                        new Contour(new Ring(0, 3, 0, 0, 3, 0, 3, 3), List.of(new Ring(1, 1, 1, 2, 2, 2, 2, 1))));
    }

    @Test
    void contoursBeyondTheFrameAreCutOff() {
        Contour contour = new Contour(new Ring(-3, -2, 4, -2, 4, 9, -3, 9), List.of());
        assertThat(Contour.draw(new FrameSize(7, 5), List.of(contour)))
                .isEqualTo(Mask.ofBox(new FrameSize(7, 5), new Box(0, 0, 4, 5)));
    }

    @Test
    void polygonsNeedThreeFiniteVertices() {
        assertThatThrownBy(() -> new Polygon(0, 0, 1, 1)).hasMessageContaining("three vertices");
        assertThatThrownBy(() -> new Polygon(0, 0, 1, 1, 2, 0, 3)).hasMessageContaining("three vertices");
        assertThatThrownBy(() -> new Polygon(0, 0, 1, Double.NaN, 2, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Polygon(0, 0, 1, 1e7, 2, 0)).hasMessageContaining("out of range");
        assertThatThrownBy(() -> new Polygon(0, 0, 1, Double.NEGATIVE_INFINITY, 2, 0))
                .hasMessageContaining("out of range");
        Polygon polygon = new Polygon(0, 0, 1, 1, 2, 0.5);
        assertThat(polygon.toArray()).containsExactly(0, 0, 1, 1, 2, 0.5);
        assertThat(polygon).isEqualTo(new Polygon(0, 0, 1, 1, 2, 0.5)).isNotEqualTo(new Polygon(0, 0, 1, 1, 2, 0));
        assertThat(polygon).hasToString("Polygon[0.0, 0.0, 1.0, 1.0, 2.0, 0.5]");
        assertThat(polygon.hashCode()).isEqualTo(new Polygon(0, 0, 1, 1, 2, 0.5).hashCode());
    }

    /** A side of no length must not disturb the next one. */
    @Test
    void aRepeatedVertexChangesNothing() {
        FrameSize size = new FrameSize(9, 9);
        assertThat(new Polygon(1, 1, 1, 1, 7, 2, 7, 2, 3, 8).draw(size))
                .isEqualTo(new Polygon(1, 1, 7, 2, 3, 8).draw(size));
    }
}
