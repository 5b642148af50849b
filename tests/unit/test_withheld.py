"""Evidence without what is not to be quoted; a copy that may be quoted takes the place of one that may not."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.withheld import parted, withheld_notices
from assistant.messages import render
from assistant.retrieval.query import build_query
from assistant.types import ANONYMOUS, NOT_FOR_QUOTATION, Document, Duplicate, Evidence, Passage, ScoredPassage, Span


def found(name: str, banned: bool = False, duplicates: tuple[ScoredPassage, ...] = ()) -> ScoredPassage:
    warnings = (NOT_FOR_QUOTATION,) if banned else ()
    document = Document(
        name, f"{name}.txt", "text", "h", f"Note {name}", (), None, "study", "fr", None, 1, 9, "2026", warnings
    )
    passage = Passage(f"p-{name}", name, 0, (Span(1, 0, 5),), (), "Texte", "fr")
    return ScoredPassage(passage, document, 1.0, {}, None, tuple(Duplicate(d.passage, d.document) for d in duplicates))


def evidence(*passages: ScoredPassage) -> Evidence:
    return Evidence(build_query("Combien d'agents ?"), passages, 9)


def test_marked_documents_stand_apart():
    parts = parted(evidence(found("a"), found("b", banned=True), found("c")))
    assert [each.document.id for each in parts.quotable.passages] == ["a", "c"]
    assert [each.document.id for each in parts.withheld.passages] == ["b"]
    assert parts.quotable.documents_total == 9


def test_a_copy_that_may_be_quoted_takes_the_place_of_one_that_may_not():
    draft = found("draft", banned=True, duplicates=(found("other", banned=True), found("final"), found("third")))
    (used,) = parted(evidence(draft)).quotable.passages
    assert used.document.id == used.passage.document_id == "final"
    assert [each.document.id for each in used.duplicates] == ["third"]
    assert parted(evidence(draft)).withheld.passages == ()


def test_a_marked_copy_is_no_other_place_to_quote_from():
    (used,) = parted(evidence(found("final", duplicates=(found("draft", banned=True),)))).quotable.passages
    assert used.document.id == "final"
    assert used.duplicates == ()


def test_the_notice_names_each_document_once():
    document = found("b", banned=True).document
    for language, expected in (("fr", "Note b\u202f; Autre note"), ("en", "Note b; Autre note")):
        (notice,) = withheld_notices([document, document, replace(document, title="Autre\nnote")], language)
        assert expected in render(notice.code, notice.params, language).reason


def test_each_mark_has_its_own_notice():
    banned = found("b", banned=True).document
    anonymous = replace(banned, title="Entretien (anonyme)", warnings=(ANONYMOUS,))
    both = replace(banned, title="Visite (anonyme)", warnings=(ANONYMOUS, NOT_FOR_QUOTATION))
    notices = withheld_notices([banned, anonymous, both], "fr")
    assert [(each.code, each.params["titles"]) for each in notices] == [
        ("withheld_documents", "Note b\u202f; Visite (anonyme)"),
        ("withheld_anonymous", "Entretien (anonyme)"),
    ]
    assert "ne pas citer" not in render(notices[1].code, notices[1].params, "fr").reason


def test_an_anonymous_document_is_quoted_where_it_names_nobody():
    kept = found("a")
    document = replace(kept.document, warnings=(ANONYMOUS,))
    naming = replace(
        kept, document=document, passage=replace(kept.passage, text="Le lab fut fondé par Maud Kerlaouen.")
    )
    silent = replace(kept, document=document)
    parts = parted(evidence(naming, silent))
    assert parts.quotable.passages == (silent,)
    (withheld,) = parts.withheld.passages
    assert (withheld.document, withheld.passage.id) == (document, naming.passage.id)
    assert "Kerlaouen" not in withheld.passage.text
