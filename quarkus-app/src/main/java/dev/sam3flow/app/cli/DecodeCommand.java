package dev.sam3flow.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.app.result.ResultFolder;
import dev.sam3flow.app.wiring.Sam3Config;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.prompt.Prompts;
import dev.sam3flow.core.result.AssembledResult;
import dev.sam3flow.core.result.FileDecoding;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.rle.Dialect;
import dev.sam3flow.core.video.Video;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads an RLE file of any dialect and writes a result folder; sends nothing. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Reads an RLE file of the model, in whichever dialect it is written, and writes a result folder, free of charge.",
            "Masks that can be read in more than one way are refused with exit code 6, and with what would settle it.",
        })
public class DecodeCommand implements Callable<Integer>, Prechecked {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "RLE.json", description = "The file.")
    @Nullable
    Path file;

    @ArgGroup
    Frames frames = new Frames();

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description = "How the masks are written, where the evidence does not tell (default: ${DEFAULT-VALUE}).",
            defaultValue = JobRequest.AUTO_DIALECT)
    String dialect = JobRequest.AUTO_DIALECT;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What was asked for; the tracks' label.")
    List<String> texts = new ArrayList<>();

    @Option(
            names = "--point",
            paramLabel = "X,Y[,0|1]",
            description = "Pixel of the first frame that is on an object (1, the default) or not (0): evidence.")
    List<String> points = new ArrayList<>();

    @Option(
            names = "--box",
            paramLabel = "X0,Y0,X1,Y1",
            description = "Box around an object in the first frame, in pixels: evidence.")
    List<String> boxes = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Result folder (default: the file's name and -sam3, here).")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Print one JSON object in place of a line.")
    boolean json;

    @Inject
    Instance<VideoTools> tools;

    @Inject
    Sam3Config config;

    /** Where the size of the frames comes from, if not from the file. */
    static final class Frames {
        @Option(
                names = "--size",
                paramLabel = "HxW",
                description = "Height and width of the frames, the height first, such as 1080x1920.")
        @Nullable
        String size;

        @Option(names = "--video", paramLabel = "V", description = "The video file that the masks belong to.")
        @Nullable
        String video;
    }

    @Override
    public void precheck() {
        VideoArgument.of(String.valueOf(file));
        if (!dialect.equals(JobRequest.AUTO_DIALECT)) {
            Dialect.ofOption(dialect);
        }
        givenSize();
        prompts();
        if (frames.video != null && !VideoArgument.of(frames.video).isFile()) {
            throw new InvalidInputException("--video must be a file here: download the video first");
        }
    }

    @Override
    public Integer call() throws IOException {
        precheck();
        Output output = Output.of(spec);
        Path rle = VideoArgument.of(String.valueOf(file)).path();
        FileDecoding decoding = FileDecoding.of(() -> new BufferedInputStream(Files.newInputStream(rle), 1 << 16));
        @Nullable
        Video video = frames.video == null
                ? null
                : tools.get().probe(VideoArgument.of(frames.video).path());
        VideoFacts facts = video == null ? facts(decoding, rle) : VideoFacts.of(video);
        IntToLongFunction time = video == null ? frame -> 0 : video.table()::timeMicros;
        Prompts prompts = prompts();
        if (prompts != null) {
            prompts.checkInside(facts.size());
        }
        Path folder =
                out == null ? Path.of(VideoArgument.of(String.valueOf(file)).stem() + "-sam3") : out;
        DecodedFiles files =
                new DecodedFiles(rle, decoding, facts, config.quality().options());
        ResultFolder.writeDecoded(folder, fresh -> files.write(fresh, time, prompts, dialect));
        tell(folder, facts, files.result(), output);
        return ExitCode.DONE;
    }

    private VideoFacts facts(FileDecoding decoding, Path rle) {
        FrameSize given = givenSize();
        FrameSize own = decoding.summary().size();
        FrameSize size = given == null ? own : given;
        if (size == null) {
            throw new InvalidInputException(file + " does not say how large its frames are: give --size HxW, such as"
                    + " 1080x1920 (the height first), or --video with the video file");
        }
        if (decoding.summary().frames() == 0) {
            throw new InvalidInputException(file + " has no frames: there is nothing to decode");
        }
        return new VideoFacts(
                String.valueOf(rle.getFileName()), decoding.summary().frames(), size, null, 0, null);
    }

    private @Nullable FrameSize givenSize() {
        String size = frames.size;
        if (size == null) {
            return null;
        }
        Matcher matcher = SIZE.matcher(size);
        if (matcher.matches()) {
            try {
                return new FrameSize(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException("--size " + size + ": " + e.getMessage(), e);
            }
        }
        throw new InvalidInputException("--size " + size + ": give the height, x and the width, such as 1080x1920");
    }

    private @Nullable Prompts prompts() {
        if (texts.isEmpty() && points.isEmpty() && boxes.isEmpty()) {
            return null;
        }
        return new Prompts(
                texts.isEmpty() ? List.of("object") : texts,
                points.stream().map(PromptOptions::point).toList(),
                boxes.stream().map(PromptOptions::box).toList());
    }

    private void tell(Path folder, VideoFacts facts, AssembledResult result, Output output) {
        if (json) {
            ObjectNode object = Output.object();
            object.put("folder", folder.toString());
            object.put("frames", facts.frames());
            object.put("height", facts.size().height());
            object.put("width", facts.size().width());
            object.put("tracks", result.tracks().size());
            object.put("segments", result.segments());
            object.put("dialect", result.dialect().name());
            output.result(object);
            return;
        }
        result.notes().forEach(output::say);
        output.say(result.dialect().name() + ": "
                + String.join("; ", result.dialect().evidence()));
        output.result(folder + ": " + facts.frames() + (facts.frames() == 1 ? " frame, " : " frames, ")
                + facts.size().height() + " high and " + facts.size().width() + " wide, "
                + result.tracks().size() + (result.tracks().size() == 1 ? " track" : " tracks") + ", "
                + result.segments() + (result.segments() == 1 ? " mask" : " masks") + ", dialect "
                + result.dialect().name());
    }
}
