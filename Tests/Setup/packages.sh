#!/usr/bin/env bash
# Installs the system packages that the build needs and does nothing when they are there; checks for Swift.
set -euo pipefail
source "$(dirname "$0")/retry.sh"

required=(
  libsqlite3-dev libcurl4-openssl-dev libzstd-dev libsimdjson-dev libarchive-dev libssl-dev
)
missing=()
for package in "${required[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
    missing+=("$package")
done
command -v g++ >/dev/null || missing+=(g++)
command -v git >/dev/null || missing+=(git)
command -v pkg-config >/dev/null || command -v pkgconf >/dev/null || missing+=(pkg-config)
if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi

if ! command -v swift >/dev/null; then
  echo "setup: no 'swift' on the PATH. Assay needs Swift 6.2 or later; see https://www.swift.org/install/linux/" >&2
  exit 1
fi
version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
read -r major minor <<<"${version:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
  echo "setup: Swift $major.$minor is too old, 6.2 is needed; see https://www.swift.org/install/linux/" >&2
  exit 1
fi
