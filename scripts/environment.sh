#!/usr/bin/env bash
# Build .venv from uv.lock: with uv when there is one, else with venv and pip held to the same versions.
# Usage: environment.sh PYTHON UV [dev[,mutants]]
set -euo pipefail
python="$1" uv="$2" extra="${3:-}"

# It asks for Python 3.12 and runs on 3.11: kept apart, so that only the tests that name it see it.
independent=(--no-deps --target .venv/independent
    --require-hashes --requirement scripts/independent.txt)
unfetched="aics-tlog could not be fetched: the tests of interoperation will be skipped."

if [ -n "$uv" ]; then
    # --inexact: `make demo` after `make test` must not throw the test tools away again.
    "$uv" sync --quiet --locked --inexact --python "$python" \
        ${extra:+--extra ${extra//,/ --extra }}
    if [ -n "$extra" ]; then
        "$uv" pip install --quiet --python-version 3.12 "${independent[@]}" || echo "$unfetched" >&2
    fi
    exit
fi

"$python" - <<'PY' || exit 1
import sys
if sys.version_info < (3, 11):
    sys.exit("govflow needs Python 3.11 or newer; this is " + sys.version.split()[0]
             + ". Name another one: make PYTHON=python3.11 …")
PY
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -m venv .venv || {
        echo "Python cannot build an environment here. On Debian: apt-get install python3-venv" >&2
        exit 1
    }
fi
pins="$(mktemp)"
trap 'rm -f "$pins"' EXIT
.venv/bin/python scripts/pins.py >"$pins"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --constraint "$pins" --editable ".${extra:+[$extra]}"
if [ -n "$extra" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --ignore-requires-python \
        --upgrade "${independent[@]}" || echo "$unfetched" >&2
fi
