"""Times pyarrow on a Parquet file, as the peer of a benchmark.

usage: time_tables.py FILE [RUNS]

Prints one JSON line: the best seconds to read the file and to write the same table with zstd at pyarrow's
defaults, and the bytes of what was written.
"""

import json
import os
import sys
import tempfile
import time

import pyarrow.parquet


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main():
    path, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    reads, writes = [], []
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy.parquet")
        for _ in range(runs):
            seconds, table = timed(lambda: pyarrow.parquet.read_table(path))
            reads.append(seconds)
            writes.append(
                timed(lambda: pyarrow.parquet.write_table(table, copy, compression="zstd"))[0])
        size = os.path.getsize(copy)
    print(json.dumps({"read_seconds": min(reads), "write_seconds": min(writes), "bytes": size}))


main()
