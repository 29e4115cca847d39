package dev.sam3flow.app.cli;

import dev.sam3flow.app.result.ResultFolder;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.app.wiring.WorkRoom;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.export.Exporter;
import dev.sam3flow.core.export.Exports;
import dev.sam3flow.core.export.PixelExport;
import dev.sam3flow.core.job.JobResult;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.quality.QualityReport;
import dev.sam3flow.core.quality.QualityWriter;
import dev.sam3flow.core.result.MasksSource;
import dev.sam3flow.core.video.Video;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes further files from a result's masks; sends nothing. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Writes the masks of a result folder in other formats, free of charge.")
public class ConvertCommand implements Callable<Integer>, Prechecked {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "RESULT", description = "A result folder, or its masks.jsonl.")
    @Nullable
    Path result;

    @Option(
            names = "--export",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = FromMasks.class,
            description = "Formats: ${COMPLETION-CANDIDATES}.")
    List<String> exports = new ArrayList<>();

    @Option(
            names = "--video",
            paramLabel = "FILE",
            description = "The video that the masks were made from, for formats that show its pixels.")
    @Nullable
    Path video;

    @Option(
            names = "--quality",
            description = "Look at the masks again and write quality.json, with the thresholds that are set now.")
    boolean quality;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files go (default: the result folder).")
    @Nullable
    Path out;

    @Inject
    Sam3Config config;

    @Inject
    VideoTools tools;

    /** All formats; some need the video. */
    static final class FromMasks extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FromMasks() {
            super(Exports.allNames());
        }
    }

    @Override
    public void precheck() {
        if (exports.isEmpty() && !quality) {
            throw new InvalidInputException("nothing to write: give --export with one of "
                    + String.join(", ", Exports.allNames()) + ", or --quality");
        }
        exports.forEach(this::check);
        masks();
    }

    @Override
    public Integer call() {
        precheck();
        Output output = Output.of(spec);
        Path masks = masks();
        Path folder = out == null ? folderOf(masks) : out;
        MasksSource source = () -> new BufferedInputStream(Files.newInputStream(masks), 1 << 16);
        try {
            source.header();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + masks + ": " + e.getMessage(), e);
        }
        for (String name : new LinkedHashSet<>(exports)) {
            Path written = PixelExport.find(name)
                    .map(export -> draw(export, source, folder))
                    .orElseGet(() -> write(Exports.named(name), source, folder));
            output.result(written.toString());
        }
        if (quality) {
            output.result(ResultFolder.add(
                            folder,
                            JobResult.QUALITY,
                            to -> QualityWriter.write(
                                    QualityReport.of(source, config.quality().options()), to))
                    .toString());
        }
        return ExitCode.DONE;
    }

    private static Path folderOf(Path masks) {
        return Objects.requireNonNull(masks.toAbsolutePath().normalize().getParent());
    }

    private void check(String name) {
        Exports.check(name);
        if (video == null && PixelExport.find(name).isPresent()) {
            throw new InvalidInputException("export '" + name + "' shows the video's own pixels, which a result does"
                    + " not hold: give the file it was made from as --video; from masks alone there are "
                    + String.join(", ", Exports.names()));
        }
    }

    private static Path write(Exporter exporter, MasksSource source, Path folder) {
        return ResultFolder.add(folder, exporter.fileName(), to -> exporter.write(source, to));
    }

    private Path draw(PixelExport export, MasksSource source, Path folder) {
        Path file = Objects.requireNonNull(video);
        Video probed = tools.probe(file);
        Path drawn = room().resolve(UUID.randomUUID() + ".mp4");
        try {
            tools.draw(export, file, probed, source, drawn);
            return ResultFolder.add(folder, export.fileName(), to -> Files.copy(drawn, to));
        } finally {
            delete(drawn);
        }
    }

    private Path room() {
        try {
            return WorkRoom.of(config).room();
        } catch (IOException e) {
            throw new UncheckedIOException("could not use the work folder: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + file + ": " + e.getMessage(), e);
        }
    }

    private Path masks() {
        Path given = result;
        if (given == null || !Files.exists(given)) {
            throw new InvalidInputException(given + ": there is no such result");
        }
        Path masks = Files.isDirectory(given) ? given.resolve(JobResult.MASKS) : given;
        if (!Files.isRegularFile(masks) || !Files.isReadable(masks)) {
            throw new InvalidInputException(given + ": no result, it has no " + JobResult.MASKS + " that can be read");
        }
        return masks;
    }
}
