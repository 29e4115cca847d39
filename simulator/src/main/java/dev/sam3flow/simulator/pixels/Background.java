package dev.sam3flow.simulator.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What stands still: the median of pictures spread over a video. */
final class Background {
    /** How far a channel must be from the background, of 255. */
    private static final int THRESHOLD = 26;

    private final byte[] rgb;

    private Background(byte[] rgb) {
        this.rgb = rgb;
    }

    /** @param pictures at least one */
    static Background of(List<byte[]> pictures) {
        List<byte[]> samples = new ArrayList<>(pictures);
        byte[] median = new byte[samples.get(0).length];
        int[] values = new int[samples.size()];
        for (int i = 0; i < median.length; i++) {
            for (int s = 0; s < values.length; s++) {
                values[s] = samples.get(s)[i] & 0xff;
            }
            Arrays.sort(values);
            median[i] = (byte) values[values.length / 2];
        }
        return new Background(median);
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
