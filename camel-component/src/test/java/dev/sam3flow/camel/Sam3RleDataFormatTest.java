package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.camel.decoding.Sam3RleDataFormat;
import dev.sam3flow.core.error.AmbiguousDialectException;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sam3RleDataFormatTest {
    private static final FrameSize SIZE = new FrameSize(31, 23);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:named").unmarshal().custom("sam3rle");
                for (String dialect : List.of("auto", "coco", "counts-row", "pairs-row-0", "pairs-column-1")) {
                    Sam3RleDataFormat format = new Sam3RleDataFormat();
                    format.setDialect(dialect);
                    from("direct:to-" + dialect).marshal(format);
                    from("direct:from-" + dialect).unmarshal(format);
                }
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static SegmentResult anyMasks() {
        Random random = new Random(11);
        List<FrameSegments> frames = new ArrayList<>();
        for (int frame = 0; frame < 9; frame++) {
            List<Segment> segments = new ArrayList<>();
            for (int track = 1; track <= frame % 3; track++) {
                byte[] pixels = new byte[SIZE.pixels()];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (byte) (random.nextInt(4) == 0 ? 1 : 0);
                }
                segments.add(new Segment(track, "ball", Mask.ofBytes(SIZE, pixels, PixelOrder.ROW_MAJOR), 0.5));
            }
            frames.add(new FrameSegments(frame, 0, segments));
        }
        return new SegmentResult("p", SIZE, "none", List.of(), false, null, frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco", "counts-row", "pairs-row-0", "pairs-column-1"})
    void whatIsWrittenIsReadAgain(String dialect) {
        SegmentResult written = anyMasks();

        byte[] file = template.requestBody("direct:to-" + dialect, written, byte[].class);
        SegmentResult read = template.requestBody("direct:from-" + dialect, file, SegmentResult.class);

        assertThat(read.frames()).isEqualTo(written.frames());
        assertThat(read.size()).isEqualTo(SIZE);
        assertThat(read.dialect()).isEqualTo(dialect);
    }

    @Test
    void theDialectIsDecidedByTheFile() {
        byte[] file = template.requestBody("direct:to-auto", anyMasks(), byte[].class);

        SegmentResult read = template.requestBody("direct:named", file, SegmentResult.class);

        assertThat(read.dialect()).isEqualTo("coco");
    }

    @Test
    void aFileThatCanBeReadInTwoWaysIsRefused() {
        Exchange refused = template.request("direct:named", exchange -> {
            exchange.getMessage().setBody("[\"3 3 9 5\"]");
            exchange.getMessage().setHeaders(new java.util.HashMap<>(Map.of(Sam3Constants.FRAME_SIZE, "7x5")));
        });

        assertThat(refused.getException()).isInstanceOf(AmbiguousDialectException.class);
    }

    @Test
    void onlyMasksAreWritten() {
        Exchange refused = template.request(
                "direct:to-coco", exchange -> exchange.getMessage().setBody("text"));

        assertThat(refused.getException()).isInstanceOf(InvalidInputException.class);
    }
}
