#!/bin/sh
# Makes .venv and installs the assistant in it, with the exact versions of constraints.txt.
#
#   sh tools/setup.sh [EXTRA...]      EXTRA: dev, bench (the extras of pyproject.toml)
#
# A stamp in .venv says what was installed, and from what. Where nothing changed since, this ends at once; where an
# earlier run was interrupted there is no stamp, and pip goes on from what is already there.
#
# PYTHON=/path/to/python chooses the interpreter. Otherwise the first of these that runs and is recent enough:
# 3.11 comes first because constraints.txt is resolved, and every test run, with it.
set -eu
cd "$(dirname "$0")/.."

CANDIDATES="python3.11 python3.12 python3.13 python3 python"
VENV=.venv
STAMP=$VENV/.installed
PLACE=$VENV/.place
LOG=$VENV/install.log
# Compiled when they are first imported, if ever: tests, what a client of chromadb speaks to clusters with, and the models
# of transformers but the kinds of embedding models (their short descriptions are all read at its import).
UNCOMPILED='/tests?/|/kubernetes/|/transformers/models/(?!auto/|bert/|xlm_roberta/)[^/]+/(?!__init__|configuration_|processing_)'
NEED_MB=4000 # 2.5 GB installed with every extra, and room to download and unpack

fail() {
    printf 'install: %s\n' "$1" >&2
    exit 1
}

# --- what is there -----------------------------------------------------------------------------------------------

# A name on the PATH is not enough: version managers leave names that refuse to run.
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-$CANDIDATES}; do
        if recent "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# The console scripts of a virtual environment hold its absolute path: a moved one is made again.
venv_usable() {
    [ -f "$PLACE" ] && [ "$(cat "$PLACE")" = "$PWD" ] && recent "$VENV/bin/python" &&
        "$VENV/bin/python" -m pip --version >/dev/null 2>&1
}

# What the installed packages depend on: the two files, and this Python.
key() { { cat pyproject.toml constraints.txt && "$VENV/bin/python" -VV; } | cksum | tr ' \t' '--'; }

# The extras of the stamp where it is current, else nothing.
installed_extras() {
    [ -f "$STAMP" ] || return 0
    read -r stamped extras <"$STAMP" || return 0
    [ "$stamped" = "$(key)" ] && printf '%s' "$extras"
    return 0
}

covers() { # do the words of $1 hold every word of $2?
    for word in $2; do
        case " $1 " in *" $word "*) ;; *) return 1 ;; esac
    done
}

free_mb() { df -Pk . | awk 'NR == 2 { print int($4 / 1024) }'; }
used_mb() { if [ -d "$VENV" ]; then du -sk "$VENV" 2>/dev/null | awk '{ print int($1 / 1024) }'; else echo 0; fi; }

check_disk() {
    need=$((NEED_MB - $(used_mb)))
    free=$(free_mb)
    [ "$free" -ge "$need" ] ||
        fail "not enough disk space in $PWD: $free MB are free and $need MB are needed; free some space and run again."
}

# --- pip, with a sign of life --------------------------------------------------------------------------------------

progress() { # one short line from pip's log
    awk '/^Collecting /  { found += 1; doing = "looking up " $2 }
         /Downloading /  { doing = "downloading " $0; sub(/.*Downloading (.*\/)?/, "downloading ", doing) }
         /^Building|^  Preparing/ { doing = "preparing packages" }
         /^Installing collected/  { doing = "unpacking all packages (a minute or two)" }
         END { printf "%d packages, %s", found, substr(doing == "" ? "starting" : doing, 1, 50) }' "$LOG"
}

watch() { # show progress until process $1 ends: in place on a terminal, every 15 seconds elsewhere
    seconds=0
    while kill -0 "$1" 2>/dev/null; do
        if [ -t 1 ]; then
            printf '\r\033[K      %s' "$(progress)"
        elif [ "$seconds" -gt 0 ] && [ $((seconds % 15)) -eq 0 ]; then
            printf '      %s\n' "$(progress)"
        fi
        sleep 1
        seconds=$((seconds + 1))
    done
    if [ -t 1 ]; then printf '\r\033[K'; fi
}

explain() { # one line where the cause is known, pip's errors in full before it where it is not
    if grep -q 'No space left on device' "$LOG"; then
        fail "the disk is full; free some space and run again: what is already installed is kept."
    elif grep -q -E 'total=0, |Max retries exceeded|Read timed out|ConnectionResetError' "$LOG"; then
        fail "no network: packages could not be downloaded; connect this machine and run again: what is already installed is kept."
    elif grep -q 'No matching distribution found' "$LOG"; then
        fail "$(sed -n 's/.*No matching distribution found for //p' "$LOG" | tail -n 1) does not exist for $("$VENV/bin/python" -V); use Python 3.11: make clean, then make install PYTHON=python3.11."
    fi
    grep -v -E '^ *(Collecting|Downloading|Using cached|Requirement already|Obtaining|Looking in|Processing)' "$LOG" >&2 || true
    fail "pip could not install the packages: the lines above say why, and $LOG holds everything it said."
}

pip_install() {
    "$VENV/bin/python" -m pip --disable-pip-version-check install --no-input --constraint constraints.txt "$@" \
        </dev/null >"$LOG" 2>&1 &
    pip=$!
    # A background process does not hear Ctrl-C: pass it on.
    trap 'kill "$pip" 2>/dev/null || true; printf "\ninstall: interrupted; run again to go on.\n" >&2; exit 130' INT TERM HUP
    watch "$pip"
    wait "$pip" || explain
    trap - INT TERM HUP
}

# --- the steps -------------------------------------------------------------------------------------------------------

if venv_usable; then
    present=$(installed_extras)
    if covers "$present" "base $*"; then exit 0; fi
    wanted=$(printf '%s\n' base $present "$@" | sort -u | tr '\n' ' ')
else
    wanted=$(printf '%s\n' base "$@" | sort -u | tr '\n' ' ')
fi
extras=$(printf '%s\n' $wanted | grep -v '^base$' | paste -s -d , - || true)

echo "[1/4] Looking for Python 3.11 or newer, and for disk space"
if ! venv_usable; then
    python=$(find_python) || fail "no Python 3.11 or newer found${PYTHON:+ at $PYTHON}; install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.11) and run again."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python comes without its venv module; install it (Debian, Ubuntu: apt install python3-venv) and run again."
fi
check_disk

if venv_usable; then
    echo "[2/4] Keeping the virtual environment in $VENV ($("$VENV/bin/python" -V))"
    rm -f "$STAMP"
else
    echo "[2/4] Making a virtual environment in $VENV with $("$python" -V)"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || fail "the virtual environment could not be made: the lines above say why."
    printf '%s\n' "$PWD" >"$PLACE"
fi

echo "[3/4] Installing packages${extras:+ with extras: $extras} (2 to 5 minutes the first time)"
pip_install pip setuptools
# The build tool is pinned and already there: without isolation, packages that have no wheel are built with it too.
# pip compiles modules one after the other, those of no use too: they are compiled below, on all cores.
pip_install --no-compile --no-build-isolation --use-pep517 --editable ".${extras:+[$extras]}"

echo "[4/4] Checking and compiling what was installed"
"$VENV/bin/python" -m pip --disable-pip-version-check check >"$LOG" 2>&1 || explain
"$VENV/bin/python" -c 'import assistant' || fail "the package does not import: the lines above say why."
# Compiled once: the processes that read documents write nothing, so that each would compile its modules again.
"$VENV/bin/python" -m compileall -q -j 0 -x "$UNCOMPILED" "$VENV"/lib src >>"$LOG" 2>&1 || true
printf '%s %s\n' "$(key)" "$wanted" >"$STAMP"
