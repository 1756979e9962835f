#!/usr/bin/env bash
# Opens the newest report of a corpus in a headless browser: open-report.sh CORPUS PICTURES
set -euo pipefail

corpus=${1:?usage: open-report.sh CORPUS PICTURES}
pictures=${2:?usage: open-report.sh CORPUS PICTURES}
report=$(find "$corpus/runs" -mindepth 2 -maxdepth 2 -name report.html 2>/dev/null | sort | tail -n 1 || true)
if [ -z "$report" ]; then
  echo "test-report: no report under $corpus/runs; run 'make nightly' first" >&2
  exit 1
fi
exec python3 "$(dirname "$0")/open_report.py" "$report" "$pictures"
