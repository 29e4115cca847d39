package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sam3flow.simulator.ProviderSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job is cancelled while ffmpeg re-encodes its video, which takes minutes more. */
class StoppedFfmpegIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FRAMES = 5_000;

    @TempDir
    Path folder;

    /** What the application is told beside its provider. */
    Map<String, String> environment() {
        return Map.of();
    }

    @Test
    void aCancelledJobsFfmpegEndsAndLeavesNoFile() throws IOException {
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            Map<String, String> environment = new HashMap<>(environment());
            environment.put("WAVESPEED_API_KEY", "any");
            environment.put("WAVESPEED_BASE_URL", simulator.baseUrl());
            try (RunningService service = RunningService.start(folder, environment)) {
                JsonNode video = RunningService.json(service.form("/api/v1/videos", "slow.gif", slowVideo(), Map.of()));
                service.post(
                        "/api/v1/jobs",
                        "{\"requestKey\":\"slow\",\"video\":\""
                                + video.path("id").asText() + "\",\"prompts\":[\"dot\"]}");
                await().atMost(RunningService.PATIENCE)
                        .until(() -> reEncodes(service) && !unfinished().isEmpty());

                service.post("/api/v1/jobs/slow/cancel", "[]");

                await().atMost(SOON).until(() -> !reEncodes(service));
                await().atMost(SOON).until(() -> unfinished().isEmpty());
                await().atMost(SOON)
                        .until(() -> service.json("/api/v1/jobs/slow")
                                .path("phase")
                                .asText()
                                .equals("CANCELLED"));
                assertThat(reEncodes(service)).isFalse();
            }
        }
    }

    private static boolean reEncodes(RunningService service) {
        return service.programs().stream()
                .flatMap(program -> program.info().arguments().stream())
                .flatMap(Arrays::stream)
                .anyMatch("-force_key_frames"::equals);
    }

    /** Files in the making, wherever. */
    private List<Path> unfinished() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        } catch (IOException | UncheckedIOException vanished) {
            return List.of(folder);
        }
    }

    /** A GIF of which one pixel a frame is drawn, on a screen as large as the encoder takes. */
    private static byte[] slowVideo() {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer screen = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
        screen.putShort((short) 4096).putShort((short) 2304).put((byte) 0x80).putShort((short) 0);
        screen.put(new byte[3]).put(new byte[] {-1, -1, -1}); // black and white
        gif.writeBytes(screen.array());
        for (int i = 0; i < FRAMES; i++) {
            gif.writeBytes(new byte[] {0x21, (byte) 0xf9, 4, 0, 4, 0, 0, 0}); // for four hundredths of a second
            ByteBuffer dot = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            dot.put((byte) 0x2c).putShort((short) (i % 4096)).putShort((short) 0);
            gif.writeBytes(dot.putShort((short) 1).putShort((short) 1).array());
            gif.writeBytes(new byte[] {2, 2, (byte) (i % 2 == 0 ? 0x44 : 0x4c), 1, 0});
        }
        gif.write(0x3b);
        return gif.toByteArray();
    }
}
