"""Digests: themes that set new passages apart, and the passages that hold them."""

from __future__ import annotations

from assistant.types import Passage, Span
from assistant.watching.digest import MOST_THEMES, _telling, _terms, find_themes, typical_passages


def passages(*texts: str) -> list[dict[str, str]]:
    return [{word.lower(): word for word in text.split()} for text in texts]


def test_what_new_passages_hold_more_than_others_is_a_theme():
    everywhere = {"commune": 60, "jardin": 3, "budget": 40}
    new = passages("commune jardin budget", "commune jardin", "commune jardin seul")
    weights, themes = find_themes(new, lambda term, _: everywhere.get(term, 1), 100)
    assert [(theme.term, theme.passages, theme.in_all) for theme in themes] == [("jardin", 3, 3), ("commune", 3, 60)]
    assert weights["jardin"] > weights["commune"]
    assert "seul" not in weights, "once is no theme"
    assert "budget" not in weights


def test_what_others_hold_as_often_is_none():
    weights, themes = find_themes(passages("commune x", "commune y"), lambda *_: 100, 100)
    assert (weights, themes) == ({}, ())


def test_where_all_is_new_rarity_decides():
    new = passages("commune jardin", "commune jardin", "commune cour", "commune cour", "commune")
    counts = {"commune": 5, "jardin": 2, "cour": 2}
    _, themes = find_themes(new, lambda term, _: counts[term], 5)
    assert [theme.term for theme in themes] == ["cour", "jardin", "commune"]


def test_a_word_of_every_text_is_no_theme():
    everywhere = {"exemple": 120, "jardin": 40}
    new = passages("exemple jardin", "exemple jardin", "exemple")
    assert [theme.term for theme in find_themes(new, lambda term, _: everywhere[term], 1000)[1]] == ["jardin"]


def test_words_that_mostly_stand_in_a_phrase_are_told_by_it():
    counts = {"jardin": 3, "partag": 3, "commun": 3, "jardin partag": 3, "commun jardin": 1}
    assert _telling(counts) == ["jardin partag", "commun"]


def test_the_terms_of_a_passage_are_words_and_phrases():
    text = "Le budget participatif de la métropole, en 2023, aide le jardin d’insertion."
    terms = _terms(Passage("p", "d", 0, (Span(1, 0, len(text)),), (), text, "fr"))
    assert {word for term, word in terms.items() if " " in term} == {
        "budget participatif", "participatif de la métropole", "aide le jardin", "jardin d’insertion",
    }  # fmt: skip
    assert "2023" not in terms.values()


def test_nothing_new_has_no_themes_and_one_passage_has_some():
    assert find_themes([], lambda *_: 0, 10) == ({}, ())
    assert [theme.term for theme in find_themes(passages("jardin"), lambda *_: 1, 50)[1]] == ["jardin"]


def test_themes_are_said_in_their_commonest_small_form_and_have_a_bound():
    new = [{"jardin": "Jardins", "rennes": "Rennes"}, {"jardin": "jardins"}, {"jardin": "Jardins", "rennes": "Rennes"}]
    assert {theme.term for theme in find_themes(new, lambda *_: 3, 900)[1]} == {"jardins", "Rennes"}
    many = [{f"mot{n}": f"mot{n}" for n in range(50)}] * 2
    assert len(find_themes(many, lambda *_: 2, 900)[1]) == MOST_THEMES


def test_the_typical_passages_of_a_document_stand_in_its_order():
    parts = [Passage(str(n), "d", n, (Span(1, 0, 1),), (), "t", "fr") for n in range(4)]
    terms = {"0": {"a": "a"}, "1": {"x": "x"}, "2": {"b": "b"}, "3": {"a": "a", "b": "b"}}
    chosen = typical_passages(parts, terms, {"a": 1.0, "b": 2.0})
    assert [each.id for each in chosen] == ["2", "3"]
    assert typical_passages([], terms, {}) == ()
