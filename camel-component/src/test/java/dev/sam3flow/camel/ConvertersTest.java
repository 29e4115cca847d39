package dev.sam3flow.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.job.BlobRef;
import dev.sam3flow.core.job.JobFailure;
import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camel makes of results by itself, where a route asks for another type. */
class ConvertersTest {
    private static final FrameSize SIZE = new FrameSize(21, 10);
    private static final Mask MASK = Mask.ofBox(SIZE, new Box(3, 2, 9, 5));

    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        context.getStreamCachingStrategy().setSpoolEnabled(true);
        context.getStreamCachingStrategy().setSpoolThreshold(100);
        context.getStreamCachingStrategy().setSpoolDirectory(folder.toFile());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private <T> T convert(Class<T> type, Object value) {
        return context.getTypeConverter().convertTo(type, new DefaultExchange(context), value);
    }

    @Test
    void aMaskIsAPictureWhiteWithinIt() throws Exception {
        Segment segment = new Segment(1, "ball", MASK, null);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(convert(byte[].class, MASK)));
        BufferedImage streamed = ImageIO.read(convert(InputStream.class, segment));
        BufferedImage drawn = convert(BufferedImage.class, segment);

        for (BufferedImage image : List.of(read, streamed, drawn)) {
            assertThat(image.getWidth()).isEqualTo(SIZE.width());
            assertThat(image.getHeight()).isEqualTo(SIZE.height());
            for (int y = 0; y < SIZE.height(); y++) {
                for (int x = 0; x < SIZE.width(); x++) {
                    assertThat((image.getRGB(x, y) & 0xff) == 0xff)
                            .as("pixel %d,%d", x, y)
                            .isEqualTo(MASK.contains(x, y));
                }
            }
        }
    }

    @Test
    void aJobsEndIsJson() throws Exception {
        JobResult result = new JobResult(
                new JobId("acme", "k"),
                JobPhase.FAILED,
                Map.of("masks.jsonl", new BlobRef("blob:1", "ab", 12, 3)),
                new MicroUsd(150_000),
                new MicroUsd(100_000),
                new JobFailure(JobFailure.Reason.PROVIDER, "no \"luck\""));

        JsonNode json = new ObjectMapper().readTree(convert(String.class, result));

        assertThat(json.path("job").asText()).isEqualTo("acme/k");
        assertThat(json.path("phase").asText()).isEqualTo("FAILED");
        assertThat(json.at("/files/masks.jsonl/uri").asText()).isEqualTo("blob:1");
        assertThat(json.path("chargedMicroUsd").asLong()).isEqualTo(100_000);
        assertThat(json.at("/failure/message").asText()).isEqualTo("no \"luck\"");
    }

    /** Large masks lie on disk while a route reads them, and not for longer. */
    @Test
    void aStreamOfMasksIsSpooledAndGoneWhenTheExchangeIsDone() throws Exception {
        List<FrameSegments> frames = IntStream.range(0, 50)
                .mapToObj(i -> new FrameSegments(i, 0, List.of(new Segment(1, "ball", MASK, null))))
                .toList();
        SegmentResult result = new SegmentResult("p1", SIZE, "coco", List.of(), true, null, frames);
        long[] spooled = {0};
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").convertBodyTo(InputStream.class).process(exchange -> spooled[0] = files());
            }
        });

        Exchange done = context.createProducerTemplate()
                .request("direct:read", exchange -> exchange.getMessage().setBody(result));

        assertThat(done.getException()).isNull();
        assertThat(spooled[0]).isEqualTo(1);
        assertThat(files()).isZero();
    }

    @Test
    void theStreamSaysWhatTheTextSays() throws Exception {
        SegmentResult result = new SegmentResult("p1", SIZE, "none", List.of(), true, null, List.of());

        try (InputStream stream = convert(InputStream.class, result)) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(convert(String.class, result));
        }
    }

    private long files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
