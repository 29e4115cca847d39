package dev.sam3flow.simulator.pixels;

import java.util.List;

/** What stands still: the most common colour of each pixel in pictures spread over a video. */
final class Background {
    /** How far a channel must be from the background, of 255. */
    private static final int THRESHOLD = 26;
    /** How far two channels of what stands still may be apart, of 255. */
    private static final int NEAR = 9;

    private final byte[] rgb;

    private Background(byte[] rgb) {
        this.rgb = rgb;
    }

    /** @param pictures at least one */
    static Background of(List<byte[]> pictures) {
        byte[][] samples = pictures.toArray(byte[][]::new);
        byte[] rgb = new byte[samples[0].length];
        int[] colours = new int[samples.length];
        for (int i = 0; i < rgb.length; i += 3) {
            for (int s = 0; s < colours.length; s++) {
                byte[] sample = samples[s];
                colours[s] = (sample[i] & 0xff) << 16 | (sample[i + 1] & 0xff) << 8 | sample[i + 2] & 0xff;
            }
            int common = mostCommon(colours);
            rgb[i] = (byte) (common >> 16);
            rgb[i + 1] = (byte) (common >> 8);
            rgb[i + 2] = (byte) common;
        }
        return new Background(rgb);
    }

    /** The colour with the most others near it: who passes has many colours, what stands still has one. */
    private static int mostCommon(int[] colours) {
        int best = colours[0];
        int most = 0;
        for (int s = 0; s < colours.length && 2 * most <= colours.length; s++) {
            int near = 0;
            for (int other : colours) {
                near += near(colours[s], other) ? 1 : 0;
            }
            if (near > most) {
                most = near;
                best = colours[s];
            }
        }
        return best;
    }

    private static boolean near(int a, int b) {
        return Math.abs((a >> 16) - (b >> 16)) <= NEAR
                && Math.abs((a >> 8 & 0xff) - (b >> 8 & 0xff)) <= NEAR
                && Math.abs((a & 0xff) - (b & 0xff)) <= NEAR;
    }

    /** Sets what differs in a picture to 1 and the rest to 0. */
    void moving(byte[] picture, byte[] into) {
        for (int p = 0, i = 0; p < into.length; p++, i += 3) {
            int red = Math.abs((picture[i] & 0xff) - (rgb[i] & 0xff));
            int green = Math.abs((picture[i + 1] & 0xff) - (rgb[i + 1] & 0xff));
            int blue = Math.abs((picture[i + 2] & 0xff) - (rgb[i + 2] & 0xff));
            into[p] = (byte) (Math.max(red, Math.max(green, blue)) > THRESHOLD ? 1 : 0);
        }
    }
}
