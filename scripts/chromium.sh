#!/usr/bin/env bash
# Make sure there is a Chromium for the browser journeys: install it when we may, else say how.
set -euo pipefail

for name in "${GOVFLOW_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser journeys…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null
    apt-get install -q -y --no-install-recommends chromium >/dev/null
    exit 0
fi

cat >&2 <<'HELP'
The browser journeys need Chromium, and only an administrator can install it:
    Debian and Ubuntu:  sudo apt-get install chromium
    Fedora:             sudo dnf install chromium
    macOS:              brew install --cask chromium
Or name one you have:   GOVFLOW_CHROMIUM=/path/to/chromium make test
HELP
exit 1
