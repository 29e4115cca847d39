"""Writes golden-vectors.tsv: what pycocotools says about masks, pairs of masks and polygons.

    python3 -m venv venv && venv/bin/pip install pycocotools==2.0.11 numpy && venv/bin/python golden-vectors.py > golden-vectors.tsv

Run once when the vectors were made; the tests read the result only. Lines, tab separated:
    mask     width height pixels(row-major, 0 and 1) coco area x y width height
    pair     width height coco-a coco-b iou iou-with-b-a-crowd union intersection
    polygon  width height x,y,x,y,... coco
"""
import random

import numpy as np
from pycocotools import mask as M

rng = random.Random(20260101)


def text(rle):
    return rle["counts"].decode("ascii")


def encode(a):
    return M.encode(np.asfortranarray(a.astype(np.uint8)))


def row(*fields):
    print("\t".join(str(f) for f in fields))


def noise(w, h, share):
    return np.array([[rng.random() < share for _ in range(w)] for _ in range(h)])


def blobs(w, h, n):
    y, x = np.mgrid[0:h, 0:w]
    a = np.zeros((h, w), bool)
    for _ in range(n):
        cx, cy, rx, ry = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(1, w / 3 + 1), rng.uniform(1, h / 3 + 1)
        a ^= ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
    return a


def pictures():
    for w, h in [(1, 1), (1, 9), (9, 1), (7, 5), (5, 7), (8, 8), (24, 18), (33, 3), (3, 33)]:
        yield np.zeros((h, w), bool)
        yield np.ones((h, w), bool)
        for share in (0.02, 0.3, 0.5, 0.9):
            yield noise(w, h, share)
        for n in (1, 3):
            yield blobs(w, h, n)
    yield np.indices((13, 17)).sum(axis=0) % 2 == 1
    yield np.indices((13, 17))[0] % 2 == 1
    yield np.indices((13, 17))[1] % 2 == 0


for a in pictures():
    rle = encode(a)
    box = [int(v) for v in M.toBbox(rle)]
    row("mask", a.shape[1], a.shape[0], "".join("1" if v else "0" for v in a.flatten()), text(rle), int(M.area(rle)), *box)

for w, h in [(1, 1), (6, 4), (17, 29), (64, 48), (320, 240), (1920, 1080)]:
    for k in range(8):
        small = w * h < 500
        a = noise(w, h, rng.random()) if small and k % 2 else blobs(w, h, 1 + k % 4)
        b = noise(w, h, rng.random()) if small and k % 2 else blobs(w, h, 1 + k % 3)
        ra, rb = encode(a), encode(b)
        iou = float(M.iou([ra], [rb], [0])[0][0])
        crowd = float(M.iou([ra], [rb], [1])[0][0])
        row("pair", w, h, text(ra), text(rb), repr(iou), repr(crowd), text(M.merge([ra, rb])), text(M.merge([ra, rb], intersect=True)))

for w, h in [(1, 1), (7, 5), (40, 30), (200, 120), (640, 480)]:
    for k in range(40):
        n = rng.choice([3, 3, 4, 5, 8, 20])
        spread = rng.choice([0, 0, 0.5])
        def at(size):
            v = rng.uniform(-spread * size, (1 + spread) * size)
            return round(v) if k % 4 == 0 else round(v * 2) / 2 if k % 4 == 1 else round(v, 3)
        xy = [at(w) if i % 2 == 0 else at(h) for i in range(2 * n)]
        rle = M.frPyObjects([[float(v) for v in xy]], h, w)[0]
        row("polygon", w, h, ",".join(str(v) for v in xy), text(rle))
