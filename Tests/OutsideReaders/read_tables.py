"""Reads a folder of tables with pyarrow, DuckDB and Polars and compares them cell by cell.

usage: read_tables.py FOLDER

Every X.parquet is read by all three; where X.csv exists too it is read by all three with the types of
the Parquet file. Footer statistics are compared with the values. One line is printed for each file; the
exit code is 1 when anything differs and 2 when the folder has no table.
"""

import datetime
import math
import pathlib
import re
import struct
import sys

import duckdb
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet

INSTANT = pyarrow.timestamp("ms", "UTC")
TYPES = {
    pyarrow.bool_(): ("BOOLEAN", polars.Boolean),
    pyarrow.int32(): ("INTEGER", polars.Int32),
    pyarrow.int64(): ("BIGINT", polars.Int64),
    pyarrow.float64(): ("DOUBLE", polars.Float64),
    pyarrow.string(): ("VARCHAR", polars.String),
    # Polars leaves ISO text with a zone as it is; it is parsed below.
    INSTANT: ("TIMESTAMP", polars.String),
}
UNITS = {"s": 1, "ms": 1, "us": 1_000, "ns": 1_000_000}
LONGEST_BOUND = 64


class Difference(Exception):
    """What two readers, or a reader and the footer, do not agree on."""


def cells(column):
    """The values of an Arrow column in a form that compares exactly: instants as milliseconds."""
    kind = column.type
    values = column.cast(pyarrow.int64()) if pyarrow.types.is_timestamp(kind) else column
    values = values.to_pylist()
    if pyarrow.types.is_timestamp(kind):
        return [value if value is None else value // UNITS[kind.unit] for value in values]
    if pyarrow.types.is_floating(kind):
        return [value if value is None else bits(value) for value in values]
    return values


def bits(value):
    """A double by its bits, every NaN the same."""
    return "nan" if math.isnan(value) else struct.pack("<d", value)


def grid(table):
    return {name: cells(table.column(name)) for name in table.column_names}


def compare(left_name, left, right_name, right):
    if list(left) != list(right):
        raise Difference(f"columns: {left_name} {list(left)}, {right_name} {list(right)}")
    for name in left:
        if len(left[name]) != len(right[name]):
            raise Difference(
                f"{name}: {left_name} has {len(left[name])} rows, {right_name} {len(right[name])}")
        for row, (first, second) in enumerate(zip(left[name], right[name])):
            if type(first) is not type(second) or first != second:
                raise Difference(
                    f"{name} row {row}: {left_name} {first!r}, {right_name} {second!r}")


def read_parquet(path):
    """The table as each of the readers sees it."""
    arrow = pyarrow.parquet.read_table(path)
    duck = duckdb.connect().sql("SELECT * FROM read_parquet(?)", params=[str(path)]).to_arrow_table()
    frame = polars.read_parquet(path, use_pyarrow=False).to_arrow()
    return arrow, {"pyarrow": grid(arrow), "duckdb": grid(duck), "polars": grid(frame)}


def read_csv(path, schema):
    """The CSV as each of the readers sees it, with the types of a schema."""
    return {
        "pyarrow csv": csv_with_pyarrow(path, schema),
        "duckdb csv": csv_with_duckdb(path, schema),
        "polars csv": csv_with_polars(path, schema),
    }


def csv_with_pyarrow(path, schema):
    table = pyarrow.csv.read_csv(
        path,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True,
            quoted_strings_can_be_null=False),
    )
    return grid(table)


def csv_with_duckdb(path, schema):
    types = {field.name: TYPES[field.type][0] for field in schema}
    query = (
        "SELECT * FROM read_csv($path, header = true, auto_detect = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, "
        "new_line = '\\r\\n', null_padding = false, columns = $types)")
    found = duckdb.connect().sql(query, params={"path": str(path), "types": types})
    return grid(found.to_arrow_table())


def csv_with_polars(path, schema):
    types = {field.name: TYPES[field.type][1] for field in schema}
    frame = polars.read_csv(path, schema=types, infer_schema=False, eol_char="\n")
    found = {}
    for field in schema:
        values = cells(frame[field.name].to_arrow())
        if field.type == INSTANT:
            values = [value if value is None else milliseconds(value) for value in values]
        found[field.name] = values
    return found


def milliseconds(text):
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?Z", text)
    if match is None:
        raise Difference(f"{text!r} is not an instant")
    year, month, day, hour, minute, second, fraction = (int(part or 0) for part in match.groups())
    days = datetime.date(year, month, day).toordinal() - datetime.date(1970, 1, 1).toordinal()
    return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction


def check_footer(path, table):
    """Compares the footer with the values: types, nulls, bounds, order, codec."""
    file = pyarrow.parquet.ParquetFile(path)
    if not re.fullmatch(r"assay version \d+\.\d+\.\d+ \(build [^)]+\)", file.metadata.created_by):
        raise Difference(f"created_by {file.metadata.created_by!r}")
    for field in table.schema:
        if field.type not in TYPES or not field.nullable:
            raise Difference(f"{field.name} has the type {field.type}, nullable {field.nullable}")
    start = 0
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        rows = table.slice(start, group.num_rows)
        for index in range(group.num_columns):
            check_chunk(group.column(index), rows.column(index))
        start += group.num_rows
    if start != table.num_rows:
        raise Difference(f"{start} rows in the row groups, {table.num_rows} in the table")


def check_chunk(chunk, column):
    name = chunk.path_in_schema
    if chunk.compression != "ZSTD" or not chunk.is_stats_set:
        raise Difference(f"{name}: {chunk.compression}, statistics {chunk.is_stats_set}")
    found = chunk.statistics
    if found.null_count != column.null_count:
        raise Difference(f"{name}: {found.null_count} nulls in the footer, {column.null_count} are")
    low, high = bounds(column)
    if low is None:
        if found.has_min_max:
            raise Difference(f"{name}: bounds {found.min!r} to {found.max!r} without values")
        return
    if not found.has_min_max:
        raise Difference(f"{name}: no bounds where {low!r} to {high!r} are")
    if (raw(found.min_raw), raw(found.max_raw)) != (low, high):
        raise Difference(
            f"{name}: bounds {found.min_raw!r} to {found.max_raw!r}, not {low!r} to {high!r}")


def raw(value):
    if isinstance(value, str):
        return value.encode()
    return struct.pack("<d", value) if isinstance(value, float) else value


def bounds(column):
    """The bounds as the format wants them; none without values and for long strings."""
    if pyarrow.types.is_timestamp(column.type):
        column = column.cast(pyarrow.int64())
    values = column.drop_null().to_pylist()
    if pyarrow.types.is_string(column.type):
        values = [value.encode() for value in values]
    if pyarrow.types.is_floating(column.type):
        values = [value for value in values if not math.isnan(value)]
    if not values:
        return None, None
    low, high = min(values), max(values)
    if isinstance(low, bytes) and max(len(low), len(high)) > LONGEST_BOUND:
        return None, None
    if isinstance(low, float):
        return struct.pack("<d", low or -0.0), struct.pack("<d", high or 0.0)
    return low, high


def check(path):
    table, seen = read_parquet(path)
    csv = path.with_suffix(".csv")
    if csv.exists():
        seen |= read_csv(csv, table.schema)
    first, *others = seen
    for other in others:
        compare(first, seen[first], other, seen[other])
    check_footer(path, table)
    return f"{table.num_rows} rows, {table.num_columns} columns, {len(seen)} readings"


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.parquet"))
    differing = 0
    for path in paths:
        try:
            print(f"{path.name}: same, {check(path)}")
        except Exception as problem:  # A reader that fails is a difference too.
            differing += 1
            print(f"{path.name}: DIFFERENT, {type(problem).__name__}: {problem}")
    return 2 if not paths else min(1, differing)


sys.exit(main())
