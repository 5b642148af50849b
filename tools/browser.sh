#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: its headless shell where there is one, which draws no window
# of its own and costs half the processor time, else the whole browser. Never fails: without one those tests are skipped,
# and say so.
set -u

shell() { command -v chromium-headless-shell; }
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if shell >/dev/null; then exit 0; fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    export DEBIAN_FRONTEND=noninteractive
    install() { apt-get install -q -y --no-install-recommends --no-remove "$@" fonts-dejavu-core >>"$log" 2>&1 </dev/null; }
    echo "browser: installing a headless Chromium for the browser tests (apt-get, a minute or two)"
    apt-get update -q >"$log" 2>&1 </dev/null
    if install chromium-headless-shell || browser >/dev/null || install chromium; then exit 0; fi
    tail -n 5 "$log" >&2
    echo "browser: chromium could not be installed: the browser tests (tests/e2e) will be skipped." >&2
elif ! browser >/dev/null; then
    echo "browser: no chromium here: the browser tests (tests/e2e) will be skipped; install one (apt install chromium) to run them." >&2
fi
exit 0
