package dev.sam3flow.simulator.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sam3flow.simulator.mask.MaskDialect;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws the repository's sample: {@code samples/balls.mp4} and the masks that were drawn, {@code balls.masks.json}. */
public final class SampleGenerator {
    private SampleGenerator() {}

    /** @param args the folder to write into */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        writeMasks(folder.resolve("balls.masks.json"));
        writeVideo(FfmpegPrograms.find(), folder.resolve("balls.mp4"), Scene.FRAMES, "1000k");
    }

    static void writeMasks(Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("video", "balls.mp4");
            json.writeNumberField("width", Scene.WIDTH);
            json.writeNumberField("height", Scene.HEIGHT);
            json.writeStringField("fps", "25/1");
            json.writeNumberField("frame_count", Scene.FRAMES);
            json.writeStringField("masks", "as drawn, before encoding");
            json.writeStringField("rle", "COCO compressed, column-major");
            json.writeArrayFieldStart("frames");
            for (int frame = 0; frame < Scene.FRAMES; frame++) {
                json.writeStartObject();
                json.writeNumberField("frame", frame);
                json.writeArrayFieldStart("objects");
                for (ObjectMask mask : Scene.masks(frame)) {
                    write(json, mask);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, ObjectMask mask) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", mask.objectId());
        json.writeStringField("label", Scene.LABELS.get(mask.objectId() - 1));
        json.writeNumberField("area", mask.runs().area());
        json.writeFieldName("bbox");
        json.writeArray(mask.runs().box(), 0, 4);
        json.writeObjectFieldStart("rle");
        json.writeFieldName("size");
        json.writeArray(new int[] {Scene.HEIGHT, Scene.WIDTH}, 0, 2);
        json.writeStringField("counts", MaskDialect.COCO.write(mask.runs()));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Encodes the first frames of the scene, 25 a second, with a key frame a second. */
    public static void writeVideo(FfmpegPrograms programs, Path target, int frames, String bitRate) throws IOException {
        List<String> command = List.of(
                programs.ffmpeg().toString(),
                "-v",
                "error",
                "-y",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-s",
                Scene.WIDTH + "x" + Scene.HEIGHT,
                "-r",
                "25",
                "-i",
                "-",
                "-c:v",
                "libopenh264",
                "-b:v",
                bitRate,
                "-g",
                "25",
                "-pix_fmt",
                "yuv420p",
                "-movflags",
                "+faststart",
                "file:" + target.toAbsolutePath());
        try (ChildProcess ffmpeg = ChildProcess.start(command, programs.environment(), ChildProcess.Limits.DEFAULTS)) {
            try (OutputStream pictures = ffmpeg.input()) {
                for (int frame = 0; frame < frames; frame++) {
                    pictures.write(Scene.picture(frame));
                }
            }
            ffmpeg.output().close();
            ChildProcess.Outcome outcome = ffmpeg.await();
            if (outcome.exitCode() != 0) {
                throw new IOException(outcome.lastError());
            }
        }
    }
}
