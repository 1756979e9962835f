#!/usr/bin/env bash
# Runs the whole pipeline against the registry simulator, night after night:
#   nights.sh ASSAY CORPUS PACKAGES SEED NIGHTS
# The corpus is made afresh. The exit code is the last night's: 0 published, 3 partial, 4 held.
set -euo pipefail

assay=${1:?}; corpus=${2:?}; packages=${3:?}; seed=${4:?}; nights=${5:?}
# Settings of the caller's own must not lead the demo to a live registry.
for name in $(compgen -e | grep -E '^ASSAY_(CORPUS|PYPI|NPM|CRATES|SIMULATOR|CONTACT)' || true); do
  unset "$name"
done

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

if [ -e "$corpus" ] && [ ! -d "$corpus-truth" ]; then
  echo "nights: $corpus is there and this demo did not make it: remove it, or name another CORPUS" >&2
  exit 2
fi
rm -rf "$corpus" "$corpus-truth"
mkdir -p "$corpus" "$corpus-truth"
# A few hundred simulated repositories a night keep the demo short; the rest waits for later nights.
printf '{"repositoryVisits": 300}\n' >"$corpus/assay.json"

# Starts the simulator for one day and sets `url`.
start_simulator() {
  local day=$1 truth=$2 port_file=$2/port
  rm -f "$port_file"
  "$assay" simulate --port 0 --port-file "$port_file" --packages "$packages" --seed "$seed" \
    --day "$day" --truth "$truth" >"$truth/simulator.log" 2>&1 &
  simulator=$!
  local tries=0
  until [ -s "$port_file" ]; do
    if ! kill -0 "$simulator" 2>/dev/null || [ $((tries += 1)) -gt 1200 ]; then
      echo "nights: the simulator did not come up; its last words:" >&2
      tail -n 20 "$truth/simulator.log" >&2
      exit 1
    fi
    sleep 0.1
  done
  url="http://127.0.0.1:$(cat "$port_file")"
}

status=0
for ((day = 0; day < nights; day++)); do
  truth="$corpus-truth/day-$day"
  mkdir -p "$truth"
  start_simulator "$day" "$truth"
  echo "== night $((day + 1)) of $nights: $(cat "$truth/now"), simulated registries at $url"
  "$assay" import labels "$truth/labels.jsonl" --corpus "$corpus"
  "$assay" import base-rates "$truth/base-rates.csv" --corpus "$corpus"
  status=0
  "$assay" nightly --corpus "$corpus" --simulator "$url" --now "$(cat "$truth/now")" || status=$?
  stop_simulator
  case $status in
    0) ;;
    3 | 4) echo "nights: night $((day + 1)) was not published (exit code $status)" >&2 ;;
    *) echo "nights: night $((day + 1)) failed (exit code $status)" >&2; exit "$status" ;;
  esac
done

report=$(find "$corpus/runs" -mindepth 2 -maxdepth 2 -name report.html 2>/dev/null | sort | tail -n 1 || true)
if [ -n "$report" ]; then echo "report: $report"; fi
exit "$status"
