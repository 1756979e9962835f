"""Peer of `assay-bench names`: optimal string alignment of a sample of names against all popular ones.

One core, distances above 2 cut off. Prints one JSON line: seconds_per_name, near. Usage:
name_distances.py POPULAR NAMES (one name a line)
"""

import json
import sys
import time

from rapidfuzz import process
from rapidfuzz.distance import OSA


def read(path):
    """The names of a file without their separators."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    return [line.translate({ord(mark): None for mark in "-_./@"}) for line in lines]


def main():
    popular, names = read(sys.argv[1]), read(sys.argv[2])
    start = time.perf_counter()
    distances = process.cdist(names, popular, scorer=OSA.distance, score_cutoff=2, workers=1)
    seconds = time.perf_counter() - start
    near = int((distances <= 2).any(axis=1).sum())
    print(json.dumps({"seconds_per_name": seconds / len(names), "near": near}))


main()
