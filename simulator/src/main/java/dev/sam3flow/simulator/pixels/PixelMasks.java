package dev.sam3flow.simulator.pixels;

import dev.sam3flow.simulator.mask.MaskRequest;
import dev.sam3flow.simulator.mask.MaskSink;
import dev.sam3flow.simulator.mask.MaskSource;
import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.ReceivedVideo;
import dev.sam3flow.video.FfmpegPrograms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Masks from the pixels of the video itself: what has a colour that the prompt names ("red ball"), else what moves before
 * a background that stands still. No model: the same bytes and prompts always give the same masks.
 */
public final class PixelMasks implements MaskSource {
    private static final int SAMPLES = 40;
    /** Object numbers of a second phrase start here, of a third at twice that. */
    private static final int IDS_A_PHRASE = 1000;

    private final FrameReader frames;

    public PixelMasks(FfmpegPrograms programs) {
        this.frames = new FrameReader(programs);
    }

    @Override
    public void segment(ReceivedVideo video, MaskRequest request, MaskSink sink) throws IOException {
        Grid grid = Grid.of(video.width(), video.height());
        List<Phrase> phrases = new ArrayList<>();
        List<Set<Colour>> wanted = PromptWords.phrases(request.prompt());
        boolean movement = wanted.stream().anyMatch(Set::isEmpty);
        Background background = movement ? learn(video, grid) : Background.of(List.of(new byte[grid.pixels() * 3]));
        for (Set<Colour> colours : wanted) {
            phrases.add(new Phrase(colours, background, grid));
        }
        Choice choice = new Choice(grid, request);
        int[] frame = {0};
        frames.read(video.file(), grid.columns(), grid.rows(), FrameReader.Wanted.ALL, 1, rgb -> {
            Map<Integer, Blob> objects = new TreeMap<>();
            for (int i = 0; i < phrases.size(); i++) {
                int firstId = i * IDS_A_PHRASE;
                phrases.get(i).look(rgb).forEach((id, blob) -> objects.put(firstId + id, blob));
            }
            choice.apply(frame[0]++, objects);
            List<ObjectMask> masks = new ArrayList<>();
            objects.forEach((id, blob) -> masks.add(new ObjectMask(id, grid.enlarge(blob))));
            sink.frame(masks);
        });
    }

    private Background learn(ReceivedVideo video, Grid grid) throws IOException {
        boolean keysSuffice = video.keyFrames() >= SAMPLES / 2;
        int candidates = keysSuffice ? video.keyFrames() : video.frames();
        List<byte[]> samples = new ArrayList<>();
        frames.read(
                video.file(),
                grid.columns(),
                grid.rows(),
                keysSuffice ? FrameReader.Wanted.KEY_FRAMES : FrameReader.Wanted.ALL,
                Math.max(1, (candidates + SAMPLES - 1) / SAMPLES),
                rgb -> samples.add(rgb.clone()));
        if (samples.isEmpty()) {
            throw new IOException("the video has no picture");
        }
        return Background.of(samples);
    }

    /** One phrase of the prompt, followed through the pictures. */
    private static final class Phrase {
        private final boolean[] wanted = new boolean[Colour.values().length];
        private final boolean coloured;
        private final Background background;
        private final Blobs blobs;
        private final Tracks tracks = new Tracks();
        private final byte[] bits;

        Phrase(Set<Colour> colours, Background background, Grid grid) {
            colours.forEach(colour -> wanted[colour.ordinal()] = true);
            this.coloured = !colours.isEmpty();
            this.background = background;
            this.blobs = new Blobs(grid);
            this.bits = new byte[grid.pixels()];
        }

        Map<Integer, Blob> look(byte[] rgb) {
            if (coloured) {
                for (int p = 0, i = 0; p < bits.length; p++, i += 3) {
                    bits[p] = (byte) (wanted[Colour.ordinalOf(rgb[i], rgb[i + 1], rgb[i + 2])] ? 1 : 0);
                }
            } else {
                background.moving(rgb, bits);
            }
            return tracks.follow(blobs.find(bits, !coloured));
        }
    }
}
