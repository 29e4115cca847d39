package dev.sam3flow.camelquarkus.nativetest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.simulator.ProviderSimulator;
import dev.sam3flow.simulator.fault.ProviderCall;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.simulator.mask.RowRuns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process: the native executable, or the jar where none was built. */
class MasksIT {
    private static final String EXECUTABLE = System.getProperty("sam3.executable", "");
    private static final int FRAMES = 3;

    @TempDir
    Path folder;

    private List<String> command() {
        return Files.isRegularFile(Path.of(EXECUTABLE))
                ? List.of(EXECUTABLE)
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    }

    private Map<String, String> run(ProviderSimulator simulator) throws Exception {
        Path video = Files.write(folder.resolve("v.mp4"), new byte[100]);
        Path out = folder.resolve("out.txt");
        List<String> command = new ArrayList<>(command());
        command.add(video.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("MASKS_PROVIDER", simulator.baseUrl());

        int exitCode = builder.start().waitFor();

        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(exitCode).as(said).isZero();
        return said.lines()
                .filter(line -> line.matches("[A-Za-z0-9/._-]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    @Test
    void whatRoutesNeedIsInTheExecutable() throws Exception {
        try (ProviderSimulator simulator = discs()) {
            Map<String, String> said = run(simulator);

            String id = simulator.book().rows().get(1).predictionId();
            assertThat(said)
                    .containsEntry("lines", String.valueOf(1 + FRAMES))
                    .containsEntry("picture", "PNG")
                    .containsEntry("kept", String.valueOf(1 + FRAMES))
                    .containsEntry("refused", "invalid-input")
                    .containsEntry("webhook", "401")
                    .containsEntry("kamelets/sam3-segment-action.kamelet.yaml", "true")
                    .containsEntry("kamelets/sam3-job-action.kamelet.yaml", "true")
                    .containsEntry("kamelets/sam3-events-source.kamelet.yaml", "true")
                    .containsEntry("sam3/route-templates.camel.yaml", "true");
            assertThat(said.get("described")).startsWith(id + " " + FRAMES + " ");
            assertThat(simulator.book().paidPredictions()).hasSize(4);
        }
    }

    /** A random generator that was seeded when the executable was compiled would draw the same ones in every process. */
    @Test
    void twoProcessesDrawDifferentMarkers() throws Exception {
        try (ProviderSimulator simulator = discs()) {
            run(simulator);
            run(simulator);

            assertThat(simulator.recorded())
                    .filteredOn(request -> request.call() == ProviderCall.SUBMIT)
                    .extracting(request -> marker(request.body()))
                    .hasSize(8)
                    .doesNotHaveDuplicates();
        }
    }

    private static String marker(String submit) {
        Matcher name = Pattern.compile("/([0-9a-f]{32})[.]mp4").matcher(submit);
        assertThat(name.find()).as(submit).isTrue();
        return name.group(1);
    }

    private static ProviderSimulator discs() {
        return ProviderSimulator.builder()
                .delay(Duration.ofMillis(30))
                .meter((file, sha256) -> new ReceivedVideo(file, sha256, 160, 120, 120_000L, new int[FRAMES], 1))
                .masks((received, request, sink) -> {
                    for (int frame = 0; frame < FRAMES; frame++) {
                        BitSet pixels = new BitSet();
                        for (int y = 20; y <= 100; y++) {
                            int half = (int) Math.sqrt(1600 - (y - 60) * (y - 60));
                            pixels.set(y * 160 + 50 + frame - half, y * 160 + 50 + frame + half + 1);
                        }
                        sink.frame(List.of(new ObjectMask(1, RowRuns.ofBits(160, 120, pixels))));
                    }
                })
                .start();
    }
}
