package dev.sam3flow.video;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.video.internal.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Frames as they decode. */
final class Pixels {
    private static final Map<String, Integer> BITS = Map.of("rgba", 32, "rgb24", 24, "yuv420p", 12, "yuva420p", 20);

    private Pixels() {}

    /** All frames of a film. @param format ffmpeg's name of a pixel format; planes follow each other */
    static List<byte[]> read(Path film, FrameSize size, String format) {
        Arguments command = Arguments.ffmpeg(BarCodeClip.PROGRAMS);
        if (film.toString().endsWith(".webm")) {
            command.add("-c:v", "libvpx-vp9"); // the other decoder skips alpha
        }
        command.input(film)
                .add("-map", "0:V:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", format, "pipe:1");
        int length = size.pixels() * BITS.get(format) / 8;
        List<byte[]> frames = new ArrayList<>();
        ChildProcess.stream(
                command.words(), BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS, stdout -> {
                    byte[] frame = stdout.readNBytes(length);
                    while (frame.length == length) {
                        frames.add(frame);
                        frame = stdout.readNBytes(length);
                    }
                });
        return frames;
    }

    /** Where a frame of RGBA is more opaque than not. */
    static Mask opaque(byte[] rgba, FrameSize size) {
        BitSet bits = new BitSet(size.pixels());
        for (int i = 0; i < size.pixels(); i++) {
            bits.set(i, (rgba[4 * i + 3] & 0xff) > 127);
        }
        return Mask.ofBits(size, bits, PixelOrder.ROW_MAJOR);
    }
}
