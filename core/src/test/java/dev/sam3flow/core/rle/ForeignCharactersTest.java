package dev.sam3flow.core.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sam3flow.core.error.MalformedRleException;
import dev.sam3flow.core.mask.FrameSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A character that no dialect has must not become one that COCO has, such as the usual replacement '?'. */
class ForeignCharactersTest {
    private static final FrameSize SIZE = new FrameSize(16, 1);

    @Test
    void textWithAForeignCharacterIsNoMask() {
        assertThat(Dialect.COCO.decode(SIZE, "?1").area()).isEqualTo(1);
        assertThatThrownBy(() -> Dialect.COCO.decode(SIZE, "\u03a91")).isInstanceOf(MalformedRleException.class);
        assertThatThrownBy(() -> Dialect.COCO.decode(SIZE, "\u00e91")).isInstanceOf(MalformedRleException.class);
    }

    @Test
    void norIsItOutOfAFile() throws IOException {
        List<RawSegment> segments = new ArrayList<>();
        new RleFileReader()
                .read(new ByteArrayInputStream("[\"\u03a91\"]".getBytes(StandardCharsets.UTF_8)), new RleSink() {
                    @Override
                    public void frame(int frame) {}

                    @Override
                    public void segment(RawSegment segment) {
                        segments.add(segment);
                    }
                });
        RawRle rle = segments.get(0).rle();
        assertThatThrownBy(() -> Dialect.COCO.decode(SIZE, rle)).isInstanceOf(MalformedRleException.class);
    }
}
