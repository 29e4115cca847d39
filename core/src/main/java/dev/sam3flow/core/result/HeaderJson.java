package dev.sam3flow.core.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.plan.Chunk;
import dev.sam3flow.core.prompt.BoxPrompt;
import dev.sam3flow.core.prompt.PointPrompt;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header line of {@code masks.jsonl} as JSON. */
final class HeaderJson {
    private HeaderJson() {}

    static void write(JsonGenerator json, MasksHeader header) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", MasksHeader.SCHEMA);
        writeVideo(json, header.video());
        Prompts prompts = header.prompts();
        if (prompts == null) {
            json.writeNullField("prompts");
        } else {
            writePrompts(json, prompts);
        }
        writeTracks(json, header.tracks());
        writeProvenance(json, header.provenance());
        json.writeEndObject();
    }

    private static void writeVideo(JsonGenerator json, VideoFacts video) throws IOException {
        json.writeObjectFieldStart("video");
        json.writeStringField("name", video.name());
        json.writeNumberField("frames", video.frames());
        json.writeNumberField("width", video.size().width());
        json.writeNumberField("height", video.size().height());
        Fraction rate = video.frameRate();
        json.writeStringField("frameRate", rate == null ? null : rate.toString());
        json.writeNumberField("durationMicros", video.durationMicros());
        json.writeStringField("sha256", video.sha256());
        json.writeEndObject();
    }

    static void writePrompts(JsonGenerator json, Prompts prompts) throws IOException {
        json.writeObjectFieldStart("prompts");
        json.writeArrayFieldStart("texts");
        for (String text : prompts.texts()) {
            json.writeString(text);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("points");
        for (PointPrompt point : prompts.points()) {
            json.writeStartObject();
            json.writeNumberField("x", point.x());
            json.writeNumberField("y", point.y());
            json.writeBooleanField("foreground", point.foreground());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("boxes");
        for (BoxPrompt box : prompts.boxes()) {
            json.writeStartObject();
            json.writeNumberField("xMin", box.xMin());
            json.writeNumberField("yMin", box.yMin());
            json.writeNumberField("xMax", box.xMax());
            json.writeNumberField("yMax", box.yMax());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (prompts.atFrame() > 0) {
            json.writeNumberField("atFrame", prompts.atFrame());
        }
        json.writeEndObject();
    }

    static void writeTracks(JsonGenerator json, List<Track> tracks) throws IOException {
        json.writeArrayFieldStart("tracks");
        for (Track track : tracks) {
            json.writeStartObject();
            json.writeNumberField("id", track.id());
            json.writeStringField("label", track.label());
            json.writeNumberField("firstFrame", track.firstFrame());
            json.writeNumberField("lastFrame", track.lastFrame());
            json.writeNumberField("segments", track.segments());
            json.writeBooleanField("merged", track.merged());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeProvenance(JsonGenerator json, Provenance provenance) throws IOException {
        json.writeObjectFieldStart("provenance");
        json.writeBooleanField("simulated", provenance.simulated());
        json.writeStringField("dialect", provenance.dialect());
        json.writeArrayFieldStart("chunks");
        for (Chunk chunk : provenance.chunks()) {
            json.writeStartObject();
            json.writeNumberField("startFrame", chunk.sent().startFrame());
            json.writeNumberField("endFrame", chunk.sent().endFrame());
            json.writeNumberField("ownedStartFrame", chunk.owned().startFrame());
            json.writeNumberField("ownedEndFrame", chunk.owned().endFrame());
            json.writeNumberField("durationMicros", chunk.durationMicros());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeGaps(json, provenance.gaps());
        json.writeEndObject();
    }

    static void writeGaps(JsonGenerator json, List<Gap> gaps) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (Gap gap : gaps) {
            json.writeStartObject();
            json.writeNumberField("chunk", gap.chunk());
            json.writeNumberField("startFrame", gap.frames().startFrame());
            json.writeNumberField("endFrame", gap.frames().endFrame());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Reads a header; the parser stands on its first token. */
    static MasksHeader read(JsonParser parser) throws IOException {
        JsonFields fields = JsonFields.read(parser);
        String schema = fields.text("schema");
        if (!schema.equals(MasksHeader.SCHEMA)) {
            throw fields.wrong("schema '" + schema + "' is not known; this version reads " + MasksHeader.SCHEMA);
        }
        JsonFields provenance = fields.object("provenance");
        return new MasksHeader(
                video(fields.object("video")),
                fields.has("prompts") ? prompts(fields.object("prompts")) : null,
                fields.objects("tracks", HeaderJson::track),
                new Provenance(
                        provenance.flag("simulated"),
                        provenance.text("dialect"),
                        chunks(provenance),
                        provenance.objects("gaps", HeaderJson::gap)));
    }

    private static VideoFacts video(JsonFields video) {
        @Nullable String rate = video.has("frameRate") ? video.text("frameRate") : null;
        return new VideoFacts(
                video.text("name"),
                video.integer("frames"),
                new FrameSize(video.integer("width"), video.integer("height")),
                rate == null ? null : Fraction.parse(rate),
                video.number("durationMicros"),
                video.has("sha256") ? video.text("sha256") : null);
    }

    private static Prompts prompts(JsonFields prompts) {
        return new Prompts(
                prompts.texts("texts"),
                prompts.objects("points", p -> new PointPrompt(p.integer("x"), p.integer("y"), p.flag("foreground"))),
                prompts.objects(
                        "boxes",
                        b -> new BoxPrompt(b.integer("xMin"), b.integer("yMin"), b.integer("xMax"), b.integer("yMax"))),
                prompts.has("atFrame") ? prompts.integer("atFrame") : 0);
    }

    private static Track track(JsonFields track) {
        return new Track(
                track.integer("id"),
                track.text("label"),
                track.integer("firstFrame"),
                track.integer("lastFrame"),
                track.integer("segments"),
                track.flag("merged"));
    }

    private static List<Chunk> chunks(JsonFields provenance) {
        List<Chunk> chunks = new ArrayList<>();
        for (JsonFields chunk : provenance.objects("chunks", fields -> fields)) {
            chunks.add(new Chunk(
                    chunks.size(),
                    new FrameRange(chunk.integer("startFrame"), chunk.integer("endFrame")),
                    new FrameRange(chunk.integer("ownedStartFrame"), chunk.integer("ownedEndFrame")),
                    chunk.number("durationMicros")));
        }
        return chunks;
    }

    private static Gap gap(JsonFields gap) {
        return new Gap(gap.integer("chunk"), new FrameRange(gap.integer("startFrame"), gap.integer("endFrame")));
    }
}
