package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.video.internal.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sound of clips. */
final class Sound {
    private Sound() {}

    /** A copy of a clip with three seconds of a tone. */
    static Path added(Path clip, Path target, String codec) {
        List<String> command = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .input(clip)
                .add("-f", "lavfi", "-i", "sine=duration=3:sample_rate=48000", "-c:v", "copy", "-c:a", codec)
                .add(Arguments.url(target))
                .words();
        ChildProcess.Outcome outcome =
                ChildProcess.run(command, BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return target;
    }

    /** How long the sound of a film is, by decoding it; empty where it has none. */
    static Optional<Double> seconds(Path film) {
        List<String> command = Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .input(film)
                .add("-map", "0:a:0?", "-ac", "1", "-ar", "1000", "-f", "u8", "pipe:1")
                .words();
        ChildProcess.Outcome outcome =
                ChildProcess.run(command, BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);
        return outcome.stdout().length == 0 ? Optional.empty() : Optional.of(outcome.stdout().length / 1000.0);
    }
}
