#!/usr/bin/env bash
# Installs a headless browser when none is there.
set -euo pipefail
source "$(dirname "$0")/retry.sh"

command -v chromium >/dev/null || install_packages chromium fonts-dejavu-core
command -v python3 >/dev/null || install_packages python3
