#!/bin/sh
# Renews constraints.txt: resolves the package with every extra in an empty virtual environment, and writes down what
# pip chose. Nothing else reads or changes the project. Afterwards: make test, and look at the difference before committing.
set -eu
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-python3.11}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP

echo "[1/3] Making an empty virtual environment with $("$PYTHON" -V)"
"$PYTHON" -m venv "$scratch/venv"
echo "[2/3] Resolving and installing the newest versions that pyproject.toml allows (several minutes)"
"$scratch/venv/bin/python" -m pip install --quiet --upgrade pip setuptools
"$scratch/venv/bin/python" -m pip install --quiet --no-build-isolation --use-pep517 --editable ".[dev,bench]"
echo "[3/3] Writing constraints.txt"
# A local version such as 2.13.0+cpu names a build, not a release: pip finds the build again from the release.
"$scratch/venv/bin/python" -m pip freeze --all --exclude-editable >"$scratch/freeze.txt"
sh tools/pin.sh <"$scratch/freeze.txt" >"$scratch/constraints.txt"
mv "$scratch/constraints.txt" constraints.txt
