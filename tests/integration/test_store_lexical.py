"""The lexical index finds passages by analysed terms, and forgets what is removed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.ports import NewDocument
from assistant.store.index import Batch, DamagedCacheError
from assistant.store.lexical import TantivyIndex
from assistant.text.analysis import query_weights
from assistant.text.sentence_terms import sentence_terms
from assistant.types import ANONYMOUS, Language
from fakes import make_document

pytestmark = pytest.mark.integration

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))

BUDGET = make_document("budget", ["Les habitants votent le budget participatif.", "Le maire exécute le budget."])
VELO = make_document("velo", ["La ville prête des bicyclettes aux habitants."], title="Mobilités douces")
ENGLISH = make_document(
    "english", ["The councils publish their budgets and policies."], title="Policies", language="en"
)


def batches(*documents: NewDocument) -> Iterator[Batch]:
    for new in documents:
        yield new.passages, [new.document] * len(new.passages), new.vectors


def found(index: TantivyIndex, question: str, language: Language = "fr", limit: int = 10) -> list[str]:
    return [hit.passage_id for hit in index.search(query_weights(question, language), limit)]


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    return TantivyIndex.build(tmp_path / "lexical", batches(BUDGET, VELO, ENGLISH))


def test_inflected_words_are_found_in_both_languages(index: TantivyIndex) -> None:
    assert found(index, "le prêt d'une bicyclette")[0] == "velo-0"
    assert found(index, "publishing a policy", "en")[0] == "english-0"
    assert found(index, "les budgets participatifs")[0] == "budget-0"


def test_titles_and_headings_are_searched(tmp_path: Path, index: TantivyIndex) -> None:
    assert found(index, "mobilité douce") == ["velo-0"]
    headed = make_document("h", ["Rien de tel."])
    passage = replace(headed.passages[0], heading_path=("Gouvernance", "Tirage au sort"))
    other = TantivyIndex.build(tmp_path / "other", batches(replace(headed, passages=(passage,))))
    assert found(other, "tirage au sort") == ["h-0"]


def test_scores_fall_and_the_limit_holds(index: TantivyIndex) -> None:
    hits = index.search(query_weights("budget participatif des habitants", "fr"), 10)
    assert hits[0].passage_id == "budget-0"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score > 0 for hit in hits)
    assert len(index.search(query_weights("budget habitants", "fr"), 2)) == 2


def test_weights_of_terms_count(index: TantivyIndex) -> None:
    velo, budget = (query_weights(word, "fr")[0][0] for word in ("bicyclette", "participatif"))
    assert index.search([(velo, 5.0), (budget, 0.1)], 1)[0].passage_id == "velo-0"
    assert index.search([(velo, 0.1), (budget, 5.0)], 1)[0].passage_id == "budget-0"


def test_no_terms_and_unknown_terms_find_nothing(index: TantivyIndex) -> None:
    assert index.search([], 10) == []
    assert index.search([("zzz", 1.0)], 10) == []
    assert index.search([("budget", 1.0)], 0) == []


def test_document_frequency_counts_passages_once(index: TantivyIndex) -> None:
    twice = make_document("t", ["Mobilités douces et mobilités."], title="Mobilités")
    index.apply((), batches(twice))
    (term, _), *_ = query_weights("mobilité", "fr")
    assert index.document_frequency(term) == 2
    index.apply(["t"], ())
    assert index.document_frequency(term) == 1
    assert index.document_frequency("zzz") == 0


def test_changes_are_kept(tmp_path: Path, index: TantivyIndex) -> None:
    index.apply(["budget", "never there"], batches(make_document("new", ["Un budget nouveau."])))
    assert len(index) == 3
    again = TantivyIndex.open(tmp_path / "lexical")
    assert len(again) == 3
    assert set(found(again, "budget")) == {"new-0", "english-0"}


def test_a_long_question_is_no_burden(index: TantivyIndex) -> None:
    terms = [(f"mot{number}", 1.0) for number in range(2000)] + query_weights("bicyclette", "fr")
    assert index.search(terms, 5)[0].passage_id == "velo-0"


def test_an_empty_index(tmp_path: Path) -> None:
    empty = TantivyIndex.build(tmp_path / "empty", [])
    assert len(empty) == 0
    assert found(empty, "budget") == []


def test_a_folder_that_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(DamagedCacheError):
        TantivyIndex.open(tmp_path)


def test_quality_on_french_paragraphs(tmp_path: Path) -> None:
    """nDCG@10 of the lexical leg alone, counted here, on every fourth question."""
    folder = DATA / "beir" / "piaf-dev"
    if not folder.is_dir():
        pytest.skip(f"no measured data in {DATA} (set ASSISTANT_DATA)")
    records = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    corpus = [make_document(each["_id"], [each["text"]], title=each["title"]) for each in records]
    index = TantivyIndex.build(tmp_path / "piaf", batches(*corpus))
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, document, _ = line.split("\t")
        relevant.setdefault(question, set()).add(f"{document}-0")
    gains = []
    for line in list((folder / "queries.jsonl").open(encoding="utf-8"))[::4]:
        query = json.loads(line)
        wanted = relevant.get(query["_id"], set())
        if wanted:
            hits = found(index, query["text"])
            gain = sum(1 / np.log2(place + 2) for place, hit in enumerate(hits) if hit in wanted)
            gains.append(gain / sum(1 / np.log2(place + 2) for place in range(min(10, len(wanted)))))
    assert np.mean(gains) >= 0.795


def test_an_acronym_that_is_explained_everywhere_does_not_hide_another_one(tmp_path: Path) -> None:
    often = [f"Le Centre des plaines (CDP), note {number}." for number in range(60)]
    made = (make_document("often", often), make_document("once", ["L'Union des lavoirs (UDL) se réunit."]))
    index = TantivyIndex.build(tmp_path / "acronyms", batches(*made))
    found = index.acronyms(["cdp", "udl"])
    assert ("UDL", "Union des lavoirs") in found
    assert ("CDP", "Centre des plaines") in found
    assert index.acronyms(["udl"]) == [("UDL", "Union des lavoirs")]


def test_frequencies_follow_what_is_added_and_removed(tmp_path: Path) -> None:
    index = TantivyIndex.build(tmp_path / "lexical", batches(BUDGET))
    term = next(term for term, weight in query_weights("habitants", "fr") if weight == 1.0)
    assert [index.document_frequency(term) for _ in range(2)] == [1, 1]
    index.apply((), batches(VELO))
    assert index.document_frequency(term) == 2
    index.apply(["budget"], ())
    assert index.document_frequency(term) == 1


def test_sentences_are_kept_as_their_terms_and_follow_every_change(tmp_path: Path) -> None:
    two = "Le maire de Trapval exécute le budget. À la piscine, 12 000 entrées !"
    index = TantivyIndex.build(tmp_path / "lexical", batches(make_document("two", [two, "Et ?"]), BUDGET))
    assert index.sentence_terms(["two-0", "two-1", "unknown"]) == {
        "two-0": list(sentence_terms(two, "fr")),
        "two-1": [""],
    }
    assert [set(each.split()) for each in index.sentence_terms(["two-0"])["two-0"]] == [
        {"mair", "trapval", "execut", "budget"},
        {"piscin", "12000", "entre"},
    ]
    index.apply(["two"], batches(make_document("two", ["La piscine ferme."])))
    index.apply(["budget"], ())
    left = {"two-0": list(sentence_terms("La piscine ferme.", "fr"))}
    assert index.sentence_terms(["two-0", "two-1", "budget-0"]) == left
    index.close()
    again = TantivyIndex.open(tmp_path / "lexical")
    assert again.sentence_terms(["two-0", "two-1", "budget-0"]) == left
    again.close()


def test_sentences_of_an_anonymous_document_name_nobody(tmp_path: Path) -> None:
    made = make_document("a", ["Madame Odile Quervain dirige la piscine."])
    hidden = replace(made, document=replace(made.document, warnings=(ANONYMOUS,)))
    index = TantivyIndex.build(tmp_path / "lexical", batches(hidden))
    (kept,) = index.sentence_terms(["a-0"])["a-0"]
    assert "piscin" in kept.split()
    assert "quervain" not in kept
    index.close()
    assert b"quervain" not in (tmp_path / "lexical" / "sentences.sqlite").read_bytes()
