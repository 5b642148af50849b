"""Pairs worth comparing: those whose sketches overlap, with one of the changed documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from assistant.text.shingles import folded_words, sketch
from assistant.works.candidates import candidates, same_bytes
from assistant.works.finder import find_twins
from work_texts import paragraphs, worded

TEXTS = {f"d{seed}": "\n\n".join(paragraphs(seed)) for seed in range(6)}
TEXTS |= {"copy": f"Copie. {TEXTS['d0']}", "part": TEXTS["d1"][: len(TEXTS["d1"]) // 2]}
SKETCHES = {name: sketch(folded_words(text)) for name, text in TEXTS.items()}


def test_a_copy_and_a_part_are_candidates_and_nothing_else_is() -> None:
    assert candidates(SKETCHES, SKETCHES) == [("copy", "d0"), ("d1", "part")]


def test_only_pairs_with_a_changed_document_are_looked_at() -> None:
    assert candidates(SKETCHES, ["part"]) == [("d1", "part")]
    assert candidates(SKETCHES, ["d3"]) == []
    assert candidates(SKETCHES, []) == []
    assert candidates({}, ["d3"]) == []


def test_documents_of_the_same_bytes_are_candidates_however_short() -> None:
    hashes = {"a": "1", "b": "2", "c": "1", "d": "2"}
    assert same_bytes(hashes, ["a"]) == [("a", "c")]
    assert same_bytes(hashes, hashes) == [("a", "c"), ("b", "d")]


def test_a_text_that_all_documents_hold_pairs_none() -> None:
    notice = " ".join(paragraphs(99, 2))
    texts = {f"d{seed:02}": f"{' '.join(paragraphs(seed))} {notice}" for seed in range(60)}
    sketches = {name: sketch(folded_words(text)) for name, text in texts.items()}
    assert candidates(sketches, sketches) == []


def test_the_finder_compares_candidates_alone() -> None:
    asked: list[str] = []

    def read(names: Collection[str]) -> dict[str, list[str]]:
        asked.extend(names)
        return {name: folded_words(TEXTS[name]) for name in names}

    documents = {name: worded(name, text).document for name, text in TEXTS.items()}
    found = find_twins(SKETCHES, documents, TEXTS, read)
    assert [(each.first, each.second, each.kind) for each in found] == [
        ("copy", "d0", "same_text"),
        ("d1", "part", "same_text"),
    ]
    assert sorted(asked) == ["copy", "d0", "d1", "part"]


def test_what_is_much_longer_is_not_read() -> None:
    documents = {name: worded(name, TEXTS[name]).document for name in ("d0", "copy")}
    documents["copy"] = replace(documents["copy"], characters=20 * documents["d0"].characters)
    sketches = {name: SKETCHES[name] for name in documents}
    assert find_twins(sketches, documents, documents, lambda names: {}) == []


def test_what_is_held_at_once_is_bounded_and_nothing_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = {name: worded(name, text).document for name, text in TEXTS.items()}
    whole = find_twins(SKETCHES, documents, TEXTS, lambda names: {each: folded_words(TEXTS[each]) for each in names})
    monkeypatch.setattr("assistant.works.finder._CHARACTERS", 10)
    asked: list[set[str]] = []

    def read(names: Collection[str]) -> dict[str, list[str]]:
        asked.append(set(names))
        return {name: folded_words(TEXTS[name]) for name in names}

    assert find_twins(SKETCHES, documents, TEXTS, read) == whole
    assert asked == [{"copy", "d0"}, {"d1", "part"}]
