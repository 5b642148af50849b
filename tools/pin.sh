#!/bin/sh
# Turns the output of "pip freeze --all" on standard input into constraints.txt on standard output.
set -eu
cat <<'HEADER'
# Every package of the assistant with every extra (dev, bench), pip and setuptools included, each at one version:
# two installs a month apart are the same. Made on Linux with Python 3.11 by "make lock"; not edited by hand.
# pyproject.toml says what the assistant needs directly; this file says what that comes to.
HEADER
sed -n -E 's/^([A-Za-z0-9._-]+)==([^+ ]+)(\+[^ ]*)?$/\1==\2/p' | LC_ALL=C sort -f
