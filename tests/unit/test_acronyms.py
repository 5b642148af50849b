"""Acronyms as texts explain them, and what a question gains by them."""

from __future__ import annotations

import pytest

from assistant.retrieval.acronyms import NAME_WEIGHT, STANDS_FOR_WEIGHT, with_acronyms
from assistant.retrieval.coverage import is_known, matched_words
from assistant.retrieval.query import build_query
from assistant.text.acronyms import acronyms, long_keys, short_key
from assistant.text.analysis import analyse


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("l'Agence des mobilités de Valombre (AMV) ouvre", "AMV", "Agence des mobilités de Valombre"),
        ("Commissariat général à l'égalité des rives (C.G.E.R.)", "CGER", "Commissariat général à l'égalité des rives"),
        ("le Plan local d'urbanisme intercommunal (PLUi)", "PLUi", "Plan local d'urbanisme intercommunal"),
        ("une ZFE (zone à faibles émissions) est", "ZFE", "zone à faibles émissions"),
        ("Direction générale des rivages (« DGR »)", "DGR", "Direction générale des rivages"),
        (
            "Centre d'études et d'expertise sur les rivières, l'eau, la mer et l'air (Ceremaz), à Sarrevigne",
            "Ceremaz",
            None,
        ),
        (
            "Centre d'études et d'expertise sur les rivières, l'eau, la mer et l'air (Cerema), à Sarrevigne",
            "Cerema",
            "Centre d'études et d'expertise sur les rivières, l'eau, la mer et l'air",
        ),
        ("the Valombre Digital Service (VDS) works", "VDS", "Valombre Digital Service"),
        ("plan de prévention des risques naturels (PPR)", "PPR", "plan de prévention des risques naturels"),
        ("le ministère de la Transition (MT, ex-MED)", "MT", "ministère de la Transition"),
    ],
)
def test_what_an_acronym_stands_for(text: str, short: str, long: str | None) -> None:
    assert list(acronyms(text)) == ([] if long is None else [(short, long)])


@pytest.mark.parametrize(
    "text",
    [
        "la commune de Valombre (France)",
        "un texte sans rapport (ABCD)",
        "les agents. (AMV)",
        "le budget (EUR) voté",
        "AMV (voir page 12)",
        "(AMV)",
        "",
    ],
)
def test_brackets_that_explain_nothing(text: str) -> None:
    assert list(acronyms(text)) == []


def test_hostile_text_takes_no_time_to_speak_of() -> None:
    assert list(acronyms("(" * 20_000 + "A" * 50_000 + " (AB" * 5_000)) == []


@pytest.mark.parametrize("text", ["(" + "\u00a0" * 200_000 + "x", "(" + " " * 200_000, "AB" + " " * 200_000 + "("])
def test_white_space_without_end_is_passed_over(text: str) -> None:
    assert list(acronyms(text)) == []


def test_keys_do_without_case_dots_and_accents() -> None:
    assert short_key("C.G.É.R.") == short_key("Cger") == "cger"
    assert set(long_keys("L'Agence des mobilités")) & set(long_keys("agences de mobilité"))


EXPLAINED = [("AMPS", "Agence des mobilités partagées de Sarrevigne")]


def test_an_acronym_of_a_question_stands_for_its_words() -> None:
    asked = []
    query = with_acronyms(build_query("Quel budget a reçu l'AMPS ?"), lambda keys: asked.append(keys) or EXPLAINED)
    assert "amps" in asked[0]
    weights = dict(query.weighted_terms)
    assert weights["sarrevign"] == STANDS_FOR_WEIGHT
    assert ("partag", "sarrevign") in {pair[:2] for pair in query.weighted_pairs}
    text = analyse("L'agence des mobilités partagées de Sarrevigne a reçu un budget.", "fr")
    assert matched_words(query.words, set(text)) == {0, 1, 2}
    assert matched_words(query.words, {"agenc", "mobilit"}) == frozenset(), "all of the words, or none"
    assert is_known(query.words[2], lambda term: int(term in text))
    assert not is_known(query.words[2], lambda term: int(term == "agenc"))


def test_words_of_a_question_stand_for_their_acronym() -> None:
    query = with_acronyms(build_query("Que fait l'agence des mobilités partagées de Sarrevigne ?"), lambda _: EXPLAINED)
    weights = dict(query.weighted_terms)
    assert weights["=amps"] == NAME_WEIGHT
    assert 4 * weights["sarrevign"] == pytest.approx(NAME_WEIGHT), "the words of a name count as one name"
    assert [word.share for word in query.words[:4]] == [pytest.approx(NAME_WEIGHT / 4)] * 4
    assert matched_words(query.words, set(analyse("L'AMPS emploie neuf agents.", "fr"))) >= {0, 1, 2, 3}


def test_of_several_meanings_the_rare_ones_are_left_out() -> None:
    found = [("CDI", "contrat à durée indéterminée")] * 8 + [("CDI", "centre de documentation et d'information")]
    weights = dict(with_acronyms(build_query("Qui a un CDI ?"), lambda _: found).weighted_terms)
    assert "contrat" in weights
    assert "document" not in weights


def test_an_acronym_that_is_a_grammar_word_stands_for_nothing_by_itself() -> None:
    found = [("PAR", "plan d'accompagnement renforcé")]
    query = with_acronyms(build_query("Que prévoit le plan d'accompagnement renforcé ?"), lambda _: found)
    assert matched_words(query.words, set(analyse("La piscine ouvre en juin.", "fr"))) == frozenset()


def test_an_english_explanation_serves_a_french_question() -> None:
    found = [("VDS", "Valombre Digital Service")]
    query = with_acronyms(build_query("Que fait le VDS ?"), lambda _: found)
    assert {"+digit", "+servic"} <= dict(query.weighted_terms).keys()
    assert matched_words(query.words, set(analyse("The Valombre Digital Service works.", "en")))


def test_nothing_is_looked_up_or_changed_without_names() -> None:
    query = build_query("Pourquoi ?")
    assert with_acronyms(query, lambda keys: pytest.fail(str(keys))) is query
    plain = build_query("Quel budget ?")
    assert with_acronyms(plain, lambda _: []) is plain
