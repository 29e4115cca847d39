package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.quality.QualityOptions;
import dev.sam3flow.core.quality.QualityReport;
import dev.sam3flow.core.quality.QualityWriter;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.core.result.FileDecoding;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** The files of a result that was decoded without a job. */
final class DecodedFiles {
    /** Name and version of the schema of its {@code summary.json}. */
    static final String SCHEMA = "sam3flow.decoded/1";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path rle;
    private final FileDecoding decoding;
    private final VideoFacts video;
    private final QualityOptions quality;
    private @Nullable AssembledResult result;

    DecodedFiles(Path rle, FileDecoding decoding, VideoFacts video, QualityOptions quality) {
        this.rle = rle;
        this.decoding = decoding;
        this.video = video;
        this.quality = quality;
    }

    /** What was written last. */
    AssembledResult result() {
        return Objects.requireNonNull(result, "nothing was written yet");
    }

    /** Writes masks, quality report and summary into a folder; {@code FileDecoding#write} says what is refused. */
    void write(Path folder, IntToLongFunction timeMicros, @Nullable Prompts prompts, String dialect)
            throws IOException {
        Path masks = folder.resolve(JobResult.MASKS);
        AssembledResult written;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(masks), 1 << 16)) {
            written = decoding.write(video, timeMicros, prompts, dialect, out);
        }
        QualityReport report =
                QualityReport.of(() -> new BufferedInputStream(Files.newInputStream(masks), 1 << 16), quality);
        try (OutputStream out = Files.newOutputStream(folder.resolve(JobResult.QUALITY))) {
            QualityWriter.write(report, out);
        }
        JSON.writeValue(folder.resolve(JobResult.SUMMARY).toFile(), summary(written, prompts));
        result = written;
    }

    private ObjectNode summary(AssembledResult written, @Nullable Prompts prompts) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("schema", SCHEMA);
        json.putObject("rle")
                .put("name", String.valueOf(rle.getFileName()))
                .put("sha256", sha256())
                .put("sizeBytes", Files.size(rle))
                .put("layout", decoding.summary().layout().name());
        json.putObject("video")
                .put("name", video.name())
                .put("frames", video.frames())
                .put("width", video.size().width())
                .put("height", video.size().height())
                .put("sha256", video.sha256());
        json.set("prompts", JSON.valueToTree(prompts));
        json.set("tracks", JSON.valueToTree(written.tracks()));
        json.put("segments", written.segments());
        json.set("dialect", JSON.valueToTree(written.dialect()));
        json.set("notes", JSON.valueToTree(written.notes()));
        return json;
    }

    private String sha256() throws IOException {
        try (InputStream in = Files.newInputStream(rle)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
