package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import dev.sam3flow.core.job.ChunkResult;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.track.Seam;
import dev.sam3flow.core.video.Video;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code summary.json}: video, prompts, plan, chunks, tracks, seams, gaps, dialect and why, money, time-line. Money
 * is in whole micro-USD, seconds are exact decimal numbers, frames half-open ranges.
 */
public final class SummaryWriter {
    /** Name and version of the file's schema. */
    public static final String SCHEMA = "sam3flow.summary/1";

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Summary summary;
    private final JsonGenerator json;

    private SummaryWriter(Summary summary, JsonGenerator json) {
        this.summary = summary;
        this.json = json;
    }

    /** Writes the summary as one JSON object in UTF-8; {@code out} stays open. */
    public static void write(Summary summary, OutputStream out) throws IOException {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8).setPrettyPrinter(lines)) {
            new SummaryWriter(summary, json).write();
            json.writeRaw('\n');
        }
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeBooleanField("simulated", summary.simulated());
        writeVideo();
        HeaderJson.writePrompts(json, summary.prompts());
        writePlan();
        writeChunks();
        HeaderJson.writeTracks(json, summary.result().tracks());
        json.writeNumberField("segments", summary.result().segments());
        writeSeams();
        HeaderJson.writeGaps(json, summary.result().gaps());
        writeDialect(summary.result().dialect());
        json.writeNumberField("quoteMicroUsd", summary.quote().value());
        json.writeNumberField("chargedMicroUsd", summary.charged().value());
        writeRepairs();
        writeTexts("notes", summary.result().notes());
        writeTimeline();
        json.writeEndObject();
    }

    private void writeVideo() throws IOException {
        Video video = summary.video();
        json.writeObjectFieldStart("video");
        json.writeStringField("path", summary.path());
        json.writeStringField("name", video.name());
        json.writeNumberField("frames", video.frames());
        json.writeNumberField("width", video.size().width());
        json.writeNumberField("height", video.size().height());
        json.writeStringField("frameRate", video.frameRate().toString());
        writeSeconds("durationSeconds", video.table().durationMicros());
        json.writeStringField("sha256", video.sha256());
        json.writeNumberField("sizeBytes", video.sizeBytes());
        json.writeStringField("codec", video.codec());
        json.writeStringField("container", video.container());
        json.writeEndObject();
    }

    private void writePlan() throws IOException {
        String reason = summary.plan().normaliseReason();
        json.writeObjectFieldStart("plan");
        json.writeNumberField("chunks", summary.plan().chunks().size());
        json.writeNumberField("predictionsPerChunk", summary.plan().passes());
        json.writeStringField("cutting", reason == null ? "copied" : "normalised");
        json.writeStringField("normaliseReason", reason);
        json.writeEndObject();
    }

    private void writeChunks() throws IOException {
        Map<Integer, ChunkResult> byIndex = new TreeMap<>();
        summary.chunks().forEach(result -> byIndex.put(result.chunk().index(), result));
        json.writeArrayFieldStart("chunks");
        for (Chunk chunk : summary.plan().chunks()) {
            writeChunk(chunk, byIndex.get(chunk.index()));
        }
        json.writeEndArray();
    }

    /** A chunk without a result has neither prediction nor charge here; the ledger knows what it took. */
    private void writeChunk(Chunk chunk, @Nullable ChunkResult result) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", chunk.index());
        json.writeNumberField("startFrame", chunk.sent().startFrame());
        json.writeNumberField("endFrame", chunk.sent().endFrame());
        json.writeNumberField("ownedStartFrame", chunk.owned().startFrame());
        json.writeNumberField("ownedEndFrame", chunk.owned().endFrame());
        writeSeconds("durationSeconds", chunk.durationMicros());
        json.writeBooleanField("hasResult", result != null);
        if (result == null) {
            json.writeNullField("billedSeconds");
            json.writeNullField("predictionId");
            json.writeNullField("attempts");
        } else {
            json.writeNumberField("billedSeconds", summary.prices().billedSeconds(chunk.durationMicros()));
            json.writeStringField("predictionId", result.predictionId());
            json.writeNumberField("attempts", result.attempts());
            json.writeNumberField("chargedMicroUsd", result.charged().value());
            json.writeStringField("rleSha256", result.rle().sha256());
        }
        json.writeEndObject();
    }

    private void writeSeams() throws IOException {
        json.writeArrayFieldStart("seams");
        for (Seam seam : summary.result().seams()) {
            json.writeStartObject();
            json.writeNumberField("earlierChunk", seam.earlierChunk());
            json.writeNumberField("laterChunk", seam.laterChunk());
            json.writeNumberField("startFrame", seam.startFrame());
            json.writeNumberField("endFrame", seam.endFrame());
            json.writeNumberField("comparedFrames", seam.comparedFrames());
            json.writeBooleanField("ambiguous", seam.isAmbiguous());
            json.writeArrayFieldStart("matches");
            for (Seam.Joint joint : seam.matches()) {
                json.writeStartObject();
                json.writeNumberField("track", joint.track());
                json.writeNumberField("score", rounded(joint.score()));
                json.writeNumberField("frames", joint.frames());
                json.writeBooleanField("ambiguous", joint.ambiguous());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeIds("ended", seam.ended());
            writeIds("begun", seam.begun());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeRepairs() throws IOException {
        json.writeArrayFieldStart("repairs");
        for (ChunkRepair repair : summary.repairs()) {
            json.writeStartObject();
            json.writeNumberField("chunk", repair.chunk());
            json.writeStringField("kept", repair.repaired() ? "repaired" : "original");
            json.writeNumberField("badFramesBefore", repair.badFramesBefore());
            Integer after = repair.badFramesAfter();
            json.writeFieldName("badFramesAfter");
            if (after == null) {
                json.writeNull();
            } else {
                json.writeNumber(after);
            }
            json.writeStringField("why", repair.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeDialect(DialectFound dialect) throws IOException {
        json.writeObjectFieldStart("dialect");
        json.writeStringField("name", dialect.name());
        json.writeBooleanField("pinned", dialect.pinned());
        writeTexts("evidence", dialect.evidence());
        json.writeObjectFieldStart("ruledOut");
        for (Map.Entry<String, String> other : new TreeMap<>(dialect.ruledOut()).entrySet()) {
            json.writeStringField(other.getKey(), other.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeTimeline() throws IOException {
        json.writeArrayFieldStart("timeline");
        for (Summary.Milestone milestone : summary.timeline()) {
            json.writeStartObject();
            json.writeStringField("at", milestone.at().toString());
            json.writeStringField("what", milestone.what());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeIds(String name, List<Integer> ids) throws IOException {
        json.writeFieldName(name);
        int[] numbers = ids.stream().mapToInt(Integer::intValue).toArray();
        json.writeArray(numbers, 0, numbers.length);
    }

    private void writeTexts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void writeSeconds(String name, long micros) throws IOException {
        BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        json.writeFieldName(name);
        json.writeNumber(seconds.scale() < 0 ? seconds.setScale(0).toPlainString() : seconds.toPlainString());
    }

    private static BigDecimal rounded(double score) {
        return BigDecimal.valueOf(score).round(new MathContext(6));
    }
}
