package dev.sam3flow.app.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sam3flow.core.result.MasksReader;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a run has left, in its result folder and at the simulator. */
final class ResultFiles {
    private ResultFiles() {}

    static JsonNode summary(Path result) throws IOException {
        return new ObjectMapper().readTree(result.resolve("summary.json").toFile());
    }

    static List<FrameSegments> frames(Path result) throws IOException {
        try (MasksReader reader = new MasksReader(Files.newInputStream(result.resolve("masks.jsonl")))) {
            List<FrameSegments> frames = new ArrayList<>();
            for (FrameSegments frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
            return frames;
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }

    static long submits(ProviderSimulator simulator) {
        return simulator.recorded().stream()
                .filter(request -> request.call() == ProviderCall.SUBMIT)
                .count();
    }
}
