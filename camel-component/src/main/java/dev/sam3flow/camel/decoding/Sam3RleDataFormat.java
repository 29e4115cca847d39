package dev.sam3flow.camel.decoding;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.rle.Dialect;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.spi.annotations.Dataformat;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * RLE files as a data format: {@code unmarshal} reads one of any known layout into a {@link SegmentResult}, {@code marshal}
 * writes one with the objects of each frame.
 */
@Dataformat("sam3rle")
public class Sam3RleDataFormat extends ServiceSupport implements DataFormat, DataFormatName {
    private String dialect = JobRequest.AUTO_DIALECT;
    private @Nullable String frameSize;

    @Override
    public String getDataFormatName() {
        return "sam3rle";
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) throws Exception {
        if (!(graph instanceof SegmentResult result)) {
            throw new InvalidInputException("body of " + graph.getClass().getName()
                    + ": sam3rle writes a SegmentResult, which sam3:segment, sam3:decode and unmarshal give");
        }
        boolean open = dialect.equals(JobRequest.AUTO_DIALECT);
        new RleFileWriter(open ? Dialect.COCO : Dialect.ofOption(dialect)).write(result, stream);
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) throws Exception {
        String named = exchange.getMessage().getHeader(Sam3Constants.DIALECT, dialect, String.class);
        String size = exchange.getMessage().getHeader(Sam3Constants.FRAME_SIZE, frameSize, String.class);
        Integer frames = exchange.getMessage().getHeader(Sam3Constants.FRAME_COUNT, Integer.class);
        String id = exchange.getMessage().getHeader(Sam3Constants.PREDICTION_ID, "", String.class);
        return new DecodeRequest(named, FrameSizeText.parse(size), frames, null).read(stream, id, false, null);
    }

    /** A wrong option fails here rather than with the first exchange. */
    @Override
    protected void doInit() throws Exception {
        if (!dialect.equals(JobRequest.AUTO_DIALECT)) {
            Dialect.ofOption(dialect);
        }
        FrameSizeText.parse(frameSize);
        super.doInit();
    }

    public String getDialect() {
        return dialect;
    }

    /** Name of a dialect; {@code auto}, the default, decides on evidence when reading and writes COCO's compressed text. */
    public void setDialect(String dialect) {
        this.dialect = dialect;
    }

    public @Nullable String getFrameSize() {
        return frameSize;
    }

    /** Size of the frames, such as 1920x1080, where the file does not tell it. */
    public void setFrameSize(@Nullable String frameSize) {
        this.frameSize = frameSize;
    }
}
