"""Judges what `real.sh` made: prints the figures and fails when one is not as required."""

import csv
import gzip
import hashlib
import os
import re
import sqlite3
import sys
from collections import Counter, defaultdict

NIGHT_MS = 86_400_000
FIRST_NIGHT_MS = 1_767_232_800_000

# What the recorded data holds: the reason the figures below are what they are is in its README.
DOCUMENTS = 687
# HTML served where a document was stored before, and answers about names of which nothing was.
PAGES, ABSENT = 3, 3
PAGE = "the answer is no "
CRATES = {"2019-11": 31_839, "2020-07": 43_451}
NEW, CHANGED = 11_612, 8_076
MALICIOUS = {"crates": 2, "npm": 22_241, "pypi": 9_207}
WITHDRAWN = 56
ADVISORIES, MALICIOUS_CRATES, MALICIOUS_VERSIONS = 1_225, 73, 4


class Judge:
    """Collects what is not as required."""

    def __init__(self):
        self.failed = False

    def check(self, what, found, wanted):
        if found == wanted:
            print(f"  ok    {what}: {found:,}")
        else:
            self.failed = True
            print(f"  WRONG {what}: {found:,}, required are {wanted:,}")

    def end(self):
        sys.exit(1 if self.failed else 0)


def rows(path):
    csv.field_size_limit(1 << 30)
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def key(ecosystem, name):
    """The name that a registry compares by."""
    if ecosystem == "npm":
        return name
    lowered = re.sub(r"[A-Z]", lambda letter: letter[0].lower(), name)
    if ecosystem == "crates":
        return lowered.replace("-", "_")
    return re.sub(r"[-_.]+", "-", lowered)


def snapshots(corpus):
    catalog = sqlite3.connect(f"file:{corpus}/catalog.sqlite?mode=ro", uri=True)
    return catalog.execute(
        "SELECT ecosystem, subject, kind, fetched_at, status, outcome, lower(hex(digest))"
        " FROM snapshots"
    ).fetchall()


def owed_items(corpus):
    catalog = sqlite3.connect(f"file:{corpus}/catalog.sqlite?mode=ro", uri=True)
    return catalog.execute("SELECT ecosystem, name, kind, coalesce(reason, '') FROM owed").fetchall()


def owed(corpus, but=None):
    """Items that are owed, without those whose reason contains `but`."""
    return sum(but is None or but not in reason for _, _, _, reason in owed_items(corpus))


# Recorded documents


def body_digest(row, fixtures):
    """Of what a client has in hand: for a whole recorded response its body, decoded."""
    if not row["file"].endswith(".http"):
        return row["sha256"]
    with open(os.path.join(fixtures, row["file"]), "rb") as file:
        head, body = file.read().split(b"\r\n\r\n", 1)
    if re.search(rb"(?im)^content-encoding:\s*gzip", head):
        body = gzip.decompress(body)
    return hashlib.sha256(body).hexdigest()


class Day:
    """What a corpus holds after one day."""

    def __init__(self, day, stored, folder):
        night = FIRST_NIGHT_MS + day * NIGHT_MS
        self.stored = {
            (ecosystem, subject, kind): (status, outcome, digest)
            for ecosystem, subject, kind, fetched, status, outcome, digest in stored
            if fetched == night
        }
        self.facts = {(row["ecosystem"], row["name"]): row for row in rows(f"{folder}/facts.csv")}
        self.rejections = defaultdict(list)
        for row in rows(f"{folder}/rejections.csv"):
            self.rejections[row["ecosystem"], row["name"]].append(row["reason"])
        self.owed = {
            (row["ecosystem"], key(row["ecosystem"], row["name"]), row["kind"]): row["reason"]
            for row in rows(f"{folder}/owed.csv")
        }

    def outcome(self, row, digest):
        """How one recorded document ended: (outcome, reason)."""
        package = (row["ecosystem"], key(row["ecosystem"], row["name"]))
        stored = self.stored.get(package + (row["kind"],))
        if stored is None:
            # A page never takes the place of a document: the item stays owed and says so.
            reason = self.owed.get(package + (row["kind"],), "")
            if PAGE in reason:
                return "refused", reason
            return "lost", "it was not fetched on its day"
        facts, reasons = self.facts.get(package), self.rejections.get(package, [])
        if row["status"] != "200":
            if stored[1] != "tombstone":
                return "lost", f"answered {row['status']}, stored as {stored[1]}"
            if facts is not None and facts["status"] == "deleted":
                return "facts", f"answered {row['status']}: the package is gone"
            if facts is None and not reasons:
                return "absent", f"answered {row['status']}: nothing was ever seen of it"
        elif stored[2] != digest:
            return "lost", "what is stored has another digest"
        # Of two documents of a package one can be read and the other rejected.
        own = [reason for reason in reasons if f"{row['kind']}: " in reason]
        if own or (reasons and facts is None):
            return "rejection", "; ".join(own or reasons)
        if facts is not None and digest[:32] in facts["document_digest"]:
            return "facts", ""
        return "lost", "neither facts nor a rejection"


def documents(listing, fixtures, corpus, tables, output):
    judge = Judge()
    listed = rows(listing)
    manifest = {row["file"]: row["kind"] for row in rows(f"{fixtures}/MANIFEST.csv")}
    stored = snapshots(corpus)
    days = {day: Day(day, stored, f"{tables}/{day}") for day in {int(r["day"]) for r in listed}}
    ends, reasons = Counter(), Counter()
    with open(output, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "kind", "day", "package", "outcome", "reason"])
        for row in listed:
            outcome, reason = days[int(row["day"])].outcome(row, body_digest(row, fixtures))
            kind = manifest[row["file"]]
            ends[row["ecosystem"], kind, outcome] += 1
            if reason:
                reasons[outcome, short(reason, row)] += 1
            writer.writerow([row["file"], kind, row["day"], row["name"], outcome, reason])
    kinds = sorted({end[:2] for end in ends})
    columns = ("facts", "rejection", "absent", "refused", "lost")
    print(f"  {'':44}" + "".join(f"{name:>10}" for name in columns))
    for ecosystem, kind in kinds:
        counts = [ends[ecosystem, kind, outcome] for outcome in columns]
        print(f"  {ecosystem + ' ' + kind:44}" + "".join(f"{count:>10}" for count in counts))
    print("  reasons:")
    for (outcome, reason), count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        print(f"    {count:>4} {outcome}: {reason}")
    print(f"  one row a document: {output}")
    total = Counter()
    for (_, _, outcome), count in ends.items():
        total[outcome] += count
    print(f"  {total['facts']} ended as facts, {total['rejection']} as rejections,"
          f" {total['absent']} as absences, {total['refused']} were refused")
    judge.check("documents in the manifest", len(manifest), DOCUMENTS)
    judge.check("documents served, crawled and accounted for", sum(total.values()) - total["lost"],
                DOCUMENTS)
    judge.check("pages in the place of documents", total["refused"], PAGES)
    judge.check("answers 404 and 302 about names never seen", total["absent"], ABSENT)
    judge.check("rejections without a reason",
                sum(count for (end, why), count in reasons.items() if end == "rejection" and not why),
                0)
    # Each day's page is asked for again for as long as nothing better comes.
    judge.check("items still owed, other than pages", owed(corpus, but=PAGE), 0)
    judge.end()


def short(reason, row):
    """A reason without what is special to one package."""
    for name in (row["name"], key(row["ecosystem"], row["name"])):
        reason = reason.replace(name, "NAME")
    return re.sub(r"\d+", "N", re.sub(r" \(.*", "", reason))


# A whole registry


def index(corpus, first, second, work):
    judge = Judge()
    before, after = ({key("crates", r["name"]): r["sha256"] for r in rows(p)}
                     for p in (first, second))
    judge.check("crates in November 2019", len(before), CRATES["2019-11"])
    judge.check("crates in July 2020", len(after), CRATES["2020-07"])
    new = after.keys() - before.keys()
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    nights = [{}, {}]
    for _, subject, kind, fetched, status, outcome, digest in snapshots(corpus):
        if kind == "index-file":
            nights[(fetched - FIRST_NIGHT_MS) // NIGHT_MS][subject] = (status, outcome, digest)
    judge.check("bodies of night 1", bodies(nights[0], before), CRATES["2019-11"])
    transferred = {name for name, end in nights[1].items() if end[0] == 200}
    judge.check("bodies of night 2 of new crates", len(transferred & new), NEW)
    judge.check("bodies of night 2 of changed crates", len(transferred & changed), CHANGED)
    judge.check("bodies of night 2 of other crates", len(transferred - new - changed), 0)
    judge.check("bodies of night 2 that are whole", bodies(nights[1], after), NEW + CHANGED)
    judge.check("answers 304 of night 2", sum(end[0] == 304 for end in nights[1].values()),
                CRATES["2019-11"] - CHANGED)
    judge.check("crates of which night 2 ends with the index's own bytes",
                sum(nights[1].get(name, ("", "", ""))[2] == digest
                    for name, digest in after.items()), CRATES["2020-07"])
    for snapshot, count in CRATES.items():
        ended = len(rows(f"{work}/{snapshot}/facts.csv"))
        rejected = rows(f"{work}/{snapshot}/rejections.csv")
        for row in rejected[:20]:
            print(f"  {row['name']}: {row['reason']}")
        judge.check(f"crates of {snapshot} with facts or a rejection", ended + len(rejected), count)
    judge.check("items still owed", owed(corpus), 0)
    judge.end()


def bodies(night, index_digests):
    """Crates whose stored body is, byte for byte, the index file."""
    return sum(end[0] == 200 and end[1] == "stored" and index_digests.get(name) == end[2]
               for name, end in night.items())


# Labels


def labels(rustsec_index, corpus, work):
    judge = Judge()
    osv = printed(f"{work}/osv-malicious.jsonl.zst.txt")
    judge.check("reports of malice", number(osv, r"(\d+) reports"), sum(MALICIOUS.values()))
    for ecosystem, count in MALICIOUS.items():
        found = number(osv, rf"by ecosystem:.*\b{ecosystem} (\d+)")
        judge.check(f"reports of malice, {ecosystem}", found, count)
    judge.check("reports of malice by kind, all",
                sum(map(int, re.findall(r"[a-zA-Z]+ (\d+)", re.search(r"by kind: (.*)", osv)[1]))),
                sum(MALICIOUS.values()))
    withdrawn = printed(f"{work}/osv-withdrawn.jsonl.zst.txt")
    judge.check("withdrawn reports", number(withdrawn, r"withdrawn: (\d+)"), WITHDRAWN)
    rustsec = printed(f"{work}/rustsec.tar.zst.txt")
    judge.check("RustSec advisories read", number(rustsec, r"(\d+) documents"), ADVISORIES)
    judge.check("advisories by class, all",
                sum(map(int, re.findall(r" (\d+)", re.search(r"advisories: (.*)", rustsec)[1]))),
                ADVISORIES)
    judge.check("malicious crates", number(rustsec, r"malicious crate (\d+)"), MALICIOUS_CRATES)
    judge.check("crates with malicious versions", number(rustsec, r"malicious versions (\d+)"),
                MALICIOUS_VERSIONS)
    for name, text in (("OSV", osv), ("withdrawn", withdrawn), ("RustSec", rustsec)):
        judge.check(f"{name} documents set aside", number(text, r"set aside: (\d+)"), 0)
    check_claims(judge, rustsec_index, corpus)
    judge.end()


def check_claims(judge, rustsec_index, corpus):
    catalog = sqlite3.connect(f"file:{corpus}/catalog.sqlite?mode=ro", uri=True)
    claims = catalog.execute("SELECT report, key, versions, withdrawn_at, source FROM claims").fetchall()
    judge.check("reports in the catalog", len({claim[0] for claim in claims}),
                sum(MALICIOUS.values()) + WITHDRAWN + MALICIOUS_CRATES + MALICIOUS_VERSIONS)
    judge.check("withdrawn reports in the catalog",
                len({claim[0] for claim in claims if claim[3] is not None}), WITHDRAWN)
    held = {(claim[0], claim[1], claim[2] is not None) for claim in claims}
    listed = [(row["id"], key("crates", row["package"]), row["malicious"] == "versions")
              for row in rows(rustsec_index) if row["malicious"] in ("crate", "versions")]
    judge.check("malicious advisories of the table that are in the catalog",
                sum(entry in held for entry in listed), MALICIOUS_CRATES + MALICIOUS_VERSIONS)


def printed(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def number(text, pattern):
    match = re.search(pattern, text)
    return int(match[1]) if match else 0


# What the script asks of a listing


def names(listing, ecosystem):
    seen = dict.fromkeys(r["name"] for r in rows(listing) if r["ecosystem"] == ecosystem)
    sys.stdout.write("".join(f"{name}\n" for name in seen))


def list_owed(corpus):
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["ecosystem", "name", "kind", "reason"])
    writer.writerows(owed_items(corpus))


def days(listing):
    print(max(int(row["day"]) for row in rows(listing)))


if __name__ == "__main__":
    calls = {
        "documents": documents, "index": index, "labels": labels, "names": names, "days": days,
        "owed": list_owed,
    }
    calls[sys.argv[1]](*sys.argv[2:])
