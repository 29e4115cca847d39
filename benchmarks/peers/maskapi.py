"""Runs maskapi.c over the functions that pycocotools' extension module exports:  maskapi.py LIBRARY FOLDER CORPUS..."""
import ctypes
import sys

from pycocotools import _mask

NAMES = ["rleFrString", "rleToString", "rleDecode", "rleEncode", "rleToBbox", "rleArea", "rleIou", "rleMerge", "rleFree"]

theirs = ctypes.CDLL(_mask.__file__)
addresses = (ctypes.c_void_p * len(NAMES))(*[ctypes.cast(getattr(theirs, n), ctypes.c_void_p).value for n in NAMES])
library, folder, *corpora = sys.argv[1:]
run = ctypes.CDLL(library).run
run.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]
for corpus in corpora:
    run(folder.encode(), corpus.encode(), addresses)
