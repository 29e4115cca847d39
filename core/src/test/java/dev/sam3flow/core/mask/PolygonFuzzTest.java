package dev.sam3flow.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/** Polygons of any shape: drawn without a fault and within their own box, or refused as what they are. */
@Tag("fuzz")
class PolygonFuzzTest {
    @FuzzTest(maxDuration = "20m", maxExecutions = 200_000)
    void polygonsAreDrawnWithinTheirBox(byte[] input) {
        if (input.length < 2) {
            return;
        }
        FrameSize size = new FrameSize(1 + (input[0] & 31), 1 + (input[1] & 31));
        double[] xy = new double[Math.min(16, (input.length - 2) / 2)];
        ByteBuffer bytes = ByteBuffer.wrap(input, 2, input.length - 2);
        double minX = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        for (int i = 0; i < xy.length; i++) {
            xy[i] = bytes.getShort() / 256.0;
            minX = i % 2 == 0 ? Math.min(minX, xy[i]) : minX;
            maxX = i % 2 == 0 ? Math.max(maxX, xy[i]) : maxX;
        }
        if (xy.length < 6 || xy.length % 2 != 0) {
            return;
        }
        Box box = new Polygon(xy).draw(size).boundingBox();
        if (!box.isEmpty()) {
            assertThat(box.x()).isGreaterThanOrEqualTo((int) Math.floor(minX - 1));
            assertThat(box.endX()).isLessThanOrEqualTo((int) Math.ceil(maxX + 1));
        }
    }
}
