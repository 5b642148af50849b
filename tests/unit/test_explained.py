"""What a question's terms come from, what each leg has in a score, and a search seen from inside."""

from __future__ import annotations

import pytest

from assistant.cli.explanation import explanation_text
from assistant.explanation_wire import explanation_dict
from assistant.retrieval.explained import explained_words, score_parts
from assistant.retrieval.fusion import fuse
from assistant.retrieval.query import build_query
from assistant.retrieval.translations import translations
from assistant.retrieval.watch import Watch
from assistant.types import (
    ExplainedAbsence,
    ExplainedLeg,
    ExplainedPassage,
    ExplainedTerm,
    ExplainedWord,
    Explanation,
    Hit,
    LegScore,
    QueryWord,
    Turn,
)


def terms(word: ExplainedWord) -> dict[str, str]:
    return {term.term: term.origin for term in word.terms}


def test_each_term_is_told_with_its_word_and_where_it_comes_from() -> None:
    query = build_query("Quels budgets pour le tramway de Sourgeac ?")
    frequency = {"budget": 4, "=budgets": 1, "tramway": 2}.get
    words, others = explained_words(query, [1.0, 1.0, 2.0], lambda term: frequency(term) or 0)
    assert others == ()
    budget, tramway, name = words
    assert (budget.surface, budget.passages, budget.share) == ("budgets", 4, 0.25)
    assert terms(budget).items() >= {"budget": "word", "+budget": "other_language", "=budgets": "exact"}.items()
    assert {term.term: term.passages for term in budget.terms}["=budgets"] == 1
    assert ("+tram", "translation") in terms(tramway).items() or "translation" in terms(tramway).values()
    assert name.named
    assert name.passages == 0
    assert "translation" not in terms(name).values(), "names stand for themselves"
    assert sorted(term.term for word in words for term in word.terms) == sorted(dict(query.weighted_terms))


def test_terms_of_a_phrase_are_told_with_it() -> None:
    assert translations("appel offre", "fr"), "the lexicon has it"
    words, _ = explained_words(build_query("Qui répond à l'appel d'offres ?"), [1.0, 1.0, 1.0], lambda _: 0)
    (call,) = (word for word in words if word.surface == "appel")
    assert {term.of for term in call.terms if term.origin == "translation"} == {"appel offres"}


def test_words_carried_from_the_question_before_are_told_as_such() -> None:
    query = build_query("Et son coût ?", [Turn("user", "Qui dirige le lavoir de Sourgeac ?")])
    words, others = explained_words(query, [1.0] * len(query.words), lambda _: 1)
    assert others == ()
    assert {word.surface: word.carried for word in words} == {
        "coût": False, "dirige": True, "lavoir": True, "Sourgeac": True,
    }  # fmt: skip
    lavoir = next(word for word in words if word.surface == "lavoir")
    assert max(term.weight for term in lavoir.terms) == 0.5


def test_what_an_acronym_stands_for_is_told_with_it() -> None:
    query = build_query("Que fait l'ANV ?")
    spelt = QueryWord("ANV", query.words[-1].terms, named=True, alternatives=(("agenc", "vill"),))
    weighted = (*query.weighted_terms, ("agenc", 0.5), ("vill", 0.5), ("=inconnu", 0.1))
    acronym = type(query)(query.text, query.text, "fr", (spelt,), weighted)
    (word,), others = explained_words(acronym, [1.0], lambda _: 1)
    assert terms(word).items() >= {"agenc": "acronym", "vill": "acronym"}.items()
    assert [(term.term, term.origin) for term in others] == [("=inconnu", "other")]


def test_what_an_acronym_stands_for_in_the_other_language_is_told_with_it() -> None:
    query = build_query("Que fait l'ANV ?")
    spelt = QueryWord("ANV", query.words[-1].terms, named=True, alternatives=(("nation", "agenc"),))
    weighted = (*query.weighted_terms, ("+nation", 0.5), ("+agenc", 0.5))
    (word,), others = explained_words(type(query)(query.text, query.text, "fr", (spelt,), weighted), [1.0], lambda _: 1)
    assert terms(word).items() >= {"+nation": "acronym", "+agenc": "acronym"}.items()
    assert others == ()


@pytest.mark.parametrize("vector_weight", [0.0, 0.3, 1.0])
def test_the_parts_of_a_score_add_up_to_the_fused_one(vector_weight: float) -> None:
    legs = {
        "lexical": [Hit("a", 9.0), Hit("b", 4.0), Hit("c", 1.0)],
        "vector": [Hit("c", 0.9), Hit("d", 0.5), Hit("a", 0.1)],
    }
    weights = {"lexical": 1.0 - vector_weight, "vector": vector_weight}
    parts = score_parts(legs, weights)
    fused = fuse(legs, weights)
    assert set(parts) == {hit.passage_id for hit in fused}
    for hit in fused:
        assert sum(parts[hit.passage_id].values()) == pytest.approx(hit.score)


class Index:
    def search(self, terms, limit):
        return [Hit("a", 1.0)][:limit]

    def document_frequency(self, term):
        return 7

    def __len__(self):
        return 3


class Indexes:
    lexical = vectors = Index()


def test_a_watch_sees_what_is_found_and_changes_nothing() -> None:
    watch = Watch()
    lexical = watch.indexes(Indexes()).lexical
    assert lexical.search([], 5) == [Hit("a", 1.0)] == watch.hits["lexical"]
    assert watch.seconds["lexical"] > 0
    assert (lexical.document_frequency("x"), len(lexical)) == (7, 3)
    assert set(watch.seconds) == {"lexical"}
    watch.restart()
    assert not watch.seconds
    assert not watch.hits


def explanation(language: str = "fr", absence: ExplainedAbsence | None = None) -> Explanation:
    legs = {"lexical": LegScore(1, 8.5), "vector": LegScore(3, 0.4)}
    passage = ExplainedPassage(
        1, "p1", "cr.pdf", 2, 1.5, legs, {"lexical": 1.0, "vector": 0.5}, ("budget",), ("Sourgeac",), 0.25, 2
    )
    return Explanation(
        asked="Quel budget à Sourgeac ?",
        searched="Quel budget à Sourgeac ?",
        language=language,
        corrections=(("budjet", "budget"),),
        words=(
            ExplainedWord("budget", False, False, 4, 0.25, (ExplainedTerm("budget", 1.0, 4, "word"),)),
            ExplainedWord("Sourgeac", True, False, 0, 0.75, (ExplainedTerm("sourgeac", 1.0, 0, "word"),)),
        ),
        other_terms=(),
        pairs=(("budget", "sourgeac", 0.2),),
        scope=None,
        documents=3,
        passages=9,
        covered=0.25,
        legs={"lexical": ExplainedLeg(0.6, 5, 8.5, 1.0), "vector": ExplainedLeg(0.4, 0, None, None)},
        results=(passage,),
        reranker="",
        timings_ms={"analysis": 1.0, "total": 12.5},
        absence=absence,
    )


def test_the_text_says_it_in_the_language_of_the_question() -> None:
    text = explanation_text(explanation())
    assert "Corrigé\u00a0: budjet → budget" in text
    assert "  Sourgeac (75\u00a0%, 0, nom ou nombre, INCONNU DU CORPUS)" in text
    assert "poids\u00a0: mots 0,60, vecteurs 0,40" in text
    assert "1. cr.pdf p. 2 [p1]" in text
    assert "1,50 = mots 1,00 + vecteurs 0,50\u202f; mots n°\u00a01 (8,50), vecteurs n°\u00a03 (0,40)" in text
    assert "sans\u00a0: Sourgeac" in text
    english = explanation_text(explanation("en"))
    assert "UNKNOWN TO THE CORPUS" in english
    assert "1.50 = words 1.00 + vectors 0.50; words no. 1 (8.50)" in english
    assert "vectors: no candidate" in english


@pytest.mark.parametrize(
    ("reason", "rank", "said"),
    [
        ("shown", 2, "n°\u00a02"),
        ("outside_scope", None, "écarté par les filtres"),
        ("folded", 4, "la même chose"),
        ("restated", 4, "Un autre fichier du même ouvrage"),
        ("ranked_below", 31, "n°\u00a031"),
        ("not_a_candidate", None, "Aucun des deux index"),
    ],
)
def test_the_text_says_why_not(reason: str, rank: int | None, said: str) -> None:
    legs = {"lexical": LegScore(0, 0.5)}
    absence = ExplainedAbsence("note.md", "p7", None, reason, rank, legs, 1000, (), ("budget",), 0.0)
    text = explanation_text(explanation(absence=absence))
    assert "Pourquoi pas note.md\u202f?" in text
    assert said in text
    assert "mots au-delà du 1000e (0,50), vecteurs\u00a0: rien" in text
    assert "Mots présents\u00a0: aucun. Absents\u00a0: budget." in text
    assert explanation_dict(explanation(absence=absence))["absence"]["reason"] == reason
