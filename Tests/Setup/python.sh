#!/usr/bin/env bash
# Makes the virtual environment with the outside readers that tests compare with: python.sh FOLDER
set -euo pipefail
source "$(dirname "$0")/retry.sh"

folder=${1:?usage: python.sh FOLDER}
readers=(pyarrow duckdb polars fastwarc)
stamp="$folder/.readers"
if [ -x "$folder/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "${readers[*]}" ]; then exit 0; fi

command -v python3 >/dev/null || install_packages python3 python3-venv
if ! python3 -m venv "$folder"; then
  install_packages python3-venv
  python3 -m venv "$folder"
fi
echo "setup: installing ${readers[*]} into $folder"
retry "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${readers[@]}"
echo "${readers[*]}" >"$stamp"
