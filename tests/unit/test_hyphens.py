"""Hyphens at line ends: words cut there are joined, compounds and inverted verbs keep theirs."""

from __future__ import annotations

import pytest

from assistant.text.hyphens import Vocabulary
from assistant.text.normalise import clean, repair, vocabulary
from assistant.text.wordsets import word_set

# What a line end parts, as PDFs and texts have it: a hyphen and a line end, or the marks that pdfium writes.
MARKS = ("-\n", "- \r\n  ", "\u2010\n", "\x02", "\x02\r\n", "\ufffe")

KEPT = sorted(
    word_set(
        """
a-|t-il a-t-|il va-|t-elle parle-|t-on dit-|il prend-|elle sont-|ils est-|ce puis-|je sais-|tu vas-|y donnez-|vous
prenez-|les parlez-|en dites-|lui donne-|moi celui-|là donnez-|moi-la soixante-|et-onze celle-|ci ceux-|ci lui-|même eux-|mêmes là-|bas ci-|joint
c'est-à-|dire c'est-|à-dire vis-|à-vis rez-de-|chaussée rez-|de-chaussée arc-en-|ciel main-|d'œuvre
grand-|mère grands-|parents demi-|heure sous-|traitance sous-|titre vice-|président ex-|ministre ex-|présidente
non-|recours mi-|temps mi-|parcours semi-|rural contre-|pouvoir contre-|exemple après-|midi avant-|projet
arrière-|pays rendez-|vous peut-|être tiers-|lieu libre-|service savoir-|faire hors-|sol porte-|parole mots-|clés
bien-|être plus-|value compte-|rendu socio-|professionnel médico-|social franco-|allemand co-|construction
vingt-|deux soixante-|dix quatre-|vingt-dix quelques-|unes e-|mail T-|shirt CD-|rom sud-|américain auto-|entrepreneur
GRAND-|MÈRE Vaux-|le-Vicomte Val-|d'Oise
"""
    )
)
JOINED = sorted(
    word_set(
        """
participa|tion habi|tants sous|crire sous|traire sous|cription gran|deur grand|eur mi|nistre mi|nute ex|emple ex|périence
non|obstant semi|naire contre|dire contre|partie avan|tage porte|ront voi|là mer|ci sou|ci éclair|ci bat|tu ver|tu
travail|le éco|le éco|nomie vil|le co|mité co|opération co|ordonner pré|sence pré|alable in|égalités ré|organiser
beau|coup haut|eur bien|tôt entre|prise aujour|d'hui lors|qu'il l'é|tude personnal|ité socio|logue franco|phone
INNO|VATION gar|de-fou ren|dez-vous par|le-t-il soixan|te-dix por|te-parole
"""
    )
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("case", KEPT)
def test_compounds_and_inverted_verbs_keep_their_hyphen(case: str, mark: str) -> None:
    left, _, right = case.partition("|")
    assert repair(f"Or {left[:-1]}{mark}{right} ici").text == f"Or {left}{right} ici"


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("case", JOINED)
def test_cut_words_are_joined(case: str, mark: str) -> None:
    left, _, right = case.partition("|")
    assert repair(f"Or {left}{mark}{right} ici").text == f"Or {left}{right} ici"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Le pot-\npourri. Un pot-pourri.", "Le pot-pourri. Un pot-pourri."),
        ("Le porte-\nfeuille. Un portefeuille, un porte-feuille.", "Le portefeuille. Un portefeuille, un porte-feuille."),
        ("Un recours ré-\nécrit, des textes ré-écrits.", "Un recours ré-écrit, des textes ré-écrits."),  # other endings
        ("Une photo-\ncopie, deux photocopies.", "Une photocopie, deux photocopies."),
        ("La sous-\ncription. La souscription, une sous-\ntraitance.", "La souscription. La souscription, une sous-traitance."),
        ("L'école maternelle, la ville. Une ville-\nécole.", "L'école maternelle, la ville. Une ville-école."),
        ("Le taux, la recherche menée. Un taux-\nrecherche, un inno-\nvant.", None),
    ],
)  # fmt: skip
def test_the_document_itself_decides(given: str, wanted: str | None) -> None:
    assert clean(given) == (wanted or "Le taux, la recherche menée. Un taux-recherche, un innovant.")


def test_parts_of_words_at_line_ends_attest_nothing() -> None:
    attested = vocabulary(["Une photo-\ncopie ratée"])
    assert "photo" not in attested
    assert "copie" not in attested
    assert "ratée" in attested
    assert clean("Une photo-\ncopie ratée") == "Une photocopie ratée"


def document(lines: int, *endings: str) -> str:
    """A text of that many lines, some of which end as told."""
    body = [f"une ligne ordinaire numéro {number} du texte" for number in range(lines)]
    for place, ending in enumerate(endings):
        left, _, right = ending.partition("|")
        body[3 * place + 2] = f"la fin {left}"
        body[3 * place + 3] = f"{right} suit"
    return "\n".join(body)


def test_a_document_that_cuts_no_words_keeps_all_its_hyphens() -> None:
    assert "terre-noire suit" in clean(document(200, "terre-|noire"))
    assert "sub-levels suit" in clean(document(200, "sub-|levels"))
    assert "formation suit" in clean(document(200, "forma-|tion"))  # what can be nothing but an ending


def test_a_document_that_cuts_words_does_so_often_or_words_it_spells_out() -> None:
    assert "terrenoire suit" in clean(document(40, "terre-|noire"))
    assert "terrenoire suit" in clean(document(200, "terre-|noire", "numé-|ro", "ordi-|naire"))


def test_pages_are_mended_with_what_the_whole_document_says() -> None:
    assert clean("pot-\npourri", vocabulary(["des Pots-pourris", "un pot-pourri"])) == "pot-pourri"
    assert clean("pot-\npourri", Vocabulary()) == "potpourri"
    assert clean("pot-\npourri", Vocabulary(cuts=False)) == "pot-pourri"


def test_other_alphabets_are_joined() -> None:
    assert clean("пере-\nнос") == "перенос"


@pytest.mark.parametrize(
    "address", ["https://exemple.test/un-\ndeux", "www.exemple.test/un-\ndeux", "a@un-\ndeux.test"]
)
def test_addresses_keep_their_hyphens(address: str) -> None:
    assert clean(address) == address.replace("\n", "")
