"""Crawls simulated registries through faults and kills, and compares the end with an undisturbed crawl.

Usage: soak.py ASSAY WORK PACKAGES KILLS SEED [FAULTS]

Two corpora are made in WORK from the same generated population, one crawl undisturbed, the other
through FAULTS and KILLS times SIGKILL at random moments. They must then agree in

* every package's newest document: whether it is there, and the SHA-256 of its payload;
* every row and column of the facts' tables but `observed_at`, the time of the observation.

Prints what was done as it goes; exits with 1 when the two differ or a crawl does not end.
"""

import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import pyarrow.parquet

ECOSYSTEMS = ("pypi", "npm", "crates")
TABLES = ("facts", "releases", "dependencies", "maintainers")
NIGHT = datetime(2026, 1, 1, 2, tzinfo=timezone.utc)
# Doubled members and padding change what a server sends, so that other bytes are rightly kept: they
# are not among these. A bomb costs the reader a hundred times what an answer costs.
FAULTS = ",".join(
    f"{name}=0.05"
    for name in (
        "429 429-date 403 500 503 truncate reset slow gzip redirect invalid-json stale gap sequence-reset"
    ).split()
) + ",bomb=0.01"
# Crawls without a kill until nothing is owed; more would mean that work is never done.
MOST_CRAWLS = 40


def moment(hours):
    return (NIGHT + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Simulator:
    """A simulator on a port; the same port gives the same documents."""

    def __init__(self, assay, work, packages, seed, port=0, faults=None):
        port_file = work / "port"
        port_file.unlink(missing_ok=True)
        command = [assay, "simulate", "--port", str(port), "--port-file", str(port_file)]
        command += ["--packages", str(packages), "--seed", str(seed)]
        command += ["--faults", faults] if faults else []
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not (port_file.exists() and port_file.read_text().strip()):
            if self.process.poll() is not None:
                sys.exit(f"soak: the simulator ended with {self.process.returncode}")
            time.sleep(0.05)
        self.port = int(port_file.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Corpus:
    def __init__(self, assay, path):
        self.assay, self.path = assay, path
        path.mkdir(parents=True)
        # Waits between two tries add nothing but time on this machine.
        (path / "assay.json").write_text('{"staleRetrySeconds": [0, 0, 0]}')

    def command(self, *arguments):
        return [self.assay, *arguments, "--corpus", str(self.path)]

    def crawl(self, port, hours):
        return subprocess.Popen(
            self.command(
                "crawl", "--simulator", f"http://127.0.0.1:{port}", "--now", moment(hours)
            ),
            stdout=subprocess.DEVNULL,
            stderr=(self.path.parent / "crawl.log").open("a"),
        )

    def must(self, *arguments):
        result = subprocess.run(self.command(*arguments), capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"soak: {arguments[0]} ended with {result.returncode}: {result.stderr}")
        return result.stdout

    def documents(self):
        """(ecosystem, subject, kind) to the payload's digest; None for a tombstone."""
        database = sqlite3.connect(f"file:{self.path}/catalog.sqlite?mode=ro", uri=True)
        kinds = "('project-json', 'simple-detail', 'packument', 'index-file')"
        rows = database.execute(
            f"""SELECT ecosystem, subject, kind, outcome, digest, body_segment, body_sequence
                FROM snapshots WHERE kind IN {kinds} ORDER BY fetched_at, segment, sequence"""
        )
        return {
            (row[0], row[1], row[2]): None if row[3] == "tombstone" else row[4].hex()
            for row in rows
        }

    def owed(self):
        database = sqlite3.connect(f"file:{self.path}/catalog.sqlite?mode=ro", uri=True)
        return database.execute("SELECT count(*) FROM owed").fetchone()[0]

    def facts(self, ecosystem, table):
        """The table as a list of rows, sorted, without the time of observation."""
        read = pyarrow.parquet.read_table(self.path / "stages" / f"{table}-{ecosystem}.parquet")
        kept = [name for name in read.column_names if name != "observed_at"]
        rows = zip(*(read.column(name).to_pylist() for name in kept))
        return kept, sorted(rows, key=repr)


def disturbed(corpus, port, kills, shortest, longest, chance):
    """Kills that many crawls, then crawls until nothing is owed; returns (kills, crawls)."""
    done = crawls = 0
    while done < kills and crawls < 20 * kills:
        crawl = corpus.crawl(port, 2 * crawls)
        crawls += 1
        try:
            crawl.wait(chance.uniform(shortest, longest))
        except subprocess.TimeoutExpired:
            crawl.send_signal(signal.SIGKILL)
            crawl.wait()
            done += 1
    for _ in range(MOST_CRAWLS):
        code = corpus.crawl(port, 2 * crawls).wait()
        crawls += 1
        if code not in (0, 3):
            sys.exit(f"soak: a crawl ended with {code}; see {corpus.path.parent}/crawl.log")
        if code == 0:
            return done, crawls
    sys.exit(f"soak: {corpus.owed()} items are still owed after {crawls} crawls")


def compare(calm, shaken):
    """Prints what differs; returns the numbers of documents and rows, and of differences."""
    left, right = calm.documents(), shaken.documents()
    wrong = [key for key in left.keys() | right.keys() if left.get(key, 0) != right.get(key, 0)]
    for key in sorted(wrong)[:10]:
        print(f"soak: {key}: {left.get(key, 'missing')} became {right.get(key, 'missing')}")
    rows, differences = 0, len(wrong)
    for ecosystem in ECOSYSTEMS:
        for table in TABLES:
            (names, before), (others, after) = (c.facts(ecosystem, table) for c in (calm, shaken))
            rows += len(before)
            if names != others or before != after:
                differences += 1
                lost, new = set(map(repr, before)), set(map(repr, after))
                print(f"soak: {table}-{ecosystem}: {len(before)} and {len(after)} rows differ")
                for row in sorted(lost ^ new)[:4]:
                    print(f"  {row[:300]}")
    return len(left), rows, differences


def main(assay, folder, packages, kills, seed, faults=FAULTS):
    work = pathlib.Path(folder)
    shutil.rmtree(work, ignore_errors=True)
    chance = random.Random(int(seed))
    calm, shaken = Corpus(assay, work / "calm"), Corpus(assay, work / "shaken")
    began = time.monotonic()
    with Simulator(assay, work, packages, seed) as simulator:
        port = simulator.port
        if calm.crawl(port, 0).wait() != 0:
            sys.exit(f"soak: the undisturbed crawl failed; see {work}/crawl.log")
    undisturbed = time.monotonic() - began
    print(f"soak: undisturbed crawl of {packages} packages a registry in {undisturbed:.1f} s")
    began = time.monotonic()
    with Simulator(assay, work, packages, seed, port, faults) as simulator:
        # Faults make a crawl several times as long: kills fall all over it.
        longest = 4 * undisturbed / max(1, int(kills))
        done, crawls = disturbed(shaken, port, int(kills), 0.05, max(longest, 0.5), chance)
    print(f"soak: {done} kills, {crawls} crawls through {faults} in {time.monotonic() - began:.1f} s")
    verified = shaken.must("verify", "--now", moment(2 * crawls)).strip().splitlines()[-1]
    for corpus in (calm, shaken):
        corpus.must("extract", "--now", moment(2 * crawls))
    documents, rows, differences = compare(calm, shaken)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"soak: {documents} documents and {rows} rows of facts compared, {differences} differences")
    print(f"soak: largest process {peak} MiB, {verified}")
    if differences or done < int(kills):
        sys.exit(1)
    shutil.rmtree(work)


if __name__ == "__main__":
    if len(sys.argv) not in (6, 7):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(*sys.argv[1:])
