"""A corpus of two notes for the tests of conversations, and its index with a quick embedder."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import HashEmbedder

NOTE = (
    "# Note sur la phase test\n\nLe budget de la phase test du laboratoire de Valombre est de 54 000 euros pour 2022.\n"
)
OTHER = "# Autre\n\nLa cantine de Sarrevigne ouvre à midi.\n"
FACT = "Quel est le budget de la phase test du laboratoire de Valombre ?"


def hashed(patch: pytest.MonkeyPatch) -> None:
    """Have indexes made and opened with the quick embedder."""
    patch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())


def make_index(folder: Path) -> Path:
    """The corpus (in `corpus`) and its index (in `index`) in a folder; gives the index."""
    from assistant.build import build_assistant
    from assistant.settings import load_settings

    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "note.md").write_text(NOTE, encoding="utf-8")
    (corpus / "autre.md").write_text(OTHER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        hashed(patch)
        with build_assistant(load_settings(overrides={"index": folder / "index"}), create=True) as built:
            built.ingest([str(corpus)])
    return folder / "index"
