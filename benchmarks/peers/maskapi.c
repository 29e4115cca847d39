/* Times the C functions inside pycocotools' wheel, whose addresses maskapi.py hands over; nothing of theirs is here but
   the shape of their struct and the order of their arguments.   gcc -O3 -shared -fPIC maskapi.c -o maskapi.so */
#include "peer.h"

typedef struct {
    unsigned long h, w, m;
    unsigned int *cnts;
} TheirRle;

typedef struct {
    void (*fr_string)(TheirRle *, char *, unsigned long, unsigned long);
    char *(*to_string)(const TheirRle *);
    void (*decode)(const TheirRle *, unsigned char *, unsigned long);
    void (*encode)(TheirRle *, const unsigned char *, unsigned long, unsigned long, unsigned long);
    void (*to_box)(const TheirRle *, double *, unsigned long);
    void (*area)(const TheirRle *, unsigned long, unsigned int *);
    void (*iou)(TheirRle *, TheirRle *, unsigned long, unsigned long, unsigned char *, double *);
    void (*merge)(const TheirRle *, TheirRle *, unsigned long, int);
    void (*free)(TheirRle *);
} TheirFunctions;

static TheirRle *theirs(const Rle *a, int n) {
    TheirRle *all = calloc(n, sizeof(TheirRle));
    for (int i = 0; i < n; i++) all[i] = (TheirRle) {a[i].height, a[i].width, a[i].count, a[i].counts};
    return all;
}

void run(const char *folder, const char *name, const TheirFunctions *f) {
    int n, n2;
    implementation = "maskApi";
    corpus = name;
    Rle *a = load(folder, name, &n);
    TheirRle *r = theirs(a, n), *s = NULL, out;
    int real = !strncmp(name, "real_", 5);
    if (real) {
        char next[128];
        snprintf(next, sizeof next, "next_%s", name + 5);
        s = theirs(load(folder, next, &n2), n);
    }
    int h = a[0].height, w = a[0].width, some = n < 24 ? n : 24, light = n / 4 > 400 ? 400 : n / 4;
    size_t pixels = (size_t) h * w;
    unsigned char *picture = calloc(pixels, 1), *turned = calloc(pixels, 1), **pictures = malloc(sizeof(*pictures) * some);
    unsigned char crowd[400] = {0};
    double box[4], ious[400];
    unsigned int area;
    for (int i = 0; i < some; i++) f->decode(r + i, pictures[i] = calloc(pixels, 1), 1);
    TIME("fromString", n, light, f->fr_string(&out, a[i].text, h, w); sink += out.m; f->free(&out));
    TIME("toString", n, light, char *t = f->to_string(r + i); sink += t[0]; free(t));
    TIME("area", n, light, f->area(r + i, 1, &area); sink += area);
    TIME("bbox", n, light, f->to_box(r + i, box, 1); sink += box[0]);
    TIME("stringToBytes", some, 4, f->fr_string(&out, a[i].text, h, w); f->decode(&out, picture, 1); f->free(&out);
         sink += picture[i]);
    TIME("stringToRowMajor", some, 4, f->fr_string(&out, a[i].text, h, w); f->decode(&out, picture, 1); f->free(&out);
         for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) turned[(size_t) y * w + x] = picture[(size_t) x * h + y];
         sink += turned[i]);
    TIME("encodeBytes", some, 4, f->encode(&out, pictures[i], h, w, 1); sink += out.m; f->free(&out));
    if (real) {
        TIME("iouPair", n, n / 4, f->iou(r + i, s + i, 1, 1, crowd, ious); sink += 1000 * ious[0]);
        TIME("iou20x20", n / 20, 1, f->iou(r + i * 20, s + i * 20, 20, 20, crowd, ious); sink += 1000 * ious[0]);
        TIME("merge2", n, n / 4, TheirRle two[2]; two[0] = r[i]; two[1] = s[i]; f->merge(two, &out, 2, 0); sink += out.m; f->free(&out));
        TIME("merge5", n / 5, 12, f->merge(r + i * 5, &out, 5, 0); sink += out.m; f->free(&out));
    }
}
