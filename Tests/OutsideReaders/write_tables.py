"""Writes one table as Parquet files with pyarrow, DuckDB and Polars, in the layouts they have.

usage: write_tables.py FOLDER [ROWS]

Row i of 3,000, or of as many as asked for, holds: flag (i % 3 == 0), small (i % 100 - 50), large (i * 1000003), ratio (i / 7), name
("package-" and i % 500, "ü" for every fifth), at (i * 86399123 ms). A row whose number divides by 11 is null in
all columns but `large`.
"""

import pathlib
import sys

import duckdb
import polars
import pyarrow
import pyarrow.parquet

ROWS = range(int(sys.argv[2]) if len(sys.argv) > 2 else 3000)


def nullable(value):
    return [None if row % 11 == 0 else value(row) for row in ROWS]


def table():
    at = pyarrow.array(nullable(lambda row: row * 86_399_123), pyarrow.timestamp("ms", "UTC"))
    return pyarrow.table({
        "flag": pyarrow.array(nullable(lambda row: row % 3 == 0)),
        "small": pyarrow.array(nullable(lambda row: row % 100 - 50), pyarrow.int32()),
        "large": pyarrow.array([row * 1_000_003 for row in ROWS]),
        "ratio": pyarrow.array(nullable(lambda row: row / 7)),
        "name": pyarrow.array(
            nullable(lambda row: f"package-{row % 500}" + ("ü" if row % 5 == 0 else ""))),
        "at": at,
    })


def main():
    folder = pathlib.Path(sys.argv[1])
    data = table()
    for name, options in {
        "arrow-default": {},
        "arrow-plain": {"use_dictionary": False},
        "arrow-v2": {"data_page_version": "2.0"},
        "arrow-v2-plain": {"data_page_version": "2.0", "use_dictionary": False},
        "arrow-small-pages": {"data_page_size": 512, "row_group_size": 700},
        "arrow-fallback": {"dictionary_pagesize_limit": 1000, "data_page_size": 1000},
        "arrow-checksums": {"write_page_checksum": True, "write_page_index": True},
    }.items():
        for codec in ["zstd", "none"]:
            pyarrow.parquet.write_table(
                data, folder / f"{name}-{codec}.parquet", compression=codec, **options)
    pyarrow.parquet.write_table(
        data.set_column(5, "at", data["at"].cast(pyarrow.timestamp("us", "UTC"))),
        folder / "arrow-microseconds.parquet", compression="zstd")
    required = pyarrow.schema([field.with_nullable(field.name != "large") for field in data.schema])
    pyarrow.parquet.write_table(
        data.cast(required), folder / "arrow-required.parquet", compression="zstd")
    connection = duckdb.connect()
    connection.register("data", data)
    for codec in ["zstd", "uncompressed"]:
        connection.execute(
            f"COPY data TO '{folder}/duckdb-{codec}.parquet' (FORMAT parquet, COMPRESSION {codec})")
        polars.from_arrow(data).write_parquet(
            folder / f"polars-{codec}.parquet", compression=codec)
    pyarrow.parquet.write_table(data, folder / "refused-snappy.parquet", compression="snappy")
    for name, column in refused().items():
        for codec in ["zstd", "none"]:
            pyarrow.parquet.write_table(
                pyarrow.table({"c": column}), folder / f"refused-{name}-{codec}.parquet",
                compression=codec, use_deprecated_int96_timestamps=name == "int96")
    pyarrow.parquet.write_table(
        data.select(["large"]), folder / "refused-delta.parquet", compression="zstd",
        use_dictionary=False, column_encoding={"large": "DELTA_BINARY_PACKED"})


def refused():
    """Columns that are not flat, or of types that tables do not have."""
    return {
        "list": pyarrow.array([[1, 2], [], None]),
        "structure": pyarrow.array([{"a": 1}, None]),
        "decimal": pyarrow.array([1, None], pyarrow.decimal128(20, 2)),
        "time": pyarrow.array([1, None], pyarrow.time64("us")),
        "fixed": pyarrow.array([b"abcd"], pyarrow.binary(4)),
        "binary": pyarrow.array([b"\xff\xfe"]),
        "int96": pyarrow.array([0], pyarrow.timestamp("ns")),
        "unsigned": pyarrow.array([2**64 - 1], pyarrow.uint64()),
    }


main()
