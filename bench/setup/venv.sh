#!/bin/sh
# Make the virtual environment $VENV with $PYTHON, or say what is missing and how to get it.
set -eu
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}
command -v "$PYTHON" >/dev/null 2>&1 || { echo "There is no $PYTHON here. Install Python 3.11 or later, or say which: make PYTHON=python3.12" >&2; exit 2; }
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "$("$PYTHON" --version) is too old: tellings needs Python 3.11 or later. Say which to use: make PYTHON=python3.12" >&2
    exit 2
}
if "$PYTHON" -m venv "$VENV" >/dev/null 2>&1; then
    exit 0
fi
rm -rf "$VENV"
# Debian keeps venv in a package of its own.
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian's python3-venv (once) ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    exec "$PYTHON" -m venv "$VENV"
fi
echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2
exit 2
