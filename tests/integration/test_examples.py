"""The examples of docs/examples run as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]


def test_a_llama_index_engine_answers_from_our_retriever(tmp_path: Path) -> None:
    note = tmp_path / "corpus" / "note.md"
    note.parent.mkdir()
    note.write_text("# Vélos\n\nLa maison du vélo de Sarrevigne prête douze triporteurs aux habitants.\n", "utf-8")
    environment = os.environ | {"ASSISTANT_INDEX": str(tmp_path / "index")}
    ingest = [sys.executable, "-m", "assistant", "ingest", str(note.parent)]
    subprocess.run(ingest, cwd=PROJECT, env=environment, check=True, capture_output=True)
    example = [sys.executable, "docs/examples/llama_index_engine.py", "Combien de triporteurs prête Sarrevigne ?"]
    told = subprocess.run(example, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True).stdout
    assert told.startswith("[1] Vélos: ")
    assert "douze triporteurs" in told
