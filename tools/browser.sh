#!/bin/sh
# Makes sure that a Chromium is there for the browser tests. Never fails: without one those tests are skipped, and say so.
set -u

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if browser >/dev/null; then
    exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing chromium for the browser tests (apt-get, a minute or two)"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if { apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    echo "browser: chromium could not be installed: the browser tests (tests/e2e) will be skipped." >&2
else
    echo "browser: no chromium here: the browser tests (tests/e2e) will be skipped; install one (apt install chromium) to run them." >&2
fi
