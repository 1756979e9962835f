# Sourced by the set-up scripts: `retry COMMAND…` runs it up to four times, waiting longer each time.
retry() {
  local attempt
  for attempt in 1 2 3 4; do
    if "$@"; then return 0; fi
    if [ "$attempt" -lt 4 ]; then
      echo "setup: try $attempt failed: $*" >&2
      sleep $((attempt * 5))
    fi
  done
  echo "setup: gave up after 4 tries: $*" >&2
  return 1
}

# Installs system packages by name, as root or through sudo.
install_packages() {
  local -a as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "setup: missing: $*. Install them as root, or install sudo and run this again." >&2
      return 1
    fi
    as_root=(sudo)
  fi
  if ! command -v apt-get >/dev/null; then
    echo "setup: missing: $*. This script knows apt-get only; install them with your own package manager." >&2
    return 1
  fi
  echo "setup: installing $*"
  retry "${as_root[@]}" apt-get update -qq
  retry "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
