package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.video.internal.Arguments;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clips whose every frame carries its own number as bars in the pixels: 24 bits and a parity bit. */
final class BarCodeClip {
    static final FfmpegPrograms PROGRAMS = FfmpegPrograms.find();
    /** A distribution's ffmpeg of any age, with encoders that the bundled one lacks; only ever used to write samples. */
    static final Optional<FfmpegPrograms> FULLER = Optional.of(Path.of("/usr/bin/ffmpeg"))
            .filter(Files::isExecutable)
            .map(ffmpeg -> new FfmpegPrograms(ffmpeg, ffmpeg, Map.of(), "any", FfmpegPrograms.Origin.CONFIGURED))
            .filter(BarCodeClip::writesH264AndHevc);

    static final int WIDTH = 400;
    static final int HEIGHT = 64;
    private static final int BITS = 25;
    private static final int BAR = WIDTH / BITS;

    private BarCodeClip() {}

    /** Draws {@code frames} numbered frames at 25 a second and encodes them. @param output encoder, its options, and muxer */
    static Path make(Path file, int frames, String... output) throws IOException {
        return make(PROGRAMS, file, frames, output);
    }

    /** As {@link #make}, by another ffmpeg. @param options divided by blanks */
    static Path makeBy(FfmpegPrograms programs, Path file, int frames, String options) throws IOException {
        return make(programs, file, frames, options.split(" "));
    }

    private static Path make(FfmpegPrograms programs, Path file, int frames, String... output) throws IOException {
        Arguments command = Arguments.ffmpeg(programs)
                .add("-f", "rawvideo", "-pix_fmt", "gray", "-s", WIDTH + "x" + HEIGHT, "-r", "25", "-i", "pipe:0")
                .add(output)
                .add(Arguments.url(file));
        try (ChildProcess ffmpeg =
                ChildProcess.start(command.words(), programs.environment(), ChildProcess.Limits.DEFAULTS)) {
            try (OutputStream in = new BufferedOutputStream(ffmpeg.input(), 1 << 16)) {
                for (int i = 0; i < frames; i++) {
                    in.write(draw(i));
                }
            }
            ffmpeg.output().close();
            ChildProcess.Outcome outcome = ffmpeg.await();
            assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        }
        return file;
    }

    private static boolean writesH264AndHevc(FfmpegPrograms programs) {
        List<String> command = List.of(programs.ffmpeg().toString(), "-v", "error", "-encoders");
        String encoders = ChildProcess.run(command, Map.of(), ChildProcess.Limits.DEFAULTS)
                .stdoutText();
        return encoders.contains("libx264 ") && encoders.contains("libx265 ");
    }

    private static byte[] draw(int number) {
        byte[] row = new byte[WIDTH];
        int coded = number << 1 | Integer.bitCount(number) & 1;
        for (int bit = 0; bit < BITS; bit++) {
            byte light = (coded >>> bit & 1) == 1 ? (byte) 220 : (byte) 30;
            Arrays.fill(row, bit * BAR, (bit + 1) * BAR, light);
        }
        byte[] frame = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            System.arraycopy(row, 0, frame, y * WIDTH, WIDTH);
        }
        return frame;
    }

    /** The numbers of all frames as they decode, in order; a frame that cannot be read is -1. */
    static List<Integer> numbers(Path file) {
        Arguments command = Arguments.ffmpeg(PROGRAMS)
                .input(file)
                .add("-map", "0:V:0", "-fps_mode", "passthrough", "-vf", "scale=" + WIDTH + ":" + HEIGHT)
                .add("-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");
        List<Integer> numbers = new ArrayList<>();
        ChildProcess.stream(command.words(), PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS, stdout -> {
            DataInputStream in = new DataInputStream(stdout);
            byte[] frame = new byte[WIDTH * HEIGHT];
            while (true) {
                try {
                    in.readFully(frame);
                } catch (EOFException end) {
                    return;
                }
                numbers.add(read(frame));
            }
        });
        return numbers;
    }

    private static int read(byte[] frame) {
        int coded = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int light = frame[HEIGHT / 2 * WIDTH + bit * BAR + BAR / 2] & 0xff;
            coded |= light > 125 ? 1 << bit : 0;
        }
        int number = coded >>> 1;
        return (Integer.bitCount(number) & 1) == (coded & 1) ? number : -1;
    }
}
