"""Traits, twins, decisions and places in the catalogue: they go with their documents, decisions stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.ports import FileRecord
from assistant.store.catalogue import SqlCatalogue
from assistant.types import Twin
from assistant.work_ports import DocumentPlaces, Trait
from fakes import make_document

pytestmark = pytest.mark.integration

TRAIT = Trait(np.array([3, 2**64 - 1], np.uint64), np.array([0.5, -1.0], np.float32))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue.open(tmp_path / "catalogue.sqlite", create=True)
    for name in ("a", "b", "c"):
        put(opened, name)
    yield opened
    opened.close()


def put(catalogue: SqlCatalogue, name: str, text: str = "Un texte.") -> None:
    catalogue.put_documents("/corpus", f"{name}.pdf", [make_document(name, [text, "Une suite."])])


def test_traits_come_back_and_are_missing_for_what_is_read_anew(catalogue: SqlCatalogue) -> None:
    works = catalogue.works
    assert works.without_trait("1") == ["a", "b", "c"]
    works.put_traits({"a": TRAIT, "b": TRAIT}, "1")
    assert works.without_trait("1") == ["c"]
    assert works.without_trait("2") == ["a", "b", "c"]
    assert works.traits()["a"].sketch.tolist() == TRAIT.sketch.tolist()
    assert works.traits()["a"].centre.tolist() == TRAIT.centre.tolist()
    put(catalogue, "a", "Un autre texte.")
    assert works.without_trait("1") == ["a", "c"]


def test_texts_and_vectors_are_in_the_order_of_the_text(catalogue: SqlCatalogue) -> None:
    texts = ["Un texte.", "Une suite."]
    found = catalogue.works.contents(["b", "a", "nothing"])
    assert {name: each.texts for name, each in found.items()} == {"a": texts, "b": texts}
    assert np.array_equal(found["a"].vectors, make_document("a", texts).vectors)
    assert catalogue.works.texts(["b", "a", "nothing"]) == {"a": texts, "b": texts}
    assert catalogue.works.texts([]) == {}


def test_twins_are_replaced_where_a_document_has_changed(catalogue: SqlCatalogue) -> None:
    works = catalogue.works
    works.put_twins(["a", "b", "c"], [Twin("a", "b", "version"), Twin("b", "c", "duplicate")])
    works.put_twins(["a"], [Twin("a", "c", "same_text")])
    assert works.twins() == [Twin("a", "c", "same_text"), Twin("b", "c", "duplicate")]
    catalogue.complete_file(FileRecord("/corpus", "c.pdf", "h", True), [], [], 1)
    assert works.twins() == []


def test_decisions_stay_when_a_document_is_read_anew_and_wait_for_one_that_is_gone(catalogue: SqlCatalogue) -> None:
    works = catalogue.works
    works.put_twins(["a", "b"], [Twin("a", "b", "same_text")])
    works.decide(Twin("a", "b", "version", "refused"))
    works.decide(Twin("a", "c", "version", "confirmed"))
    decided = [Twin("a", "b", "same_text", "refused"), Twin("a", "c", "version", "confirmed")]
    assert works.twins() == decided
    put(catalogue, "a", "Un autre texte.")
    assert works.twins() == [Twin("a", "b", "version", "refused"), decided[1]]
    works.decide(Twin("a", "b", "version", "confirmed"))
    assert works.twins()[0].state == "confirmed"
    catalogue.remove_file("/corpus", "a.pdf")
    assert works.twins() == []
    put(catalogue, "a")
    assert [each.state for each in works.twins()] == ["confirmed", "confirmed"]


def test_the_works_of_documents(catalogue: SqlCatalogue) -> None:
    works, generation = catalogue.works, catalogue.generation
    works.put_works({"a": "b", "b": "b"})
    assert {each.id: each.work for each in catalogue.documents()} == {"a": "b", "b": "b", "c": None}
    assert [each.id for each in works.files_of(["b"])] == ["a", "b"]
    works.put_works({"b": "c", "c": "c"})
    assert {each.id: each.work for each in catalogue.documents()} == {"a": None, "b": "c", "c": "c"}
    assert catalogue.generation == generation  # no cache holds it


def test_places_are_kept_with_a_document_until_it_or_the_list_changes(catalogue: SqlCatalogue) -> None:
    places = catalogue.places
    catalogue.works.put_traits({"a": TRAIT, "b": TRAIT}, "1")
    places.put_places({"a": DocumentPlaces(("Trapval", "Ormeval"), "Trapval Métropole")}, "list 1")
    assert places.without_places("list 1") == ["b", "c"]
    assert places.without_places("list 2") == ["a", "b", "c"]
    document = catalogue.document("a")
    assert document is not None
    assert (document.places, document.authority) == (("Trapval", "Ormeval"), "Trapval Métropole")
    put(catalogue, "a", "Un autre texte.")
    assert places.without_places("list 1") == ["a", "b", "c"]
