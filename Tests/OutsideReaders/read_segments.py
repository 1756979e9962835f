"""Reads all segments of a corpus with FastWARC and compares them with their digests and the catalog.

Usage: read_segments.py CORPUS

Prints counts; exits with 1 when a digest, a row or a record does not match, 2 on wrong usage.
"""

import hashlib
import pathlib
import sqlite3
import sys
import urllib.parse
from datetime import datetime, timezone

from fastwarc.warc import ArchiveIterator

OUTCOMES = {"response": "stored", "revisit": "unchanged", "metadata": "tombstone"}


def text(value):
    """A catalog string: text, or a blob when it holds NUL."""
    return value.decode("utf-8") if isinstance(value, bytes) else value


def milliseconds(date):
    parsed = datetime.fromisoformat(date.replace("Z", "+00:00"))
    return round((parsed - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds() * 1000)


def digest_of(reader):
    digest, size = hashlib.sha256(), 0
    while piece := reader.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def catalog_rows(database, ecosystem, segment):
    """The rows whose records are in one segment, by the name in their record's id."""
    rows = database.execute(
        """SELECT s.segment, s.sequence, s.subject, s.kind, s.outcome, s.fetched_at, s.status, s.digest,
             s.body_bytes, s.version, s.truncation, b.digest AS body_digest
           FROM snapshots s LEFT JOIN snapshots b
             ON b.ecosystem = s.ecosystem AND b.segment = s.body_segment
             AND b.sequence = s.body_sequence
           WHERE s.ecosystem = ? AND coalesce(s.file, s.segment) = ?""",
        (ecosystem, segment),
    )
    return {(row["segment"], row["sequence"]): row for row in rows}


def name_of(record):
    """The segment a record was first written to and its number there, from the id's last digits."""
    digits = record.headers.get("WARC-Record-ID").rstrip(">")[-12:]
    return int(digits[:6], 16), int(digits[6:], 16)


def payload(record):
    """Status, SHA-256 and size of the body, as FastWARC hands it out."""
    if record.http_headers is not None:
        status = record.http_headers.status_code
        return (status, *digest_of(record.reader))
    block = record.reader.read()
    head, _, body = block.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), hashlib.sha256(body).hexdigest(), len(body)


def problems_of(record, row):
    """What differs between a record and its catalog row."""
    headers = record.headers
    stated = headers.get("WARC-Payload-Digest").removeprefix("sha256:")
    status, found, size = payload(record)
    kind = headers.get("WARC-Type")
    if kind != "revisit" and found != stated:
        yield f"payload is {found}, stated {stated}"
    if row is None:
        yield "no catalog row"
        return
    pairs = {
        "subject": urllib.parse.unquote(headers.get("Assay-Subject")),
        "kind": headers.get("Assay-Kind"),
        "outcome": OUTCOMES[kind],
        "fetched_at": milliseconds(headers.get("WARC-Date")),
        "status": status,
        "digest": bytes.fromhex(stated),
    }
    if kind == "revisit":
        pairs["body_digest"] = bytes.fromhex(stated)
    else:
        pairs["body_bytes"] = size
        pairs["truncation"] = headers.get("WARC-Truncated")
    if (version := headers.get("Assay-Version")) is not None:
        pairs["version"] = urllib.parse.unquote(version)
    for name, value in pairs.items():
        held = row[name] if name in ("digest", "body_digest") else text(row[name])
        if held != value:
            yield f"{name}: record {value!r}, catalog {held!r}"


def read_segment(path, database, ecosystem, counts):
    segment = int(path.name.split(".")[0])
    rows = catalog_rows(database, ecosystem, segment)
    complaints = []
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, parse_http=True):
            kind = record.headers.get("WARC-Type")
            counts[kind] = counts.get(kind, 0) + 1
            if kind == "warcinfo":
                continue
            name = name_of(record)
            for problem in problems_of(record, rows.pop(name, None)):
                complaints.append(f"{path}, record {name}: {problem}")
    complaints += [f"{path}: row {name} has no record" for name in rows]
    return complaints


def main(corpus):
    corpus = pathlib.Path(corpus)
    database = sqlite3.connect(f"file:{corpus / 'catalog.sqlite'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    counts, complaints = {}, []
    paths = sorted(corpus.glob("snapshots/*/*.warc.zst"))
    for path in paths:
        complaints += read_segment(path, database, path.parent.name, counts)
    listed = " ".join(f"{name}={counts[name]}" for name in sorted(counts))
    print(f"segments={len(paths)} {listed} problems={len(complaints)}")
    for complaint in complaints[:20]:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
