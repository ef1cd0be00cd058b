#!/usr/bin/env bash
# Makes .venv and fills it from the pinned requirements, and does nothing when that is already so.
#
#   setup/environment.sh run    what Frontstage needs to run        (requirements.txt)
#   setup/environment.sh dev    that, and what its tests need       (requirements-dev.txt)
#
# A stamp in .venv remembers which pins it was filled from; it is written last, so an interrupted run is repeated.
# PYTHON names the interpreter to use, when the one found is not the one wanted.
set -euo pipefail
cd "$(dirname "$0")/.."

kind="${1:-run}"
case "$kind" in
    run) requirements=requirements.txt ;;
    dev) requirements=requirements-dev.txt ;;
    *) echo "usage: setup/environment.sh run|dev" >&2; exit 2 ;;
esac

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3 python3.14 python; do
        if is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
        if [ "$candidate" = "${PYTHON:-}" ]; then
            fail "PYTHON=$candidate is not a Python 3.11 or newer."
        fi
    done
    fail "Frontstage needs Python 3.11 or newer, and none was found." \
        "Debian or Ubuntu: sudo apt-get install python3 python3-venv    macOS: brew install python@3.13"
}

# One word for what an environment of this kind holds: its pins and the packaging of Frontstage.
wanted_stamp() {
    "$python" - "$@" <<'PYTHON'
import hashlib, pathlib, sys, tomllib
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text(encoding="utf-8"))
packaging = repr((project["build-system"], project["project"], project["tool"]["setuptools"]))
pins = b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])
print(hashlib.sha256(packaging.encode() + pins).hexdigest())
PYTHON
}

if [ -e .venv ] && ! is_new_enough .venv/bin/python; then
    say "the Python of .venv is gone or too old: making .venv anew"
    rm -rf .venv
elif [ -e .venv/bin/pip ] && ! grep -qF "$(pwd -P)/.venv/" .venv/bin/pip; then
    # Its commands hold the path of the folder that it was made in.
    say "this folder was moved or copied: making .venv anew"
    rm -rf .venv
fi
if [ -x .venv/bin/python ]; then
    python=.venv/bin/python
else
    python="$(find_python)"
fi

stamp=.venv/frontstage-setup
run_stamp="run $(wanted_stamp requirements.txt)"
dev_stamp="dev $(wanted_stamp requirements.txt requirements-dev.txt)"
have="$(cat "$stamp" 2>/dev/null || true)"
if [ "$have" = "$dev_stamp" ] || { [ "$kind" = run ] && [ "$have" = "$run_stamp" ]; }; then
    exit 0
fi

if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || fail \
        "$python cannot make virtual environments: its venv module is missing." \
        "Debian or Ubuntu: sudo apt-get install python3-venv"
    say "making .venv with $("$python" --version 2>&1)"
    "$python" -m venv .venv
fi

rm -f "$stamp"
# Twice quiet: errors only, not the warnings of a machine's own pip configuration.
pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input)
say "installing $requirements ($(grep -c '==' "$requirements") packages; the first time takes a few minutes)"
# The pins are complete. What pyproject.toml excludes from them is left out here as well.
"${pip[@]}" install --quiet --quiet --no-deps --requirement "$requirements"
say "installing Frontstage itself"
"${pip[@]}" install --quiet --quiet --no-deps --editable .
if [ "$kind" = dev ]; then echo "$dev_stamp"; else echo "$run_stamp"; fi >"$stamp"
say "ready"
