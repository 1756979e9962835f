#!/usr/bin/env bash
# Treats a corpus that nights.sh made as a careless or hostile user would, on copies:
#   hostile.sh ASSAY CORPUS
# Every misuse must end with its exit code, never with a crash, and lose nothing.
set -uo pipefail

assay=${1:?}; corpus=${2:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/corpus
failures=0

fresh() { rm -rf "$copy"; cp -r "$corpus" "$copy"; }

# expect CODE ARGUMENTS: the command must end with this exit code and say something when it fails.
expect() {
  local wanted=$1 got=0; shift
  "$assay" "$@" >"$work/out" 2>&1 </dev/null || got=$?
  if [ "$got" -ne "$wanted" ] || { [ "$got" -ne 0 ] && [ ! -s "$work/out" ]; }; then
    echo "hostile: assay $* ended with $got, not $wanted:" >&2
    head -n 5 "$work/out" >&2
    failures=$((failures + 1))
  fi
}

claims() { "$assay" status --corpus "$copy" | grep '^labels'; }

same_claims() {
  local now; now=$(claims)
  if [ "$now" != "$before" ]; then
    echo "hostile: $1: «$before» became «$now»" >&2
    failures=$((failures + 1))
  fi
}

fresh
before=$(claims)
model=$(basename "$(find "$copy/models" -name 'npm-*.json' | sort | tail -n 1)" .json)

# Usage.
expect 2 extract --corpus "$copy" --ecosystem ''
expect 2 extract --corpus "$copy" --ecosystem npm,
expect 0 extract --corpus "$copy" --ecosystem npm,npm
expect 2 crawl --corpus "$copy" --limit=-1
expect 2 extract --corpus "$copy" --as-of 1800-01-01T00:00:00Z
expect 2 link --corpus "$copy" --now yesterday
expect 2 score --corpus "$copy" --model "$model" --ecosystem pypi
expect 1 score --corpus "$copy" --model nothing
expect 2 export --corpus "$copy" --output "$copy/catalog.sqlite"
expect 2 export --corpus "$copy" --output "$work/tables" --format ''
expect 2 report --corpus "$copy" --output /
expect 2 show pkg:npm/ --corpus "$copy"
expect 1 show pkg:npm/%00 --corpus "$copy"
expect 2 simulate --day 999999999999
expect 2 simulate --packages 9223372036854775807
expect 1 status --corpus "$work/nothing"

# Labels: a broken file must not take the claims of an earlier one.
: >"$work/labels.jsonl"
expect 2 import labels "$work/labels.jsonl" --corpus "$copy"
printf '{"id":\n\xff\xfe\n' >"$work/labels.jsonl"
expect 2 import labels "$work/labels.jsonl" --corpus "$copy"
printf '%s\n' '{"id":"MAL-1","affected":[{"package":{"ecosystem":"npm","name":"zz"}}]}' \
  >"$work/labels.jsonl"
expect 2 import labels "$work/labels.jsonl" --corpus "$copy"
same_claims "broken label files"

# A lost catalog comes back with its labels.
expect 0 verify --repair --corpus "$copy"
same_claims "a rebuilt catalog"
rm -f "$copy"/catalog.sqlite*
expect 0 extract --corpus "$copy"
same_claims "a lost catalog"

# Facts are the same however they came about, and heal.
fresh
sums() { (cd "$copy/stages" && sha256sum facts-* releases-* dependencies-* maintainers-*); }
whole=$(sums)
rm -rf "$copy/stages"
expect 0 extract --corpus "$copy"
[ "$(sums)" = "$whole" ] || { echo "hostile: facts depend on earlier nights" >&2; failures=$((failures + 1)); }
truncate -s -100 "$copy/stages/facts-npm.parquet"
expect 1 link --corpus "$copy"
expect 0 extract --corpus "$copy"
cp "$copy/stages/releases-crates.parquet" "$copy/stages/releases-npm.parquet"
expect 1 link --corpus "$copy"
expect 0 extract --corpus "$copy"
[ "$(sums)" = "$whole" ] || { echo "hostile: damaged facts do not heal" >&2; failures=$((failures + 1)); }

# A model changed by hand is refused; tables of two versions are no trap.
fresh
sed -i 's/"total":[0-9]*/"total":0/' "$copy/models/$model.json"
expect 1 evaluate --corpus "$copy" --ecosystem npm
cp "$copy/stages/edges-npm.parquet" "$copy/stages/scores-npm.parquet"
expect 1 export --corpus "$copy" --output "$work/tables"

# Settings.
echo '{"politeness": {"npm": {"requestsPerSecond": -1}}}' >"$copy/assay.json"
expect 2 status --corpus "$copy"

if [ "$failures" -gt 0 ]; then echo "hostile: $failures failures" >&2; exit 1; fi
echo "hostile: nothing lost, nothing crashed"
