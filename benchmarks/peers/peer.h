/* What the C peers share: reading a corpus, and timing it as the Java side does. A corpus is cut into pieces that are
   timed one by one, over and over, by thread CPU time; the least time of each piece counts.
   A result is a line "implementation,corpus,operation,nanoseconds an item". */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    int height, width, count, length;
    uint32_t *counts;
    char *text;
} Rle;

static int read_int(FILE *file) {
    int32_t value;
    if (fread(&value, 4, 1, file) != 1) exit(1);
    return value;
}

/* The format is described in Gen.java; int32 little-endian. */
static Rle *load(const char *folder, const char *name, int *items) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.bin", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    read_int(file);
    *items = read_int(file);
    Rle *all = calloc(*items, sizeof(Rle));
    for (int i = 0; i < *items; i++) {
        Rle *a = all + i;
        a->height = read_int(file);
        a->width = read_int(file);
        read_int(file);
        a->count = read_int(file);
        a->counts = malloc(4 * (size_t) a->count + 64);
        if (fread(a->counts, 4, a->count, file) != (size_t) a->count) exit(1);
        a->length = read_int(file);
        a->text = calloc(a->length + 64, 1);
        if (fread(a->text, 1, a->length, file) != (size_t) a->length) exit(1);
    }
    fclose(file);
    return all;
}

static double cpu_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static const char *implementation, *corpus;
static volatile uint64_t sink;
static double seconds_each = 1.5;

/* BODY sees the item's number as i. */
#define TIME(OPERATION, ITEMS, PIECE, BODY)                                              \
    do {                                                                                 \
        int n_ = (ITEMS), piece_ = (PIECE) < 1 ? 1 : (PIECE), pieces_ = (n_ + piece_ - 1) / piece_; \
        double *least_ = malloc(sizeof(double) * pieces_), sum_ = 0, begun_ = cpu_nanos(); \
        for (int k_ = 0; k_ < pieces_; k_++) least_[k_] = 1e18;                          \
        for (int round_ = 0; round_ < 5 || cpu_nanos() - begun_ < seconds_each * 1e9; round_++) \
            for (int k_ = 0; k_ < pieces_; k_++) {                                       \
                int end_ = (k_ + 1) * piece_ < n_ ? (k_ + 1) * piece_ : n_;              \
                double start_ = cpu_nanos();                                             \
                for (int i = k_ * piece_; i < end_; i++) { BODY; }                       \
                double took_ = cpu_nanos() - start_;                                     \
                if (took_ < least_[k_]) least_[k_] = took_;                              \
            }                                                                            \
        for (int k_ = 0; k_ < pieces_; k_++) sum_ += least_[k_];                         \
        printf("%s,%s,%s,%.1f\n", implementation, corpus, OPERATION, sum_ / n_);         \
        fflush(stdout);                                                                  \
        free(least_);                                                                    \
    } while (0)
