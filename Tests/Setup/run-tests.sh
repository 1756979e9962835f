#!/usr/bin/env bash
# Runs every test and lists what was skipped and why: run-tests.sh PYTHON [FLAG…]
set -euo pipefail

export ASSAY_PYTHON="$PWD/${1:?usage: run-tests.sh PYTHON [FLAG...]}"
shift
log=.build/test.log
mkdir -p .build

# Few at once: beside a hundred others a simulated server would answer too late for the crawler that waits for it.
swift build --build-tests "$@"
status=0
swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width 3 "$@" \
  >"$log" 2>&1 || status=$?
if [ $status -ne 0 ]; then
  grep -E 'error:|✘|recorded an issue' "$log" | head -n 100 || true
  tail -n 20 "$log"
fi

skipped=$(grep -E '^➜ .*skipped|: skipped,' "$log" | sed -E 's/^[^A-Za-z]*//' | sort -u || true)
if [ -n "$skipped" ]; then
  echo "Skipped:"
  sed 's/^/  /' <<<"$skipped"
else
  echo "Skipped: nothing"
fi
grep -E 'Test run with' "$log" || echo "no tests were run; see $log"
exit $status
