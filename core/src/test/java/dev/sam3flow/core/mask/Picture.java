package dev.sam3flow.core.mask;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** What a mask should say, by looking at every pixel: the slow and obvious way that the tests compare with. */
final class Picture {
    final int width;
    final int height;
    private final boolean[] pixels;

    Picture(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new boolean[width * height];
    }

    interface Rule {
        boolean test(int x, int y);
    }

    static Picture of(int width, int height, Rule rule) {
        Picture picture = new Picture(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.pixels[y * width + x] = rule.test(x, y);
            }
        }
        return picture;
    }

    /** Pixel i, row-major, is bit i of the number. */
    static Picture ofBits(int width, int height, int bits) {
        return of(width, height, (x, y) -> (bits >> (y * width + x) & 1) == 1);
    }

    static Picture ofRows(String... rows) {
        return of(rows[0].length(), rows.length, (x, y) -> rows[y].charAt(x) == '1');
    }

    static Picture ofMask(Mask mask) {
        return of(mask.size().width(), mask.size().height(), mask::contains);
    }

    static Picture random(Random random, int width, int height) {
        double share = random.nextDouble();
        int grain = 1 + random.nextInt(4);
        Picture coarse = of(width, height, (x, y) -> random.nextDouble() < share);
        return of(width, height, (x, y) -> coarse.get(x / grain, y / grain));
    }

    FrameSize size() {
        return new FrameSize(width, height);
    }

    boolean get(int x, int y) {
        return pixels[y * width + x];
    }

    boolean inside(int x, int y) {
        return x >= 0 && x < width && y >= 0 && y < height && get(x, y);
    }

    byte[] bytes(PixelOrder order) {
        byte[] bytes = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                bytes[order == PixelOrder.ROW_MAJOR ? y * width + x : x * height + y] = (byte) (get(x, y) ? 1 : 0);
            }
        }
        return bytes;
    }

    Mask mask() {
        return Mask.ofBytes(size(), bytes(PixelOrder.ROW_MAJOR), PixelOrder.ROW_MAJOR);
    }

    int area() {
        int area = 0;
        for (boolean pixel : pixels) {
            area += pixel ? 1 : 0;
        }
        return area;
    }

    Box box() {
        int left = width;
        int top = height;
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (get(x, y)) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return right < 0 ? Box.EMPTY : new Box(left, top, right - left + 1, bottom - top + 1);
    }

    int boundaryLength() {
        int edges = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (get(x, y)) {
                    edges += (inside(x - 1, y) ? 0 : 1) + (inside(x + 1, y) ? 0 : 1);
                    edges += (inside(x, y - 1) ? 0 : 1) + (inside(x, y + 1) ? 0 : 1);
                }
            }
        }
        return edges;
    }

    /** By flood fill, in the order of the first pixel, column-major. */
    List<Picture> components(Connectivity connectivity) {
        boolean[] seen = new boolean[pixels.length];
        List<Picture> components = new ArrayList<>();
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                if (get(x, y) && !seen[y * width + x]) {
                    components.add(flood(x, y, seen, connectivity));
                }
            }
        }
        return components;
    }

    private Picture flood(int startX, int startY, boolean[] seen, Connectivity connectivity) {
        Picture component = new Picture(width, height);
        Deque<int[]> open = new ArrayDeque<>();
        open.add(new int[] {startX, startY});
        seen[startY * width + startX] = true;
        while (!open.isEmpty()) {
            int[] at = open.remove();
            component.pixels[at[1] * width + at[0]] = true;
            for (int dx = -1; dx <= 1; dx++) {
                for (int dy = -1; dy <= 1; dy++) {
                    int x = at[0] + dx;
                    int y = at[1] + dy;
                    boolean neighbour = connectivity == Connectivity.EIGHT || dx == 0 || dy == 0;
                    if (neighbour && inside(x, y) && !seen[y * width + x]) {
                        seen[y * width + x] = true;
                        open.add(new int[] {x, y});
                    }
                }
            }
        }
        return component;
    }

    boolean touchesEdge() {
        Box box = box();
        return box.x() == 0 || box.y() == 0 || box.endX() == width || box.endY() == height;
    }

    Picture inverse() {
        return of(width, height, (x, y) -> !get(x, y));
    }

    List<Picture> holes(Connectivity connectivity) {
        List<Picture> holes = new ArrayList<>(inverse().components(connectivity.ofBackground()));
        holes.removeIf(Picture::touchesEdge);
        return holes;
    }
}
