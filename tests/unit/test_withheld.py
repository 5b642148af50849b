"""Evidence without what is not to be quoted; a copy that may be quoted takes the place of one that may not."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.withheld import parted, withheld_notice
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
    notice = withheld_notice([document, document, replace(document, title="Autre\nnote")], "fr")
    assert "Note b\u202f; Autre note" in render(notice.code, notice.params, "fr").reason
    assert (
        "Note b; Autre note"
        in render(
            "withheld_documents", withheld_notice([document, replace(document, title="Autre note")], "en").params, "en"
        ).reason
    )


def test_an_anonymous_document_is_quoted_where_it_names_nobody():
    kept = found("a")
    document = replace(kept.document, warnings=(ANONYMOUS,))
    naming = replace(
        kept, document=document, passage=replace(kept.passage, text="Le lab fut fondé par Maud Kerlaouen.")
    )
    silent = replace(kept, document=document)
    parts = parted(evidence(naming, silent))
    assert parts.quotable.passages == (silent,)
    assert parts.withheld.passages == (naming,)
