package dev.sam3flow.app.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Masks that a video is known to have: by frame, then by object id. */
record KnownMasks(List<Map<Integer, Mask>> frames) {
    static KnownMasks read(Path file) throws IOException {
        return read(file, label -> true);
    }

    /** Only objects whose label is wanted. */
    static KnownMasks read(Path file, Predicate<String> wanted) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        FrameSize size =
                new FrameSize(root.path("width").asInt(), root.path("height").asInt());
        List<Map<Integer, Mask>> frames = new ArrayList<>();
        for (JsonNode frame : root.path("frames")) {
            Map<Integer, Mask> objects = new LinkedHashMap<>();
            for (JsonNode object : frame.path("objects")) {
                if (wanted.test(object.path("label").asText())) {
                    objects.put(
                            object.path("id").asInt(),
                            Mask.ofCoco(size, object.path("rle").path("counts").asText()));
                }
            }
            frames.add(objects);
        }
        return new KnownMasks(frames);
    }
}
