"""Peer of `assay-bench json`: parse every file of a folder and visit every value.

Prints one JSON line: seconds, bytes, strings, integers. Usage: json_walk.py FOLDER ROUNDS
"""

import json
import os
import sys
import time

import orjson


def visit(value):
    """Counts (strings, integers) below a value, keys left out."""
    if isinstance(value, str):
        return 1, 0
    if isinstance(value, bool) or value is None or isinstance(value, float):
        return 0, 0
    if isinstance(value, int):
        return 0, 1
    strings = integers = 0
    for child in value.values() if isinstance(value, dict) else value:
        s, i = visit(child)
        strings += s
        integers += i
    return strings, integers


def main():
    folder, rounds = sys.argv[1], int(sys.argv[2])
    bodies = [open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder))]
    start = time.perf_counter()
    strings = integers = 0
    for _ in range(rounds):
        for body in bodies:
            s, i = visit(orjson.loads(body))
            strings += s
            integers += i
    seconds = time.perf_counter() - start
    size = sum(map(len, bodies)) * rounds
    print(json.dumps({"seconds": seconds, "bytes": size, "strings": strings, "integers": integers}))


main()
