package dev.sam3flow.simulator.sample;

import dev.sam3flow.simulator.mask.ObjectMask;
import dev.sam3flow.simulator.mask.RowRuns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A drawn film: a red ball, a blue ball and a green box before a grey wall; who comes later in the list stands in front. */
final class Scene {
    static final int WIDTH = 640;
    static final int HEIGHT = 360;
    static final int FRAMES = 250;
    static final List<String> LABELS = List.of("green box", "blue ball", "red ball");
    private static final int[] COLOURS = {0x1e9a32, 0x2440d8, 0xd82020};

    private Scene() {}

    /** Object numbers are those of the labels, from 1; an object that is not to be seen is left out. */
    static List<ObjectMask> masks(int frame) {
        List<BitSet> shapes = shapes(frame);
        List<ObjectMask> masks = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            BitSet visible = (BitSet) shapes.get(i).clone();
            for (int j = i + 1; j < shapes.size(); j++) {
                visible.andNot(shapes.get(j));
            }
            if (!visible.isEmpty()) {
                masks.add(new ObjectMask(i + 1, RowRuns.ofBits(WIDTH, HEIGHT, visible)));
            }
        }
        return masks;
    }

    /** RGB of the whole picture. */
    static byte[] picture(int frame) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int brick = (x / 40 + y / 20) % 2 * 10;
                int light = 96 + 60 * y / HEIGHT + brick;
                set(rgb, y * WIDTH + x, light << 16 | light << 8 | Math.min(255, light + 6));
            }
        }
        for (ObjectMask mask : masks(frame)) {
            int colour = COLOURS[mask.objectId() - 1];
            mask.runs().bits().stream().forEach(p -> set(rgb, p, colour));
        }
        return rgb;
    }

    private static void set(byte[] rgb, int pixel, int colour) {
        rgb[3 * pixel] = (byte) (colour >> 16);
        rgb[3 * pixel + 1] = (byte) (colour >> 8);
        rgb[3 * pixel + 2] = (byte) colour;
    }

    private static List<BitSet> shapes(int frame) {
        return List.of(box(frame), blueBall(frame), redBall(frame));
    }

    /** Walks in from the left with a step of its own and out at the right. */
    private static BitSet box(int frame) {
        int left = -70 + frame * 3;
        int top = 190 + Math.abs(frame % 20 - 10);
        BitSet shape = new BitSet();
        for (int y = top; y < top + 120; y++) {
            for (int x = Math.max(0, left); x < Math.min(WIDTH, left + 60); x++) {
                shape.set(y * WIDTH + x);
            }
        }
        return shape;
    }

    /** Rolls from right to left and back. */
    private static BitSet blueBall(int frame) {
        int way = Math.abs(frame * 4 % 1000 - 500);
        return ball(70 + way, 300, 36);
    }

    /** Jumps from left to right. */
    private static BitSet redBall(int frame) {
        int phase = frame % 50 - 25;
        return ball(60 + frame * 2, 80 + phase * phase / 4, 44);
    }

    private static BitSet ball(int centreX, int centreY, int radius) {
        BitSet shape = new BitSet();
        for (int y = Math.max(0, centreY - radius); y <= Math.min(HEIGHT - 1, centreY + radius); y++) {
            for (int x = Math.max(0, centreX - radius); x <= Math.min(WIDTH - 1, centreX + radius); x++) {
                int dx = x - centreX;
                int dy = y - centreY;
                if (dx * dx + dy * dy <= radius * radius) {
                    shape.set(y * WIDTH + x);
                }
            }
        }
        return shape;
    }
}
