#!/usr/bin/env bash
# Makes the virtual environment with the outside readers that tests compare with: python.sh FOLDER [PACKAGE…]
set -euo pipefail
source "$(dirname "$0")/retry.sh"

folder=${1:?usage: python.sh FOLDER [PACKAGE...]}
shift
wanted=(pyarrow duckdb polars fastwarc "$@")
# One installed package a line.
stamp="$folder/.installed"
missing=()
for package in "${wanted[@]}"; do
  grep -qsx "$package" "$stamp" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ] && [ -x "$folder/bin/python" ]; then exit 0; fi

command -v python3 >/dev/null || install_packages python3 python3-venv
if ! python3 -m venv "$folder"; then
  install_packages python3-venv
  python3 -m venv "$folder"
fi
echo "setup: installing ${missing[*]} into $folder"
retry "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${missing[@]}"
printf '%s\n' "${missing[@]}" >>"$stamp"
