#!/bin/sh
# Runs two commands at once: what the first says is shown as it comes, what the second says once the first has ended.
# Ends with 1 where one of them failed, and names it.
#
#   sh tools/beside.sh "COMMAND" "COMMAND"
set -u

said=$(mktemp)
trap 'rm -f "$said"' EXIT
trap 'kill "$second" 2>/dev/null; exit 130' INT TERM HUP

sh -c "$2" >"$said" 2>&1 </dev/null &
second=$!
failed=
sh -c "$1" || failed="$1 (status $?)"
status=0
wait "$second" || status=$?
cat "$said"
if [ "$status" -ne 0 ]; then failed="${failed:+$failed, }$2 (status $status)"; fi
if [ -n "$failed" ]; then
    echo "failed: $failed" >&2
    exit 1
fi
