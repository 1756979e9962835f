"""Peer of `assay-bench parquet`: write and read the table of a CSV file with pyarrow, same codec.

Prints one JSON line: write_seconds, read_seconds, bytes. Usage: parquet_table.py TABLE.parquet OUTPUT.parquet
"""

import json
import os
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq


def main():
    source, output = sys.argv[1:3]
    pa.set_cpu_count(1)
    table = pq.read_table(source, use_threads=False)
    start = time.perf_counter()
    pq.write_table(table, output, compression="zstd", compression_level=3)
    written = time.perf_counter()
    pq.read_table(output, use_threads=False)
    read = time.perf_counter()
    print(
        json.dumps(
            {
                "write_seconds": written - start,
                "read_seconds": read - written,
                "bytes": os.path.getsize(output),
            }
        )
    )


main()
