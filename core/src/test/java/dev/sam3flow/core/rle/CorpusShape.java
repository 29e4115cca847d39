package dev.sam3flow.core.rle;

import dev.sam3flow.core.mask.FrameSize;
import dev.sam3flow.core.mask.Mask;
import java.util.Random;

/** What the generated masks look like; the hard cases are those that say nothing, little, or something misleading. */
enum CorpusShape {
    ELLIPSE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.ellipse(
                    c.width * (0.2 + 0.6 * a + 0.1 * t),
                    c.height * (0.3 + 0.4 * b),
                    c.width * 0.12,
                    c.height * 0.2,
                    true);
        }
    },
    RECTANGLE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.rectangle(
                    c.width * (0.6 * a + 0.1 * t), c.height * 0.5 * b, c.width * (0.1 + 0.5 * b), c.height * 0.4, true);
        }
    },
    /** Head, body and two legs: several runs a line. */
    PERSON {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            double x = c.width * (0.2 + 0.5 * a + 0.1 * t);
            double h = c.height * (0.3 + 0.6 * b);
            double y = (c.height - h) / 2;
            c.ellipse(x, y + 0.1 * h, 0.07 * h, 0.1 * h, true);
            c.ellipse(x, y + 0.4 * h, 0.14 * h, 0.22 * h, true);
            c.pole(x - 0.12 * h, y + 0.55 * h, (int) (0.45 * h), 0.08 * h, -0.15);
            c.pole(x + 0.04 * h, y + 0.55 * h, (int) (0.45 * h), 0.08 * h, 0.2);
        }
    },
    LEFT_EDGE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.ellipse(0, c.height * (0.3 + 0.4 * b), c.width * (0.1 + 0.2 * a), c.height * 0.25, true);
        }
    },
    RIGHT_EDGE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.ellipse(c.width, c.height * (0.3 + 0.4 * b), c.width * (0.1 + 0.2 * a), c.height * 0.25, true);
        }
    },
    CORNER {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.rectangle(0, c.height * (0.6 + 0.1 * t), c.width * (0.3 + 0.3 * a), c.height, true);
        }
    },
    LAST_CORNER {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.ellipse(c.width, c.height, c.width * (0.1 + 0.3 * a), c.height * (0.1 + 0.3 * b), true);
        }
    },
    BACKGROUND {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.rectangle(0, 0, c.width, c.height, true);
            PERSON.draw(new Eraser(c), r, t, a, b);
        }
    },
    SKY {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            for (int x = 0; x < c.width; x++) {
                int horizon = (int) (c.height * (0.3 + 0.1 * a) + c.height * 0.1 * Math.sin(x * 0.05 + t));
                for (int y = 0; y < horizon; y++) {
                    c.pixel(x, y, true);
                }
            }
        }
    },
    GROUND {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            for (int x = 0; x < c.width; x++) {
                int horizon = (int) (c.height * (0.6 + 0.1 * a) + c.height * 0.1 * Math.sin(x * 0.05 + t));
                for (int y = Math.max(0, horizon); y < c.height; y++) {
                    c.pixel(x, y, true);
                }
            }
        }
    },
    BALL {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.ellipse(c.width * (0.1 + 0.7 * a + 0.1 * t), c.height * (0.1 + 0.8 * b), 5, 5, true);
        }
    },
    SPECK {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.rectangle(c.width * a, c.height * b, 1 + r.nextInt(3), 1 + r.nextInt(3), true);
        }
    },
    LEANING_POLE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.pole(c.width * a, 0, c.height, 1 + 10 * b, 4 * (a - 0.5));
        }
    },
    /** Looks upright in the wrong order. */
    STREAK {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            int difference = Math.max(1, Math.abs(c.width - c.height));
            double slope = difference * (0.85 + 0.3 * b);
            c.pole(c.width * (0.3 + 0.7 * a), c.height * 0.3, 2 + r.nextInt(12), slope * (1 + r.nextInt(5)), -slope);
        }
    },
    /** The same for the other order. */
    STEEP_STREAK {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            int difference = Math.max(1, Math.abs(c.width - c.height));
            double fall = difference * (0.85 + 0.3 * b);
            double length = fall * (1 + r.nextInt(5));
            int columns = 2 + r.nextInt(12);
            for (int i = 0; i < columns; i++) {
                c.rectangle(c.width * a * 0.5 + i, c.height * (0.7 - 0.5 * b) - i * fall, 1, length, true);
            }
        }
    },
    THIN_LINE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            if (r.nextBoolean()) {
                c.rectangle(0, c.height * a, c.width * (0.5 + b), 1, true);
            } else {
                c.rectangle(c.width * a, 0, 1, c.height * (0.5 + b), true);
            }
        }
    },
    STRIPES {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            int period = 2 * (fewest(c) + (int) (5 * a));
            boolean upright = b < 0.5;
            for (int i = 0; i < (upright ? c.width : c.height); i += period) {
                c.rectangle(
                        upright ? i : 0,
                        upright ? 0 : i,
                        upright ? period / 2 : c.width,
                        upright ? c.height : period / 2,
                        true);
            }
        }
    },
    CHECKERBOARD {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            int side = fewest(c) + (int) (8 * a);
            for (int y = 0; y < c.height; y++) {
                for (int x = (y / side & 1) * side; x < c.width; x += 2 * side) {
                    c.span(y, x, x + side, true);
                }
            }
        }
    },
    NOISE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            for (int y = 0; y < c.height; y++) {
                for (int x = 0; x < c.width; x++) {
                    c.pixel(x, y, r.nextDouble() < a);
                }
            }
        }
    },
    OUTLINE {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            int left = 1 + (int) (4 * a);
            int right = 1 + (int) (4 * b);
            c.rectangle(0, 0, left, c.height, true);
            c.rectangle(c.width - right, 0, right, c.height, true);
            c.rectangle(0, 0, c.width, left, true);
            c.rectangle(0, c.height - right, c.width, right, true);
        }
    },
    /** A picture beside itself, or above itself. */
    TWINS {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            boolean beside = c.width >= c.height;
            for (int i = 0; i < 2; i++) {
                c.ellipse(
                        (beside ? (0.25 + 0.5 * i) : 0.5) * c.width,
                        (beside ? 0.5 : (0.25 + 0.5 * i)) * c.height,
                        c.width * (0.08 + 0.05 * a),
                        c.height * (0.08 + 0.05 * b),
                        true);
            }
        }
    },
    RING {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            double radius = Math.min(c.width, c.height) * (0.2 + 0.2 * a);
            c.ellipse(c.width * 0.5, c.height * 0.5, radius, radius, true);
            c.ellipse(c.width * 0.5, c.height * 0.5, radius * 0.6, radius * 0.6, false);
        }
    },
    FULL {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            c.rectangle(0, 0, c.width, c.height, true);
        }
    },
    NOTHING {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {}
    },
    /** All but the first pixels, along rows or columns, with or without the last: one run. */
    ONE_RUN {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            boolean rows = r.nextBoolean();
            int pixels = c.width * c.height;
            int end = pixels - r.nextInt(Math.min(3, pixels));
            for (int i = (int) (pixels * a); i < end; i++) {
                c.pixel(rows ? i % c.width : i / c.height, rows ? i / c.width : i % c.height, true);
            }
        }
    },
    /** Two runs whose pairs, counted from 1, sum to the frame: they look like counts. */
    TWO_RUNS {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            int pixels = c.width * c.height;
            int first = (int) (pixels / 8 * a);
            int length = Math.max(1, pixels / 16);
            int second = first + length + 1 + (int) (pixels / 8 * b);
            int rest = Math.min(pixels - first - length - second - 2, pixels - second);
            boolean rows = r.nextBoolean();
            for (int i = 0; i < pixels; i++) {
                boolean on = i >= first && i < first + length || i >= second && i < second + rest;
                c.pixel(rows ? i % c.width : i / c.height, rows ? i / c.width : i % c.height, on);
            }
        }
    },
    /** The same along rows and columns where the frame is square. */
    SYMMETRICAL {
        @Override
        void draw(Canvas c, Random r, double t, double a, double b) {
            double x = (0.2 + 0.6 * a);
            c.ellipse(c.width * x, c.height * x, c.width * 0.15, c.height * 0.15, true);
            if (c.width == c.height) {
                for (int y = 0; y < c.height; y++) {
                    for (int i = 0; i <= y; i++) {
                        boolean on = r.nextInt(8) == 0;
                        c.pixel(i, y, on);
                        c.pixel(y, i, on);
                    }
                }
            }
        }
    };

    /**
     * Lines of one pixel, on and off, are a rectangle in the other order where one side is a multiple of the other: no
     * evidence can tell, and nothing in a video looks like that.
     */
    private static int fewest(Canvas c) {
        return Math.max(c.width, c.height) % Math.min(c.width, c.height) == 0 ? 2 : 1;
    }

    /**
     * Draws the object.
     *
     * @param t time, 0 to 1
     * @param a first trait of the object, 0 to 1
     * @param b second trait of the object, 0 to 1
     */
    abstract void draw(Canvas canvas, Random random, double t, double a, double b);

    Mask mask(FrameSize size, Random random, double t, double a, double b) {
        Canvas canvas = new Canvas(size);
        draw(canvas, random, t, a, b);
        return canvas.mask();
    }

    /** Takes away what is drawn. */
    private static final class Eraser extends Canvas {
        private final Canvas canvas;

        Eraser(Canvas canvas) {
            super(new FrameSize(canvas.width, canvas.height));
            this.canvas = canvas;
        }

        @Override
        void span(int y, double x0, double x1, boolean on) {
            canvas.span(y, x0, x1, false);
        }
    }
}
