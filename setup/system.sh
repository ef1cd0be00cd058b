#!/usr/bin/env bash
# Brings the system packages that two test tiers need: a browser (end to end) and PostgreSQL (integration).
#
# Installs what is missing by apt-get when it may (root, or sudo without a password); otherwise it says which tests
# will be skipped and why. With CI=true nothing may be skipped, so there it fails instead.
set -euo pipefail

say() { printf 'setup: %s\n' "$*"; }

has_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome ||
        [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
        [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
} >/dev/null 2>&1

has_postgres() {
    command -v initdb || ls /usr/lib/postgresql/*/bin/initdb
} >/dev/null 2>&1

missing_packages() {
    has_browser || echo chromium chromium-driver
    has_postgres || echo postgresql
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

packages="$(missing_packages | tr '\n' ' ')"
[ -n "$packages" ] || exit 0

why="no apt-get on this machine"
if command -v apt-get >/dev/null 2>&1; then
    why="neither root nor sudo without a password"
    if [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1; then
        say "installing ${packages% }"
        log="$(mktemp)"
        # shellcheck disable=SC2086  # a list of words
        if as_root apt-get update -q >"$log" 2>&1 &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages \
                >>"$log" 2>&1; then
            rm -f "$log"
            exit 0
        fi
        why="apt-get failed"
        tail -n 15 "$log" >&2
        rm -f "$log"
    fi
fi

has_browser || say "end-to-end tests will be skipped: no Chromium or Chrome, and it was not installed ($why)"
has_postgres || say "PostgreSQL tests will be skipped: no server, and it was not installed ($why)"
if [ "${CI:-}" = true ]; then
    say "CI=true: no tier may be skipped" >&2
    exit 1
fi
