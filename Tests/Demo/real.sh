#!/usr/bin/env bash
# Runs on the recorded documents and real labels, when they are there: real.sh ASSAY DATA WORK
set -euo pipefail

assay=${1:?}; data=${2:?}; work=${3:?}
if [ ! -d "$data" ]; then
  echo "real: skipped, no real data at $data (set SHARED=FOLDER)"
  exit 0
fi
rm -rf "$work"
mkdir -p "$work"
"$assay" import labels "$data/labels/osv-malicious.jsonl.zst" --corpus "$work"
"$assay" import labels "$data/labels/rustsec.tar.zst" --corpus "$work"
"$assay" status --corpus "$work"
