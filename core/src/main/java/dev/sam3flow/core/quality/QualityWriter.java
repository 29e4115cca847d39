package dev.sam3flow.core.quality;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.sam3flow.core.quality.Finding.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes {@code quality.json}. */
public final class QualityWriter {
    /** Name and version of the file's schema. */
    public static final String SCHEMA = "sam3flow.quality/1";

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private QualityWriter() {}

    /** Writes the report as one JSON object in UTF-8; {@code out} stays open. */
    public static void write(QualityReport report, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeBooleanField("clean", report.isClean());
            json.writeObjectFieldStart("counts");
            for (Map.Entry<Kind, Long> count : report.counts().entrySet()) {
                json.writeNumberField(count.getKey().label(), count.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("findings");
            for (Finding finding : report.findings()) {
                writeFinding(json, finding);
            }
            json.writeEndArray();
            writeThresholds(json, report.options());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeFinding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().label());
        json.writeArrayFieldStart("tracks");
        for (int track : finding.tracks()) {
            json.writeNumber(track);
        }
        json.writeEndArray();
        json.writeNumberField("startFrame", finding.frames().startFrame());
        json.writeNumberField("endFrame", finding.frames().endFrame());
        json.writeStringField("sentence", finding.sentence());
        json.writeEndObject();
    }

    private static void writeThresholds(JsonGenerator json, QualityOptions options) throws IOException {
        json.writeObjectFieldStart("thresholds");
        json.writeNumberField("flickerFrames", options.flickerFrames());
        json.writeNumberField("frozenFrames", options.frozenFrames());
        json.writeNumberField("areaRatio", options.areaRatio());
        json.writeNumberField("leastArea", options.leastArea());
        json.writeNumberField("positionShare", options.positionShare());
        json.writeNumberField("frameShare", options.frameShare());
        json.writeNumberField("borderFrames", options.borderFrames());
        json.writeNumberField("swapIou", options.swapIou());
        json.writeNumberField("mostFindings", options.mostFindings());
        json.writeEndObject();
    }
}
