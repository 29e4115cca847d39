package dev.sam3flow.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.rle.DialectEvidence;
import dev.sam3flow.core.rle.EvidenceCollector;
import dev.sam3flow.core.rle.RawRle;
import dev.sam3flow.core.rle.RawSegment;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The evidence of a chunk's dialect is kept in a column and travels: it does not grow with the file. */
class EvidenceSizeTest {
    private static final FrameSize SIZE = new FrameSize(160, 90);
    private static final int LARGEST = 8 * 1024;

    @ParameterizedTest
    @EnumSource
    void theEvidenceOfALongFileIsSmallAndComesBackAsItWas(Dialect dialect) {
        Random random = new Random(3);
        EvidenceCollector collector = new EvidenceCollector(SIZE);
        for (int frame = 0; frame < 1000; frame++) {
            collector.frame(frame);
            RawRle rle = RawRle.of(dialect.encode(mask(random)));
            collector.segment(new RawSegment(frame, 0, null, rle, null, null, null, null));
        }
        DialectEvidence evidence = collector.evidence();
        String json = JobJson.write(evidence);
        assertThat(json.length()).isLessThan(LARGEST);
        assertThat(JobJson.read(json, DialectEvidence.class)).isEqualTo(evidence);
    }

    private static Mask mask(Random random) {
        BitSet pixels = new BitSet(SIZE.pixels());
        for (int run = 0; run < 60; run++) {
            int start = random.nextInt(SIZE.pixels() - 60);
            pixels.set(start, start + 1 + random.nextInt(60));
        }
        return Mask.ofBits(SIZE, pixels, PixelOrder.ROW_MAJOR);
    }
}
