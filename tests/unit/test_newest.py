"""A passage of an older file is shown as the newest file of its work has it, where it does."""

from __future__ import annotations

from dataclasses import replace

from assistant.retrieval.newest import newest_first
from assistant.retrieval.query import build_query
from assistant.types import Document, ScoredPassage
from fakes import make_document

BUDGET = "Le budget de la fête est voté au printemps par le conseil, après une réunion publique : il est de {} euros."
GONE = "Une tombola finançait naguère les lampions que les enfants portaient le soir le long de la rivière."
OLD = make_document("old", [BUDGET.format(54), GONE], title="Fête v1")
NEW = make_document("new", [f"Préambule. {BUDGET.format(57)}"], title="Fête v2")
ORCHARD = "Le verger municipal rapporte à la caisse commune 41 300 euros."
ALMOST = make_document("almost", [f"{BUDGET.format(54)} {ORCHARD}"], title="Fête v0")
OTHER = make_document("other", ["Tout autre chose se dit dans ce document qui est seul de son ouvrage."])


def of(new, work: str | None, date: str, **fields: object) -> list[ScoredPassage]:
    document: Document = replace(new.document, work=work, date=date, **fields)  # type: ignore[arg-type]
    return [ScoredPassage(passage, document, 1.0) for passage in new.passages]


def shown(found: list[ScoredPassage], question: str = "Quel budget ?", within: set[str] | None = None):
    newest = of(NEW, "new", "2024")[0].document
    passages = {"new": NEW.passages, "old": OLD.passages}
    results = newest_first(found, build_query(question), within, {"new": newest}.get, passages.__getitem__)
    return [(each.passage.id, [copy.passage.id for copy in each.duplicates]) for each in results]


OLD_FOUND, NEW_FOUND = of(OLD, "new", "2021"), of(NEW, "new", "2024")


def test_the_newest_file_speaks_for_the_older_one_once() -> None:
    assert shown([OLD_FOUND[0], *NEW_FOUND]) == [("new-0", ["old-0"])]
    assert shown([*NEW_FOUND, OLD_FOUND[0]]) == [("new-0", [])]


def test_what_the_newest_file_says_no_more_stays() -> None:
    assert shown([OLD_FOUND[1]]) == [("old-1", [])]


def test_a_year_or_a_filter_keeps_the_older_file() -> None:
    assert shown([OLD_FOUND[0]], "Quel budget en 2021 ?") == [("old-0", [])]
    assert shown([OLD_FOUND[0], *NEW_FOUND], "Quel budget de 2021 à 2024 ?") == [("new-0", ["old-0"])]
    assert shown([*NEW_FOUND, OLD_FOUND[1]], "Quel budget en 2021 ?") == [("old-0", ["new-0"]), ("old-1", [])]
    assert shown([OLD_FOUND[0]], within={"old"}) == [("old-0", [])]


def test_other_documents_and_translations_are_left_alone() -> None:
    assert shown(of(OTHER, None, "2020")) == [("other-0", [])]
    assert shown(of(OLD, "new", "2021", language="en")) == [("old-0", []), ("old-1", [])]
    assert shown(of(OLD, "vanished", "2021")) == [("old-0", []), ("old-1", [])]


def test_a_sentence_that_the_newest_file_says_no_more_is_kept_for_who_asks_for_it() -> None:
    found = of(ALMOST, "new", "2020")
    assert shown(found, "Combien rapporte le verger municipal ?") == [("almost-0", []), ("new-0", [])]
    assert shown(found, "Combien le conseil met-il dans la caisse commune ?") == [("almost-0", []), ("new-0", [])]
    assert shown(found, "Quel budget le conseil vote-t-il ?") == [("new-0", ["almost-0"])]


def test_a_sentence_said_otherwise_is_the_newest_file_s() -> None:
    assert shown([OLD_FOUND[0]], "Le budget de la fête est-il de 54 euros ?") == [("new-0", ["old-0"])]
