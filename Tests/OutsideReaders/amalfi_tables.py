"""One week of npm as two tables for `assay evaluate --scores --labels`.

    amalfi_tables.py AMALFI_FOLDER OUTPUT_FOLDER

Reads published-*.csv.zst and flagged-*.csv.zst. A version is one row; what a classifier did not
flag it did not flag, and what nobody looked at has no label that says good or malicious. Some
flagged versions are missing from the list of published ones: they are rows all the same.
"""

import csv
import io
import sys
from pathlib import Path

import pyarrow

DAYS = {
    "july-29": "2021-07-29", "july-30": "2021-07-30", "july-31": "2021-07-31",
    "august-1": "2021-08-01", "august-2": "2021-08-02", "august-3": "2021-08-03",
    "august-4": "2021-08-04",
}
CLASSIFIERS = ["decision-tree", "naive-bayes", "svm"]


def rows(path):
    with pyarrow.input_stream(path, compression="zstd") as stream:
        return csv.DictReader(io.StringIO(stream.read().decode()))


def main(folder, output):
    output.mkdir(parents=True, exist_ok=True)
    scores = csv.writer((output / "scores.csv").open("w", newline=""))
    labels = csv.writer((output / "labels.csv").open("w", newline=""))
    scores.writerow(
        ["package", "version", "day", *CLASSIFIERS, "any", "any_not_reproducible", "clone_hash"])
    labels.writerow(["package", "version", "day", "label", "hash"])
    for name, day in DAYS.items():
        alarms = {
            (row["package"], row["version"]): row for row in rows(folder / f"flagged-{name}.csv.zst")}
        published = {
            (row["package"], row["version"]): row
            for row in rows(folder / f"published-{name}.csv.zst")}
        for version in sorted(published.keys() | alarms.keys()):
            alarm, row = alarms.get(version, {}), published.get(version, {})
            flags = [alarm.get(classifier) == "Yes" for classifier in CLASSIFIERS]
            found = [*flags, any(flags), any(flags) and alarm["reproducible"].strip() != "yes",
                     alarm.get("hash_classifier") == "Yes"]
            scores.writerow([*version, day, *("true" if flag else "false" for flag in found)])
            labels.writerow([*version, day, label(alarm, row), (row or alarm)["hash"]])


def label(alarm, row):
    """The reviewer's word on an alarm, even an empty one; else what the published list says."""
    return alarm["analysis"] if alarm else row["analysis"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
