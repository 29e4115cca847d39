package dev.sam3flow.core.result;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Masks of real videos, by frame and object; tests that need them are skipped where the footage is not there.
 *
 * @param size of the frames
 * @param frames object to mask, one map a frame; masks are not empty
 */
public record Footage(FrameSize size, List<Map<Integer, Mask>> frames) {

    /** 1394 frames, seven people one after the other. */
    public static Footage people() {
        return read("intel-one-by-one-person-detection.masks.json", new FrameSize(768, 432));
    }

    /** 121 frames, five objects side by side, drawn by people. */
    public static Footage indoor() {
        return read("sav_000001_manual.json", new FrameSize(480, 848));
    }

    /** As another run of a model may see it: moved by up to two pixels each way, a rectangle more or less. */
    public static Mask jittered(Mask mask, Random random) {
        Box box = mask.boundingBox();
        int width = 1 + random.nextInt(Math.max(1, box.width() / 2));
        int height = 1 + random.nextInt(Math.max(1, box.height() / 2));
        Mask patch = Mask.ofBox(
                mask.size(),
                new Box(
                        box.x() + random.nextInt(Math.max(1, box.width() - width + 1)),
                        box.y() + random.nextInt(Math.max(1, box.height() - height + 1)),
                        width,
                        height));
        Mask changed = random.nextBoolean() ? mask.union(patch) : mask.difference(patch);
        return changed.translate(random.nextInt(5) - 2, random.nextInt(5) - 2);
    }

    private static Footage read(String name, FrameSize size) {
        String folder = System.getenv("SAM3FLOW_FOOTAGE");
        assumeThat(folder).as("SAM3FLOW_FOOTAGE names no folder with footage").isNotNull();
        Path file = Path.of(folder, name);
        assumeThat(file).as("the footage lacks " + file).exists();
        try (JsonParser json = new JsonFactory().createParser(Files.newInputStream(file))) {
            return new Footage(size, name.startsWith("sav") ? masklets(json, size) : frames(json, size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A list of frames, each a list of RLE objects; the place is the object. */
    private static List<Map<Integer, Mask>> masklets(JsonParser json, FrameSize size) throws IOException {
        List<Map<Integer, Mask>> frames = new ArrayList<>();
        while (!"masklet".equals(json.currentName())) {
            json.nextToken();
        }
        json.nextToken();
        while (json.nextToken() == JsonToken.START_ARRAY) {
            Map<Integer, Mask> objects = new TreeMap<>();
            int object = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if ("counts".equals(json.currentName()) && json.currentToken() == JsonToken.VALUE_STRING) {
                    put(objects, ++object, Mask.ofCoco(size, json.getText()));
                } else if (json.currentToken() == JsonToken.START_ARRAY) {
                    json.skipChildren();
                }
            }
            frames.add(objects);
        }
        return frames;
    }

    private static List<Map<Integer, Mask>> frames(JsonParser json, FrameSize size) throws IOException {
        List<Map<Integer, Mask>> frames = new ArrayList<>();
        int id = 0;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            String name = json.currentName();
            if (token == JsonToken.VALUE_NUMBER_INT && "frame".equals(name)) {
                frames.add(new TreeMap<>());
            } else if (token == JsonToken.VALUE_NUMBER_INT && "id".equals(name)) {
                id = json.getIntValue();
            } else if (token == JsonToken.VALUE_STRING && "counts".equals(name)) {
                put(frames.get(frames.size() - 1), id, Mask.ofCoco(size, json.getText()));
            }
        }
        return frames;
    }

    private static void put(Map<Integer, Mask> objects, int id, Mask mask) {
        if (!mask.isEmpty()) {
            objects.put(id, mask);
        }
    }
}
