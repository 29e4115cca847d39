package dev.sam3flow.core.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import java.io.IOException;
import java.io.OutputStream;

/**
 * YouTube-VIS: one video, one annotation a track, with a mask, box and area for each frame and {@code null} where the
 * object is absent. Source: the data format of youtube-vos.org/dataset/vis.
 */
final class YouTubeVisExporter implements Exporter {
    @Override
    public String name() {
        return "youtube-vis";
    }

    @Override
    public String fileName() {
        return "youtube-vis.json";
    }

    @Override
    public void write(MasksSource masks, OutputStream out) throws IOException {
        MasksHeader header = masks.header();
        Categories categories = Categories.of(header.tracks());
        try (JsonGenerator json = ExportJson.on(out)) {
            json.writeStartObject();
            ExportJson.writeInfo(json, "info", "description", header);
            writeVideo(json, header);
            categories.write(json);
            json.writeArrayFieldStart("annotations");
            new TrackSegments(masks, header)
                    .forEach((track, segments) -> writeTrack(json, header, categories, track, segments));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeVideo(JsonGenerator json, MasksHeader header) throws IOException {
        json.writeArrayFieldStart("videos");
        json.writeStartObject();
        json.writeNumberField("id", 1);
        json.writeNumberField("width", header.video().size().width());
        json.writeNumberField("height", header.video().size().height());
        json.writeNumberField("length", header.video().frames());
        json.writeArrayFieldStart("file_names");
        for (int frame = 0; frame < header.video().frames(); frame++) {
            json.writeString(FrameName.of(frame, "png"));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeTrack(
            JsonGenerator json, MasksHeader header, Categories categories, Track track, TrackSegments.OneTrack segments)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", track.id());
        json.writeNumberField("video_id", 1);
        json.writeNumberField("category_id", categories.id(track.label()));
        json.writeNumberField("iscrowd", 0);
        json.writeNumberField("width", header.video().size().width());
        json.writeNumberField("height", header.video().size().height());
        json.writeNumberField("length", track.segments());
        int frames = header.video().frames();
        writeEachFrame(json, "segmentations", frames, segments, s -> ExportJson.writeRle(json, s.mask()));
        writeEachFrame(
                json,
                "bboxes",
                frames,
                segments,
                s -> ExportJson.writeBox(json, s.mask().boundingBox()));
        writeEachFrame(
                json, "areas", frames, segments, s -> json.writeNumber(s.mask().area()));
        json.writeEndObject();
    }

    private interface Value {
        void write(Segment segment) throws IOException;
    }

    private static void writeEachFrame(
            JsonGenerator json, String name, int frames, TrackSegments.OneTrack segments, Value value)
            throws IOException {
        json.writeArrayFieldStart(name);
        int[] next = {0};
        segments.forEach(seen -> {
            writeNulls(json, seen.frameIndex() - next[0]);
            value.write(seen.segment());
            next[0] = seen.frameIndex() + 1;
        });
        writeNulls(json, frames - next[0]);
        json.writeEndArray();
    }

    private static void writeNulls(JsonGenerator json, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            json.writeNull();
        }
    }
}
