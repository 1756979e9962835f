#!/usr/bin/env bash
# Recorded documents, a whole registry on two nights, and real labels:
#   real.sh ASSAY DATA WORK
# DATA is the recorded data, WORK a folder that is made afresh. Fails when a figure is not as required.
set -euo pipefail

assay=${1:?}; data=${2:?}; work=${3:?}
for name in $(compgen -e | grep -E '^ASSAY_(CORPUS|PYPI|NPM|CRATES|SIMULATOR|CONTACT)' || true); do
  unset "$name"
done
if [ ! -d "$data" ]; then
  echo "real: skipped: the recorded data is not there ($data)"
  exit 0
fi
command -v python3 >/dev/null || { echo "real: python3 is not on the PATH: install it" >&2; exit 2; }
if [ -e "$work" ] && [ ! -e "$work/.real" ]; then
  echo "real: $work is there and this did not make it: remove it, or name another folder" >&2
  exit 2
fi
rm -rf "$work"
mkdir -p "$work"
touch "$work/.real"
accountant=$(dirname "${BASH_SOURCE[0]}")/account.py
failures=0
# Prints the figures of a part and notes when they are not as required.
account() { python3 "$accountant" "$@" || failures=$((failures + 1)); }
listing() { python3 "$accountant" "$@"; }

simulator=
stop_simulator() {
  if [ -n "$simulator" ]; then
    kill "$simulator" 2>/dev/null || true
    wait "$simulator" 2>/dev/null || true
    simulator=
  fi
}
trap stop_simulator EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Serves recorded documents as they were on one day and sets `url`.
start_replay() {
  local source=$1 day=$2 tries=0
  rm -f "$work/port"
  "$assay" simulate --port 0 --port-file "$work/port" --replay "$source" --day "$day" \
    >"$work/simulator.log" 2>&1 &
  simulator=$!
  until [ -s "$work/port" ]; do
    if ! kill -0 "$simulator" 2>/dev/null || [ $((tries += 1)) -gt 1200 ]; then
      echo "real: the simulator did not come up; its last words:" >&2
      tail -n 20 "$work/simulator.log" >&2
      exit 1
    fi
    sleep 0.1
  done
  url="http://127.0.0.1:$(cat "$work/port")"
}

# The moment of a simulated night, from 0.
moment() { date -u -d "@$((1767232800 + $1 * 86400))" +%Y-%m-%dT%H:%M:%SZ; }

# A crawl may leave items owed (3): what is left over is judged at the end.
crawl() {
  local status=0
  "$assay" crawl "$@" >>"$work/crawl.log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || {
    echo "real: the crawl failed (exit code $status):" >&2
    tail -n 20 "$work/crawl.log" >&2
    exit 1
  }
}

run() {
  "$@" >>"$work/stages.log" 2>&1 || {
    echo "real: '$*' failed (exit code $?):" >&2
    tail -n 20 "$work/stages.log" >&2
    exit 1
  }
}

recorded_documents() {
  local fixtures=$data/registry-fixtures corpus=$work/documents listing=$work/documents.csv
  mkdir -p "$corpus"
  # Feeds, login pages and lists are among the documents: many rejections are right here.
  echo '{"maximumRejectedShare": 1}' >"$corpus/assay.json"
  "$assay" simulate --replay "$fixtures" --list >"$listing"
  listing names "$listing" crates >"$work/crates.txt"
  local last day
  last=$(listing days "$listing")
  echo "== recorded registry documents, on $((last + 1)) days"
  for ((day = 0; day <= last; day++)); do
    start_replay "$fixtures" "$day"
    local now; now=$(moment "$day")
    crawl --corpus "$corpus" --now "$now" --ecosystem pypi,npm --simulator "$url"
    # The index files recorded have no dump beside them that would tell that they changed.
    crawl --corpus "$corpus" --now "$now" --ecosystem crates --simulator "$url" \
      --packages "$work/crates.txt"
    stop_simulator
    run "$assay" extract --corpus "$corpus" --now "$now"
    run "$assay" export --corpus "$corpus" --now "$now" --format csv --output "$work/tables/$day"
    listing owed "$corpus" >"$work/tables/$day/owed.csv"
  done
  account documents "$listing" "$fixtures" "$corpus" "$work/tables" "$work/documents-account.csv"
}

whole_registry() {
  local corpus=$work/crates-index night=0 snapshot listings=()
  echo "== the crates.io index of November 2019 and July 2020, as two nights"
  for snapshot in 2019-11 2020-07; do
    local archive=$data/crates-index/$snapshot.tar.zst listing=$work/$snapshot.csv
    listings+=("$listing")
    "$assay" simulate --replay "$archive" --list >"$listing"
    listing names "$listing" crates >"$work/$snapshot.txt"
    start_replay "$archive" 0
    local begun=$SECONDS now; now=$(moment "$night")
    crawl --corpus "$corpus" --now "$now" --ecosystem crates --packages "$work/$snapshot.txt" \
      --crates-index-url "$url/crates-index" --crates-dump-url ''
    local crawled=$SECONDS
    stop_simulator
    run "$assay" extract --corpus "$corpus" --now "$now" --ecosystem crates
    run "$assay" export --corpus "$corpus" --now "$now" --format csv --output "$work/$snapshot"
    echo "night $((night + 1)), index of $snapshot: crawled in $((crawled - begun)) s," \
      "extracted in $((SECONDS - crawled)) s"
    grep '^crates: ' "$work/crawl.log" | tail -n 1
    night=$((night + 1))
  done
  account index "$corpus" "${listings[@]}" "$work"
}

real_labels() {
  local labels=$data/labels file
  echo "== labels"
  for file in osv-malicious.jsonl.zst osv-withdrawn.jsonl.zst rustsec.tar.zst; do
    echo "$file:"
    "$assay" import labels "$labels/$file" --corpus "$work/labels" --now "$(moment 0)" \
      | tee "$work/$file.txt"
  done
  account labels "$labels/rustsec-index.csv" "$work/labels" "$work"
}

recorded_documents
whole_registry
real_labels
if [ "$failures" -gt 0 ]; then
  echo "real: $failures of 3 parts are not as required" >&2
  exit 1
fi
echo "real: all figures are as required"
