/* The plain C anchor: COCO's RLE operations in the loops that a competent C programmer writes first, from the format's
   definition.   gcc -O3 anchor.c -o anchor && ./anchor FOLDER CORPUS */
#include "peer.h"

/* each function is compiled on its own, as in a library */
#define LIBRARY static __attribute__((noinline))

LIBRARY int decode_text(const char *s, uint32_t *counts) {
    int m = 0;
    while (*s) {
        int64_t value = 0;
        int shift = 0, group;
        do {
            group = *s++ - '0';
            value |= (int64_t) (group & 31) << shift;
            shift += 5;
        } while (group & 32);
        if (group & 16) value -= (int64_t) 1 << shift;
        if (m > 2) value += counts[m - 2];
        counts[m++] = (uint32_t) value;
    }
    return m;
}

LIBRARY int encode_text(const uint32_t *counts, int m, char *out) {
    char *p = out;
    for (int i = 0; i < m; i++) {
        int64_t value = (int64_t) counts[i] - (i > 2 ? (int64_t) counts[i - 2] : 0);
        for (;;) {
            int group = value & 31;
            value >>= 5;
            if (value == ((group & 16) ? -1 : 0)) {
                *p++ = group + '0';
                break;
            }
            *p++ = (group | 32) + '0';
        }
    }
    *p = 0;
    return p - out;
}

LIBRARY void to_bytes(const uint32_t *counts, int m, uint8_t *pixels) {
    for (int i = 0; i < m; i++) {
        memset(pixels, i & 1, counts[i]);
        pixels += counts[i];
    }
}

LIBRARY int from_bytes(const uint8_t *pixels, size_t n, uint32_t *counts) {
    int m = 0;
    size_t last = 0;
    uint8_t value = 0;
    for (size_t i = 0; i < n; i++)
        if (pixels[i] != value) {
            counts[m++] = i - last;
            last = i;
            value = pixels[i];
        }
    counts[m++] = n - last;
    return m;
}

LIBRARY uint64_t area_of(const uint32_t *counts, int m) {
    uint64_t area = 0;
    for (int i = 1; i < m; i += 2) area += counts[i];
    return area;
}

LIBRARY void box_of(const uint32_t *counts, int m, uint32_t h, uint32_t w, uint32_t *box) {
    uint32_t x0 = w, y0 = h, x1 = 0, y1 = 0, position = 0;
    int any = 0;
    for (int i = 0; i + 1 < m; i += 2) {
        uint32_t start = position + counts[i], end = start + counts[i + 1];
        position = end;
        if (start == end) continue;
        uint32_t sx = start / h, ex = (end - 1) / h, sy = start % h, ey = (end - 1) % h;
        any = 1;
        if (sx < x0) x0 = sx;
        if (ex > x1) x1 = ex;
        if (sx != ex) {
            y0 = 0;
            y1 = h - 1;
        }
        if (sy < y0) y0 = sy;
        if (ey > y1) y1 = ey;
    }
    box[0] = any ? x0 : 0;
    box[1] = any ? y0 : 0;
    box[2] = any ? x1 - x0 + 1 : 0;
    box[3] = any ? y1 - y0 + 1 : 0;
}

LIBRARY double iou_of(const uint32_t *a, int n, const uint32_t *b, int m) {
    uint64_t both = 0, either = 0;
    int i = 0, j = 0;
    uint32_t left_a = a[0], left_b = b[0];
    for (;;) {
        while (!left_a && i + 1 < n) left_a = a[++i];
        while (!left_b && j + 1 < m) left_b = b[++j];
        if (!left_a || !left_b) break;
        uint32_t step = left_a < left_b ? left_a : left_b;
        if (i & j & 1) both += step;
        if ((i | j) & 1) either += step;
        left_a -= step;
        left_b -= step;
    }
    return either ? (double) both / either : 0;
}

LIBRARY int unite(const uint32_t *a, int n, const uint32_t *b, int m, uint32_t *out) {
    int k = 0, i = 0, j = 0, value = 0;
    uint32_t left_a = a[0], left_b = b[0], run = 0;
    for (;;) {
        while (!left_a && i + 1 < n) left_a = a[++i];
        while (!left_b && j + 1 < m) left_b = b[++j];
        if (!left_a || !left_b) break;
        int now = (i | j) & 1;
        if (now != value) {
            out[k++] = run;
            run = 0;
            value = now;
        }
        uint32_t step = left_a < left_b ? left_a : left_b;
        run += step;
        left_a -= step;
        left_b -= step;
    }
    out[k++] = run;
    return k;
}

LIBRARY int unite_five(const Rle *a, uint32_t *one, uint32_t *other) {
    int k = unite(a[0].counts, a[0].count, a[1].counts, a[1].count, one);
    for (int q = 2; q < 5; q++) {
        k = unite(one, k, a[q].counts, a[q].count, other);
        uint32_t *t = one;
        one = other;
        other = t;
    }
    return k;
}

int main(int argc, char **argv) {
    int n, n2;
    implementation = "anchor";
    corpus = argv[2];
    Rle *a = load(argv[1], corpus, &n), *b = NULL;
    int real = argc > 2 && !strncmp(corpus, "real_", 5);
    if (real) {
        char next[128];
        snprintf(next, sizeof next, "next_%s", corpus + 5);
        b = load(argv[1], next, &n2);
    }
    int h = a[0].height, w = a[0].width, some = n < 24 ? n : 24, light = n / 4 > 400 ? 400 : n / 4;
    size_t pixels = (size_t) h * w;
    uint32_t *c = malloc(4 * (pixels + 64)), *c2 = malloc(4 * (pixels + 64)), box[4];
    uint8_t *picture = calloc(pixels, 1), *turned = calloc(pixels, 1), **pictures = malloc(sizeof(*pictures) * some);
    char *text = malloc(pixels * 6 + 64);
    for (int i = 0; i < n; i++)
        if (decode_text(a[i].text, c) != a[i].count || memcmp(c, a[i].counts, 4 * (size_t) a[i].count)
            || encode_text(c, a[i].count, text) != a[i].length || memcmp(text, a[i].text, a[i].length)) {
            puts("MISMATCH");
            return 1;
        }
    for (int i = 0; i < some; i++) {
        pictures[i] = malloc(pixels);
        to_bytes(a[i].counts, a[i].count, pictures[i]);
    }
    TIME("fromString", n, light, sink += decode_text(a[i].text, c));
    TIME("toString", n, light, sink += encode_text(a[i].counts, a[i].count, text));
    TIME("area", n, light, sink += area_of(a[i].counts, a[i].count));
    TIME("bbox", n, light, box_of(a[i].counts, a[i].count, h, w, box); sink += box[0] + box[1] + box[2] + box[3]);
    TIME("stringToBytes", some, 4, to_bytes(c, decode_text(a[i].text, c), picture); sink += picture[i]);
    TIME("stringToRowMajor", some, 4, to_bytes(c, decode_text(a[i].text, c), picture);
         for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) turned[(size_t) y * w + x] = picture[(size_t) x * h + y];
         sink += turned[i]);
    TIME("encodeBytes", some, 4, sink += from_bytes(pictures[i], pixels, c));
    TIME("memset", some, 4, memset(picture, i & 1, pixels); __asm__ volatile("" ::: "memory"));
    if (real) {
        TIME("iouPair", n, n / 4, sink += 1000 * iou_of(a[i].counts, a[i].count, b[i].counts, b[i].count));
        TIME("iou20x20", n / 20, 1, for (int q = i * 20; q < i * 20 + 20; q++) for (int r = i * 20; r < i * 20 + 20; r++)
             sink += 1000 * iou_of(a[q].counts, a[q].count, b[r].counts, b[r].count));
        TIME("merge2", n, n / 4, sink += unite(a[i].counts, a[i].count, b[i].counts, b[i].count, c));
        TIME("merge5", n / 5, 12, sink += unite_five(a + i * 5, c, c2));
    }
}
