"""From pairs to works: who belongs together, who is the newest, and what people refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Document, Twin
from assistant.works.groups import works_of
from assistant.works.versions import marks, newer, plain_title, states_newer
from fakes import make_document


def document(document_id: str, title: str = "Rapport", date: str | None = "2024", **fields: object) -> Document:
    made = replace(make_document(document_id, ["Un texte."]).document, title=title, date=date)
    return replace(made, **fields)  # type: ignore[arg-type]


DOCUMENTS = {each: document(each, date=f"20{20 + number}") for number, each in enumerate("abcd")}


def test_pairs_make_works_called_after_their_newest_document() -> None:
    twins = [Twin("a", "b", "same_text"), Twin("b", "c", "version")]
    assert works_of(DOCUMENTS, twins) == {"a": "c", "b": "c", "c": "c"}


def test_a_refused_pair_is_not_joined_by_a_third_document() -> None:
    twins = [Twin("a", "b", "version", "refused"), Twin("a", "c", "version"), Twin("b", "c", "same_text")]
    assert works_of(DOCUMENTS, twins) == {"b": "b", "c": "b"}


def test_what_people_confirmed_comes_before_what_was_found() -> None:
    refused = Twin("a", "b", "version", "refused")
    twins = [refused, Twin("b", "c", "same_text"), Twin("a", "c", "version", "confirmed")]
    assert works_of(DOCUMENTS, twins) == {"a": "c", "c": "c"}


def test_of_one_text_the_file_with_the_better_record_speaks_not_the_one_of_a_later_date() -> None:
    named = document("a", "Mesurer l'impact", "2018")
    cover = document("b", "mesure avec couverture", "2024", authors=(), origins={"title": "file_name"})
    later = document("c", "Mesurer l'impact, v2", "2020")
    documents = {each.id: each for each in (named, cover, later)}
    assert works_of(documents, [Twin("a", "b", "same_text")]) == {"a": "a", "b": "a"}
    assert works_of(documents, [Twin("a", "b", "same_text"), Twin("a", "c", "version")]) == dict.fromkeys("abc", "c")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (document("b", date="2021"), document("a", date="2020"), True),
        (document("b", "Charte v2"), document("a", "Charte v1"), True),
        (document("b", date="2020-02-24"), document("a", date="2020-02-24"), False),
        (document("b", date="2020-02"), document("a", date="2020"), False),
        (document("b", date="2020"), document("a", date=None), False),
        (document("a", date="2020"), document("b", date="2021"), False),
    ],
)
def test_what_says_that_it_is_newer(one: Document, other: Document, told: bool) -> None:
    assert states_newer(one, other) == told


def test_documents_that_are_gone_are_left_out() -> None:
    assert works_of(DOCUMENTS, [Twin("a", "z", "version")]) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (document("a", date="2020"), document("b", date="2021-03")),
        (document("b", "Charte v1", "2023"), document("a", "Charte v2", "2022")),
        (document("b", "Charte v1.9"), document("a", "Charte v1.10")),
        (document("b", "Charte (projet)"), document("a", "Charte")),
        (document("b", "Charte v3", "2021"), document("a", "Charte", "2024")),
        (document("b", page_count=None, format="docx"), document("a")),
        (document("a", date=None), document("b")),
    ],
    ids=["date", "version", "number", "draft", "one version only", "pages", "no date"],
)
def test_which_one_is_newer(old: Document, new: Document) -> None:
    assert newer(new, old)
    assert not newer(old, new)


def test_a_title_without_what_it_says_of_its_version() -> None:
    assert plain_title(document("a", "Charte_du lab, 2e édition (v2.1) du 12/03/2024.docx")) == "charte du lab du"
    assert marks(document("a", "Étude, 3e édition"))[0] == (3,)
