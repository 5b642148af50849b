"""Records of several bibliographies that are of one publication, and those that are not."""

from __future__ import annotations

import pytest

from assistant.bibliography.names import name_text
from assistant.bibliography.same import repeated, same_as
from assistant.cli.library_words import receipt_text
from assistant.types import Receipt, Reference

BOOK = {"title": "Le livre", "authors": ["Claire Martin"], "date": "2020-03"}


def reference(name: str, path: str, document_id: str | None = None, **values: object) -> Reference:
    return Reference(name, "", path, name, values, document_id=document_id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "A", "identifier": "10.1234/X"}, {"title": "Tout autre titre", "identifier": "10.1234/x"}),
        (
            {"title": "Le livre", "identifier": "9782070368228"},
            {"title": "Le livre : un essai", "identifier": "9782070368228"},
        ),
        ({"title": "Page", "url": "https://www.a.test/p/"}, {"title": "Page", "url": "http://a.test/p"}),
        ({"title": "Le livre"}, {"title": "Le livre"}),
        (BOOK, {"title": "LE LIVRE", "authors": ["C. Martin", "B"], "date": "2020"}),
    ],
)
def test_one_publication(one: dict, other: dict) -> None:
    first, second = reference("a", "1.bib", **one), reference("b", "2.ris", **other)
    assert repeated([first, second]) == {"b": "a"}
    assert same_as(second, [first]) == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"title": "Chapitre un", "identifier": "9782070368228"},
            {"title": "Conclusion", "identifier": "9782070368228"},
        ),
        ({"title": "Page", "url": "https://a.test/"}, {"title": "Autre page", "url": "https://a.test/"}),
        (BOOK, {**BOOK, "date": "2021"}),
        (BOOK, {**BOOK, "authors": ["Claire Martinet"]}),
        (BOOK, {"title": "Le livre"}),
        ({}, {}),
    ],
)
def test_two_publications(one: dict, other: dict) -> None:
    assert repeated([reference("a", "1.bib", **one), reference("b", "2.ris", **other)]) == {}


def test_nothing_parts_a_particle_from_its_name() -> None:
    for mark in "'’":
        name = {"given": "Agrippa", "non-dropping-particle": f"d{mark}", "family": "Aubigné"}
        assert name_text(name) == f"Agrippa d{mark}Aubigné"


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 document, 0 page"), (1, "1 document, 1 page"), (2, "2 documents, 2 pages")]
)
def test_a_receipt_counts_in_words(count: int, told: str) -> None:
    receipt = Receipt("a.txt", "0" * 64, "2026", ("a.txt",) * count, count, count, False)
    assert told in receipt_text(receipt, "fr")


def test_records_of_one_file_stay_and_one_with_a_document_comes_first() -> None:
    first, twice, linked = (
        reference("a", "1.bib", **BOOK),
        reference("b", "1.bib", **BOOK),
        reference("c", "2", "d", **BOOK),
    )
    assert repeated([first, twice]) == {}
    assert repeated([first, twice, linked]) == {"a": "c", "b": "c"}
