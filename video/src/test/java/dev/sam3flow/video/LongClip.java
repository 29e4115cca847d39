package dev.sam3flow.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.mask.Box;
import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.result.MasksHeader;
import dev.sam3flow.core.result.MasksHeader.Provenance;
import dev.sam3flow.core.result.MasksHeader.VideoFacts;
import dev.sam3flow.core.result.MasksWriter;
import dev.sam3flow.core.track.FrameSegments;
import dev.sam3flow.core.track.Segment;
import dev.sam3flow.core.track.Track;
import dev.sam3flow.core.video.Video;
import dev.sam3flow.video.internal.Arguments;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Long clips made of a short one that is repeated without being encoded again, and masks for them. */
final class LongClip {
    private LongClip() {}

    /** Moving test pictures with noise, 30 frames a second, a key frame a second. */
    static Path make(Path target, FrameSize size, String bitRate, int seconds, int times) throws IOException {
        Path once = target.resolveSibling("once.mp4");
        run(Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-f", "lavfi", "-i", "testsrc2=s=" + size + ":r=30:d=" + seconds)
                .add("-vf", "noise=alls=12:allf=t,format=yuv420p", "-c:v", "libopenh264", "-b:v", bitRate, "-g", "30")
                .add(Arguments.url(once)));
        run(Arguments.ffmpeg(BarCodeClip.PROGRAMS)
                .add("-stream_loop", Arguments.number(times - 1))
                .input(once)
                .add("-c", "copy", Arguments.url(target)));
        Files.delete(once);
        return target;
    }

    private static void run(Arguments command) {
        ChildProcess.Outcome outcome =
                ChildProcess.run(command.words(), BarCodeClip.PROGRAMS.environment(), ChildProcess.Limits.DEFAULTS);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    }

    /** Four tracks in every frame: discs as large as a fifth of the height that wander. */
    static Path masks(Path target, Video video) throws IOException {
        FrameSize size = video.size();
        int frames = video.frames();
        List<Track> tracks = new ArrayList<>();
        for (int id = 1; id <= 4; id++) {
            tracks.add(new Track(id, "disc", 0, frames - 1, frames, false));
        }
        MasksHeader header =
                new MasksHeader(VideoFacts.of(video), null, tracks, new Provenance(true, "none", List.of(), List.of()));
        Mask disc = disc(size);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                MasksWriter writer = new MasksWriter(out, header)) {
            for (int i = 0; i < frames; i++) {
                List<Segment> segments = new ArrayList<>();
                for (int id = 1; id <= 4; id++) {
                    int right = (i * id * 2 + id * size.width() / 5) % (size.width() * 3 / 4);
                    segments.add(new Segment(id, "disc", disc.translate(right, id * size.height() / 6), null));
                }
                writer.write(new FrameSegments(i, video.table().timeMicros(i), segments));
            }
            writer.finish();
        }
        return target;
    }

    private static Mask disc(FrameSize size) {
        int radius = size.height() / 10;
        Mask disc = Mask.empty(size);
        for (int y = 0; y < 2 * radius; y++) {
            int half = (int) Math.sqrt((double) radius * radius - (double) (y - radius) * (y - radius));
            if (half > 0) {
                disc = disc.union(Mask.ofBox(size, new Box(radius - half, y, 2 * half, 1)));
            }
        }
        return disc;
    }
}
