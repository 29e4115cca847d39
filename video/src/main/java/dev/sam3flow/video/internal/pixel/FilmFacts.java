package dev.sam3flow.video.internal.pixel;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.video.ChildProcess;
import dev.sam3flow.video.FfmpegPrograms;
import dev.sam3flow.video.VideoLimits;
import dev.sam3flow.video.internal.Arguments;
import dev.sam3flow.video.internal.StreamFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a drawn film takes over from its source beside the frames.
 *
 * @param picture entries of the video stream by ffprobe's names
 * @param soundCodec codec of the first sound; empty where there is none
 * @param startSeconds where the container begins
 */
record FilmFacts(Map<String, String> picture, String soundCodec, double startSeconds) {
    private static final String ENTRIES = "stream=codec_type,codec_name,sample_aspect_ratio,color_range,color_space,"
            + "color_transfer,color_primaries:stream_disposition=attached_pic:stream_side_data=rotation:format=start_time";

    FilmFacts {
        picture = Map.copyOf(picture);
    }

    static FilmFacts of(FfmpegPrograms programs, VideoLimits limits, Path file) {
        List<String> command = Arguments.ffprobe(programs)
                .guards(limits)
                .add("-show_entries", ENTRIES, "-of", "compact")
                .input(file)
                .words();
        ChildProcess.Outcome outcome = ChildProcess.run(
                command, programs.environment(), ChildProcess.Limits.DEFAULTS.withWallClock(Duration.ofMinutes(2)));
        if (outcome.exitCode() != 0) {
            throw new InvalidInputException(file.getFileName() + " cannot be read: " + outcome.lastError());
        }
        Map<String, String> picture = Map.of();
        String sound = "";
        double start = 0;
        for (String line : outcome.stdoutText().split("\\R")) {
            Map<String, String> entries = entries(line);
            String type = entries.getOrDefault("codec_type", "");
            if (line.startsWith("stream|") && type.equals("audio") && sound.isEmpty()) {
                sound = entries.getOrDefault("codec_name", "unknown");
            } else if (line.startsWith("stream|") && type.equals("video") && picture.isEmpty()) {
                picture = "1".equals(entries.get("disposition:attached_pic")) ? picture : entries;
            } else if (line.startsWith("format|")) {
                start = number(entries.getOrDefault("start_time", ""));
            }
        }
        return new FilmFacts(picture, sound, start);
    }

    private static Map<String, String> entries(String line) {
        Map<String, String> entries = new HashMap<>();
        for (String part : line.split("\\|")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                entries.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return entries;
    }

    private static double number(String text) {
        return text.matches("-?\\d{1,12}(\\.\\d{1,9})?") ? Double.parseDouble(text) : 0;
    }

    boolean hasSound() {
        return !soundCodec.isEmpty();
    }

    /** The filters that give drawn frames the shape of the source's pixels and the meaning of its colours. */
    String filters() {
        List<String> filters = new ArrayList<>();
        List<String> parameters = new ArrayList<>(List.of("range=tv"));
        named("color_space").ifPresent(name -> parameters.add("colorspace=" + name));
        named("color_primaries").ifPresent(name -> parameters.add("color_primaries=" + name));
        named("color_transfer").ifPresent(name -> parameters.add("color_trc=" + name));
        filters.add("setparams=" + String.join(":", parameters));
        String aspect = picture.getOrDefault("sample_aspect_ratio", "");
        if (aspect.matches("[1-9]\\d{0,6}:[1-9]\\d{0,6}")) {
            String[] sides = aspect.split(":");
            // drawn frames are turned as they are shown, and their pixels with them
            filters.add(isOnItsSide() ? "setsar=" + sides[1] + "/" + sides[0] : "setsar=" + sides[0] + "/" + sides[1]);
        }
        return String.join(",", filters);
    }

    private boolean isOnItsSide() {
        return Math.floorMod(new StreamFacts(picture, Map.of()).rotation(), 180) == 90;
    }

    private Optional<String> named(String key) {
        String value = picture.getOrDefault(key, "");
        boolean said = value.matches("[a-z][a-z0-9-]{1,30}") && !value.equals("unknown") && !value.equals("reserved");
        return said && !value.equals("gbr") ? Optional.of(value) : Optional.empty();
    }
}
