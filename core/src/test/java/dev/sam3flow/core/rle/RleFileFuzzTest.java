package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * RLE files from anywhere: refused with a byte of the file, or JSON by the grammar of RFC 8259 whose frames and masks
 * are the same when its white space and escapes are written differently.
 */
@Tag("fuzz")
class RleFileFuzzTest {
    private static final RleLimits LIMITS = new RleLimits(16, 4096, 1024, 64, 256, 4096);

    @FuzzTest(maxDuration = "20m", maxExecutions = 500_000)
    void filesAreRefusedWithTheirByteOrReadWhateverTheirSpelling(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        FrameSize size = new FrameSize(1 + (input[0] & 15), 1 + (input[1] & 15));
        byte[] file = Arrays.copyOfRange(input, 2, input.length);
        List<String> read;
        try {
            read = read(size, file);
        } catch (MalformedRleException e) {
            assertThat(e.offset()).isBetween(0L, (long) file.length);
            assertThat(e.getMessage()).doesNotContain("\n");
            return;
        }
        if (isUtf16(input)) {
            return;
        }
        String text = new String(file, StandardCharsets.UTF_8);
        JsonGrammar grammar = new JsonGrammar(text);
        assertThat(grammar.isDocuments())
                .as("is read, and is no JSON: %s", text)
                .isTrue();
        assertThat(read(size, grammar.respelled().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(read);
    }

    /** JSON in other encodings is read too, but not by the grammar. */
    private static boolean isUtf16(byte[] input) {
        for (int i = 2; i < Math.min(6, input.length); i++) {
            if (input[i] == 0 || input[i] == (byte) 0xFE || input[i] == (byte) 0xFF) {
                return true;
            }
        }
        return false;
    }

    /** Frames and masks, the masks in every dialect that can read them; and what is decided about the whole. */
    private static List<String> read(FrameSize size, byte[] file) throws IOException {
        List<String> read = new ArrayList<>();
        EvidenceCollector evidence = new EvidenceCollector(size);
        RleFileSummary summary = new RleFileReader(LIMITS, size).read(new ByteArrayInputStream(file), new RleSink() {
            private int last = -1;

            @Override
            public void frame(int frame) {
                assertThat(frame).isGreaterThan(last);
                last = frame;
                read.add("frame " + frame);
                evidence.frame(frame);
            }

            @Override
            public void segment(RawSegment segment) {
                assertThat(segment.frame()).isEqualTo(last);
                evidence.segment(segment);
                read.add(segment.objectId() + " " + segment.label() + " " + segment.score() + " " + segment.box() + " "
                        + segment.position() + " " + segment.size() + " " + decoded(size, segment.rle()));
            }
        });
        DialectDecision decision = DialectDetector.standard().decide(evidence.evidence());
        read.add(summary.frames() + " " + summary.layout() + " " + summary.size() + " " + summary.declaredFrames());
        read.add(decision.getClass().getSimpleName() + " " + decision.ruledOut().keySet());
        return read;
    }

    private static List<String> decoded(FrameSize size, RawRle rle) {
        List<String> masks = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            try {
                Mask mask = dialect.decode(size, rle);
                assertThat(dialect.decode(size, dialect.encode(mask))).isEqualTo(mask);
                masks.add(dialect + " " + mask.toCoco());
            } catch (MalformedRleException e) {
                assertThat(e.offset()).isNotNegative();
            }
        }
        return masks;
    }
}
