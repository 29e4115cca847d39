package dev.sam3flow.core.plan;

import dev.sam3flow.core.video.Fraction;
import dev.sam3flow.core.video.FrameTable;
import dev.sam3flow.core.video.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Frame tables for tests of the planner. */
final class PlanTables {
    static final Fraction MILLIS = new Fraction(1, 1000);

    private PlanTables() {}

    /** Constant rate, a key frame every {@code gop} frames, no B-frames. */
    static FrameTable constant(int frames, int fps, int gop) {
        Fraction timeBase = new Fraction(1, fps);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            packets.add(new Packet(i, 1, 1000, i % gop == 0, false));
        }
        return FrameTable.ofPackets(timeBase, packets);
    }

    /** Variable rate around 10 fps, GOPs of random length, groups of up to three frames decoded out of order. */
    static FrameTable random(Random random, int frames, int longestGop) {
        List<Packet> packets = new ArrayList<>();
        long time = 0;
        int i = 0;
        while (i < frames) {
            int gop = Math.min(frames - i, 1 + random.nextInt(longestGop));
            List<Long> times = new ArrayList<>();
            for (int k = 0; k < gop; k++) {
                times.add(time);
                time += 60 + random.nextInt(80);
            }
            packets.add(new Packet(times.get(0), 0, 900, true, false));
            int k = 1;
            while (k < gop) {
                int group = Math.min(gop - k, 1 + random.nextInt(3));
                packets.add(new Packet(times.get(k + group - 1), 0, 90, false, false));
                for (int b = 0; b < group - 1; b++) {
                    packets.add(new Packet(times.get(k + b), 0, 40, false, false));
                }
                k += group;
            }
            i += gop;
        }
        return FrameTable.ofPackets(MILLIS, packets);
    }
}
