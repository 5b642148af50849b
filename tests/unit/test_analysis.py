"""Lexical terms: what matches what, spans, queries, threads, hostile input."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text import analysis
from assistant.text.analysis import (
    ANALYSER_VERSION,
    ENGLISH_MARK,
    EXACT_MARK,
    EXACT_WEIGHT,
    OTHER_LANGUAGE_WEIGHT,
    analyse,
    analyse_query,
    analyse_spans,
    index_terms,
    query_weights,
    terms_of_parts,
)
from assistant.text.language import LANGUAGES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("participatif", "participatifs"),
        ("L'expérimentation", "experimentations"),
        ("organisée", "organise"),
        ("organisées", "organises"),
        ("démocratie", "DEMOCRATIE"),
        ("l’État", "etat"),
        ("d'innovation", "innovations"),
        ("jusqu'aux quartiers", "quartier"),
        ("lorsqu’une ville", "villes"),
        ("cœur", "coeur"),
        ("travaux", "travail"),
        ("yeux", "œil"),
        ("ﬁnancement", "financement"),
        ("orga\u00adnisation", "organisation"),
        ("10 000", "10000"),
        ("10\u00a0000", "10000"),
        ("10\u202f000", "10.000"),
        ("1 234 567", "1234567"),
        ("66,3 %", "66.3"),
        ("1 000,50", "1.000,50"),
        ("03", "3"),
        ("C.G.E.T.", "CGET"),
        ("27e", "27ème"),
        ("1er", "1ER"),
        ("co-voiturage", "co voiturage covoiturage"),
        ("e‑mail", "mail email"),
        ("projet²", "projet"),
        ("Canada's", "canada"),
    ],
)
def test_spellings_of_one_thing_share_their_terms(one, other):
    assert analyse(one, "fr")
    assert sorted(analyse(one, "fr")) == sorted(analyse(other, "fr"))


def test_terms_come_in_order_with_repeats():
    assert analyse("Le budget, les habitants, puis le budget.", "fr") == ["budget", "habit", "budget"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "text", ["", "?! … %", "le la les the of", "Qui est-ce ?", "What is it?", "l'", "x", "aux uns et aux autres"]
)
def test_words_without_meaning_give_nothing(text, language):
    expected = ["un"] if text.startswith("aux uns") else []
    assert analyse(text, language) == expected


def test_a_word_of_one_language_that_looks_like_a_stop_word_of_the_other_stays():
    assert analyse("le but", "fr") == ["but"]
    assert analyse("the car and a comment", "en") == ["car", "comment"]


def test_each_language_has_its_stemmer():
    assert analyse("communities organised meetings", "en") == ["communiti", "organis", "meet"]
    assert analyse("children and women", "en") == analyse("child woman", "en")


def test_numbers_in_dates_versions_and_ranges():
    assert analyse("12.03.2017", "fr") == ["12", "mar", "2017"]
    assert analyse("2019-2020", "fr") == ["2019", "2020"]
    assert analyse("en 2015, 3 villes", "fr") == ["2015", "3", "vill"]


def test_inverted_pronouns_make_no_compound():
    assert analyse("Peut-il, votent-elles, appelle-t-on", "fr") == ["votent", "appel"]


def test_kept_whole():
    assert analyse("aujourd'hui les prud'hommes", "fr") == ["aujourdhui", "prudhomm"]


def test_spans_are_those_of_the_words_in_the_text_itself():
    text = "L’État (10\u202f000 co-voitureurs) : de\u0301mocratie ﬁnale"
    surfaces = [(term, text[start:end]) for term, start, end in analyse_spans(text, "fr")]
    assert surfaces == [
        ("etat", "État"),
        ("10000", "10\u202f000"),
        ("co", "co"),
        ("voitureur", "voitureurs"),
        ("covoitureur", "co-voitureurs"),
        ("democrat", "de\u0301mocratie"),
        ("final", "ﬁnale"),
    ]


WORDS = st.lists(
    st.sampled_from(
        ["L'État", "démocratie", "10 000", "66,3", "co-voiturage", "C.G.E.T.", "?", "’", "-", "œil", "27e", "the", "\n"]
    )
    | st.text(max_size=8),
    max_size=20,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_spans_lie_in_the_text_and_agree_with_the_terms(text):
    spans = analyse_spans(text, "fr")
    assert [term for term, _, _ in spans] == analyse(text, "fr")
    assert all(0 <= start < end <= len(text) and term for term, start, end in spans)
    assert index_terms(text, "fr")[::2] == analyse(text, "fr")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["été", "évaluée", "l'œuvre", "naïf", "à", "Mobilité"]), max_size=8).map(" ".join))
def test_composed_and_decomposed_text_give_the_same_terms(text):
    assert analyse(unicodedata.normalize("NFD", text), "fr") == analyse(text, "fr")


def test_index_terms_add_exact_forms_that_both_languages_share():
    assert index_terms("Budgets participatifs", "fr") == ["budget", "=budgets", "particip", "=participatifs"]
    exact = {
        language: [t for t in index_terms("Libération", language) if t.startswith(EXACT_MARK)]
        for language in ("fr", "en")
    }
    assert exact["fr"] == exact["en"] == ["=liberation"]


def test_an_english_stem_is_not_taken_for_the_french_one_that_looks_like_it():
    assert set(index_terms("du pain", "fr")) & set(index_terms("pain", "en")) == {"=pain"}
    assert index_terms("pains", "en") == ["+pain", "=pains"]


def test_a_query_has_the_terms_of_both_languages_once_in_order():
    assert analyse_query("Comment les budgets participatifs et les budgets ?") == ["budget", "particip", "participatif"]


def test_stop_words_of_a_query_are_those_of_its_language():
    assert analyse_query("Comment ?") == []
    assert "comment" in analyse_query("Who wrote the comment?")
    assert analyse_query("comment", "fr") == []


def test_query_weights_prefer_the_question_language_then_exact_forms():
    weights = dict(query_weights("Les communautés politiques", "fr"))
    assert weights["polit"] == 1.0
    assert weights["=politiques"] == EXACT_WEIGHT
    assert weights[ENGLISH_MARK + analyse("politiques", "en")[0]] == OTHER_LANGUAGE_WEIGHT
    assert dict(query_weights("public policies", "en"))[ENGLISH_MARK + "polici"] == 1.0
    assert query_weights("Qui ?", "fr") == []


def test_every_stem_of_a_query_finds_the_same_word_in_a_document_of_either_language():
    for language in ("fr", "en"):
        indexed = set(index_terms("organisations politiques", language))
        assert indexed <= {term for term, _ in query_weights("organisations politiques", "fr")}


def test_many_threads_give_the_same_terms():
    text = " ".join(f"organisation{i} participative{i} évaluée" for i in range(300))
    expected = analyse(text, "fr")
    with ThreadPoolExecutor(8) as pool:
        assert all(terms == expected for terms in pool.map(lambda _: analyse(text, "fr"), range(32)))


def test_the_cache_stays_within_its_bound(monkeypatch):
    monkeypatch.setattr(analysis, "_CACHE_SIZE", 50)
    chain = analysis._Chain("fr")
    for i in range(500):
        chain.terms(f"mot{i}x")
    assert len(chain._cache) <= 50


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        "a-",
        "a'",
        "a.",
        "1.",
        "1 000 ",
        "1.000",
        "1,",
        "e\u0301",
        "\u00ad",
        "-",
        "é ",
        "1.000.000x",
        "l'",
        "\u0301a",
    ],
)
def test_long_texts_of_anything_are_analysed(unit):
    text = unit * (300_000 // len(unit))
    assert all(len(term) <= 64 * 4 for term in analyse(text, "fr"))


def test_the_version_is_a_short_string():
    assert ANALYSER_VERSION
    assert len(ANALYSER_VERSION) < 20


@pytest.mark.parametrize(
    "text",
    [
        "Le 1er mars, 10 000 habitants et 2\u202f500 élèves.",
        "On the 21st of March, n° 03/2024 and no 12/2023.",
        "En 2020, 2021 et 12, 500 logements : v1.2.3, C.G.E.T., M. Ourcq.",
        "10\u00a0000 puis 10\n000, 1 234 567 ; 66,3 % (3e)… « l’été », co-voiturage,",
    ],
)
def test_terms_looked_up_piece_by_piece_are_those_of_the_whole_text(text: str) -> None:
    for language in LANGUAGES:
        assert analyse(text, language) == [term for term, _, _ in analyse_spans(text, language)]
        assert terms_of_parts(text, [(3, len(text)), (0, len(text))], language) == [
            {term for term, start, _ in analyse_spans(text, language) if start >= least} for least in (3, 0)
        ]


@given(st.text(alphabet="aéœª1230.,:/-'’ʼ°n \u00a0\u202f\tersthdMV_²\u0301", max_size=40))
@settings(deadline=None)
def test_terms_of_any_text_are_those_of_its_words(text: str) -> None:
    for language in LANGUAGES:
        assert analyse(text, language) == [term for term, _, _ in analyse_spans(text, language)]
