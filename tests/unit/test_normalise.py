"""Repair of extracted text: what is mended, what is kept, and where each character came from."""

from __future__ import annotations

import time
import unicodedata

import pytest

from assistant.text.normalise import clean, fold, repair


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("eﬃcace et ﬁn, ﬂux, aﬀaire, souﬄe", "efficace et fin, flux, affaire, souffle"),
        ("anti\u00adconstitutionnel", "anticonstitutionnel"),
        ("re\u0301seau, C\u0327a, Noe\u0308l", "réseau, Ça, Noël"),
        ("un\r\ndeux\rtrois\u2028quatre\x0ccinq", "un\ndeux\ntrois\nquatre\ncinq"),
        ("a\u200bb\u200e\u202ec\ufeff\x07d", "abcd"),
        ("a\ud800b", "a\ufffdb"),
        ("trois  espaces   ici \t et\tlà", "trois espaces ici et là"),
        ("fin de ligne   \n   début", "fin de ligne\ndébut"),
        ("un\n\n\n \n\ndeux", "un\n\ndeux"),
        ("  \n un \n ", "un"),
        ("", ""),
        (" \n\t\u200b", ""),
    ],
)
def test_mended(given: str, wanted: str) -> None:
    assert repair(given).text == wanted
    assert clean(given) == wanted


def test_no_break_spaces_are_kept() -> None:
    text = "Pourquoi\u00a0? 12\u202f000\u00a0€"
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("la participa-\ntion des habitants", "la participation des habitants"),
        ("la participa\x02tion", "la participation"),
        ("la participa\ufffetion", "la participation"),
        ("la participa\x02\r\ntion", "la participation"),
        ("logi\u00ad\nciel", "logiciel"),
        ("Donnez-\nvous rendez-\nvous", "Donnez-vous rendez-vous"),
        ("c'est-à-\ndire", "c'est-à-dire"),
        ("y a-t-\nil", "y a-t-il"),
        ("peut\ufffeêtre", "peut-être"),
        ("Seine-\nSaint-\nDenis", "Seine-Saint-Denis"),
        ("COVID-\n19 en 2019-\n2020", "COVID-19 en 2019-2020"),
        ("INNO-\nVATION", "INNOVATION"),
        ("https://exemple.test/un-\ndeux", "https://exemple.test/un-deux"),
        ("sous-\ntraitance et sous-\ncrire", "sous-traitance et souscrire"),
        ("- un\n- deux", "- un\n- deux"),
        ("un -\ndeux", "un -\ndeux"),
        ("fin-\n\nsuite", "fin-\n\nsuite"),
    ],
)
def test_words_cut_at_a_line_end(given: str, wanted: str) -> None:
    assert repair(given).text == wanted


def test_accents_drawn_beside_their_letter() -> None:
    assert repair("r´eseau, ` a la fˆete, franc¸ais, na¨ıf").text == "réseau, à la fête, français, naïf"


@pytest.mark.parametrize("text", ["l´usager et l´eau", "la commande `a`", "5 ° et ¨"])
def test_lone_marks_are_not_accents(text: str) -> None:
    assert repair(text).text == text


def test_origin_points_at_the_source_of_each_character() -> None:
    given = "L’eﬃ\u00adcacité\r\n  du re\u0301seau  parti-\r\ncipe\u200b\u00a0!"
    repaired = repair(given)
    assert repaired.text == "L’efficacité\ndu réseau participe\u00a0!"
    assert len(repaired.origin) == len(repaired.text)
    assert list(repaired.origin) == sorted(repaired.origin)
    for word, source in (("cacité", "cacité"), ("du", "du"), ("seau", "seau"), ("cipe", "cipe"), ("!", "!")):
        assert repaired.origin[repaired.text.index(word)] == given.index(source)
    for index, character in enumerate(repaired.text):
        source = given[repaired.origin[index]]
        assert character == source or source in "ﬃ\r\n e", (index, character, source)


@pytest.mark.parametrize("seed", range(5))
def test_the_result_is_composed_and_stable(seed: int) -> None:
    letters = "aeé\u0301\u0327 \n-ﬁ\u00ad\x02ñ\u1100\u1161\u11a8\u212b\u00a0\u200b"
    given = "".join(letters[(position * (seed + 7) + position // 3) % len(letters)] for position in range(400))
    once = repair(given).text
    assert clean(given) == once
    assert unicodedata.is_normalized("NFC", once)
    assert repair(once).text == once
    assert "  " not in once
    assert "\n\n\n" not in once


@pytest.mark.parametrize(
    "given", [" " * 300_000 + "x", "a-\n" * 60_000, "e\u0301" * 100_000, "\x02" * 200_000, "\n \n" * 100_000]
)
@pytest.mark.usefixtures("own_heap")
def test_linear_time(given: str) -> None:
    start = time.process_time()
    repair(given)
    assert time.process_time() - start < 6  # 1 to 2 s here; in the square of its length it would take minutes


def test_fold() -> None:
    assert fold("L’ŒUVRE – Été, ﬁn «\u00a0ça\u00a0»") == 'l\'oeuvre - ete, fin " ca "'
