#!/usr/bin/env bash
# Proves that real clients work against the simulator, on loopback only.
# Usage: check.sh PATH/TO/assay [PATH/TO/bandersnatch]
# Prints one line per client; exits with 1 when one fails. A client that is not installed is skipped.
set -u
assay=${1:?usage: check.sh PATH/TO/assay [PATH/TO/bandersnatch]}
bandersnatch=${2:-$(command -v bandersnatch || true)}
work=$(mktemp -d)
port=${ASSAY_CHECK_PORT:-$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')}
base=http://127.0.0.1:$port
failed=0
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy

"$assay" simulate --port "$port" --packages 300 --seed 7 --day 1 --truth "$work/truth" \
  >"$work/simulator.log" 2>&1 &
simulator=$!
trap 'kill $simulator 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 300); do
  curl -sf -o /dev/null "$base/npm-replicate/registry/" && break
  kill -0 $simulator 2>/dev/null || break
  sleep 0.1
done

# Names of popular packages: they carry no bad input on purpose.
names() {
  awk -F, -v e="$1" '$1 == e && $4 == "popular" { print $2 }' "$work"/truth/truth.csv
}

# report NAME COMMAND...: runs a command and says whether it worked.
report() {
  local name=$1
  shift
  if "$@" >"$work/out" 2>&1; then
    echo "ok      $name"
  else
    echo "FAILED  $name"
    tail -n ${ASSAY_CHECK_LINES:-20} "$work/out" | sed 's/^/        /'
    failed=1
  fi
}

has() {
  command -v "$1" >/dev/null || { echo "skipped $1 is not installed"; return 1; }
}

pip_download() {
  local name
  name=$(names pypi | sed -n 3p)
  mkdir -p "$work/pip"
  PIP_CONFIG_FILE=/dev/null python3 -m pip download --isolated --disable-pip-version-check --no-cache-dir --no-deps \
    --index-url "$base/pypi/simple/" --dest "$work/pip" "$name" &&
    ls "$work"/pip/*.whl
}

pip_download_tree() {
  local name
  name=$(names pypi | tail -n 1)
  mkdir -p "$work/tree"
  PIP_CONFIG_FILE=/dev/null python3 -m pip download --isolated --disable-pip-version-check --no-cache-dir --only-binary :all: \
    --index-url "$base/pypi/simple/" --dest "$work/tree" "$name" &&
    ls "$work"/tree/*.whl
}

npm_isolated() {
  npm --registry "$base/npm/" --userconfig /dev/null --globalconfig "$work/npmrc" \
    --cache "$work/npm-cache" --no-update-notifier --no-audit --fetch-retries 0 "$@"
}

npm_view() {
  local name
  name=$(names npm | grep -v '^@' | head -n 1)
  npm_isolated view "$name" name version dist.shasum --json | grep -q "\"name\": \"$name\""
}

npm_view_scoped() {
  local name
  name=$(names npm | grep '^@' | head -n 1)
  npm_isolated view "$name" name version --json | grep -q "\"name\": \"$name\""
}

npm_pack() {
  mkdir -p "$work/pack"
  (cd "$work/pack" && npm_isolated pack "$(names npm | grep -v '^@' | head -n 1)" &&
    npm_isolated pack "$(names npm | grep '^@' | head -n 1)" && [ "$(ls ./*.tgz | wc -l)" = 2 ])
}

npm_install() {
  mkdir -p "$work/install"
  (cd "$work/install" && echo '{"name":"proof","version":"1.0.0"}' >package.json &&
    npm_isolated install --ignore-scripts "$(names npm | tail -n 1)" && ls node_modules)
}

cargo_fetch() {
  local name
  name=$(names crates | tail -n 1)
  mkdir -p "$work/crate/src" "$work/crate/.cargo" "$work/cargo-home"
  cat >"$work/crate/.cargo/config.toml" <<EOF
[source.crates-io]
replace-with = "simulator"
[source.simulator]
registry = "sparse+$base/crates-index/"
EOF
  cat >"$work/crate/Cargo.toml" <<EOF
[package]
name = "proof"
version = "0.1.0"
edition = "2021"
[dependencies]
$name = ">=0.1"
EOF
  touch "$work/crate/src/lib.rs"
  (cd "$work/crate" && CARGO_HOME=$work/cargo-home CARGO_NET_RETRY=0 cargo fetch &&
    find "$work/cargo-home" -name "$name-*.crate" | grep -q .)
}

mirror() {
  local first second
  first=$(names pypi | sed -n 1p)
  second=$(names pypi | sed -n 2p)
  cat >"$work/bandersnatch.conf" <<EOF
[mirror]
directory = $work/mirror
master = $base/pypi
json = true
release-files = true
timeout = 10
workers = 2
hash-index = false
stop-on-error = true
verifiers = 1
allow-non-https = true
[plugins]
enabled =
    allowlist_project
[allowlist]
packages =
    $first
    $second
EOF
  "$bandersnatch" -c "$work/bandersnatch.conf" mirror &&
    [ "$(find "$work/mirror/web/packages" -name '*.whl' | wc -l)" -gt 2 ]
}

has python3 && report "pip download" pip_download && report "pip download with dependencies" pip_download_tree
if has npm; then
  report "npm view" npm_view
  report "npm view of a scoped package" npm_view_scoped
  report "npm pack" npm_pack
  report "npm install with dependencies" npm_install
fi
has cargo && report "cargo fetch" cargo_fetch
if [ -n "$bandersnatch" ]; then
  report "bandersnatch mirror" mirror
else
  echo "skipped bandersnatch is not installed"
fi
exit $failed
