"""What two documents are to each other: the same text, two states of it, or two works."""

from __future__ import annotations

import re

import pytest

from assistant.works.compare import twin_kind
from assistant.works.overlap import overlap
from work_texts import paragraphs, worded

PARTS = paragraphs(1)
TEXT = "\n\n".join(PARTS)
PROSE = re.sub(r"\d+", "cent", TEXT)
TABLE = " ".join(["Dépenses {} et {} recettes {} soit {} ;"] * 5)
COVER = (
    "Document transmis par le centre de ressources. Il est mis à la disposition des membres pour leur usage interne. "
)
REPORT = worded("a", TEXT, title="Rapport sur les ateliers")


def kind(text: str, **fields: object) -> str | None:
    other = worded("b", text, **fields)
    assert twin_kind(other, REPORT) == twin_kind(REPORT, other)
    return twin_kind(REPORT, other)


def test_the_same_bytes_are_a_duplicate() -> None:
    assert kind("Tout autre chose.", content_hash=REPORT.document.content_hash) == "duplicate"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n\n", " ").upper(),
        COVER + TEXT,
        "\n\n".join(PARTS[:8]),
        TEXT.replace("quartier", "quar tier"),
    ],
    ids=["reflowed", "cover", "cut", "words parted by a hyphen"],
)
def test_the_same_text_in_another_form(text: str) -> None:
    assert kind(text) == "same_text"


def test_a_paragraph_written_anew_makes_a_version() -> None:
    assert kind("\n\n".join([*PARTS[:5], *paragraphs(2, 1), *PARTS[6:]])) == "version"


def test_documents_that_state_two_versions_are_versions() -> None:
    assert kind(COVER + TEXT, title="Rapport sur les ateliers, version 2") == "version"


def test_a_corrected_figure_in_a_long_text_makes_a_version() -> None:
    assert kind(TEXT.replace(re.findall(r"\d+", TEXT)[5], "5")) == "version"


def test_versions_that_are_stated_may_differ_in_more_figures_and_yearly_editions_may_not() -> None:
    numbers = re.findall(r"\d+", TEXT)
    text = TEXT.replace(numbers[2], "5").replace(numbers[7], "6")
    assert kind(text, title="Rapport sur les ateliers") is None
    first = worded("a", TEXT, title="Rapport sur les ateliers v1")
    assert twin_kind(first, worded("b", text, title="Rapport sur les ateliers v2")) == "version"
    yearly = [worded("a", TEXT, title="Rapport édition 2021"), worded("b", text, title="Rapport édition 2022")]
    assert twin_kind(*yearly) is None


@pytest.mark.parametrize(
    "text",
    [
        re.sub(r"\d+", lambda match: str(int(match[0]) + 7), TEXT),
        re.sub("quartier", "Trapval", TEXT),
        "\n\n".join([*paragraphs(3, 12), TEXT, *paragraphs(4, 12)]),
        "\n\n".join([*PARTS[:4], *paragraphs(5, 8)]),
        "\n\n".join(paragraphs(6)),
        "",
    ],
    ids=["a series", "a form", "a long quotation", "a common part", "another text", "nothing"],
)
def test_what_looks_alike_is_another_work(text: str) -> None:
    assert kind(text) is None


def test_a_table_of_other_figures_below_the_same_prose_is_another_report() -> None:
    first, second = (f"{PROSE} {TABLE.format(*range(start, start + 20))}" for start in (40, 60))
    assert twin_kind(worded("a", first), worded("b", first.upper())) == "same_text"
    assert twin_kind(worded("a", first), worded("b", second)) is None


def test_a_short_part_is_of_the_work_only_under_its_title() -> None:
    part = "\n\n".join(PARTS[:5])
    assert kind(part, title="Note de lecture") is None
    assert kind(part, title="rapport sur les ateliers (2)") == "same_text"


def test_short_texts_are_one_only_where_they_are_equal() -> None:
    short = worded("a", "Le budget des ateliers est voté chaque année par le conseil.")
    assert twin_kind(short, worded("b", "LE BUDGET des ateliers est voté, chaque année, par le conseil")) == "same_text"
    assert twin_kind(short, worded("b", "Le budget des ateliers est voté chaque année par le maire.")) is None


CHARTER = [
    "Les signataires de la charte organisent leurs échanges dans un réseau commun, ouvert à toutes les collectivités "
    "qui en acceptent les règles et qui désignent une personne chargée de les suivre.",
    "Les membres se réunissent au printemps et à l'automne. L'ordre du jour est fixé en commun deux semaines avant la "
    "rencontre, et chacun peut y inscrire un sujet.",
    "Chaque membre verse au fonds au moins deux études ou bilans par an, même lorsque le projet n'a pas abouti, et "
    "prévient les autres lorsqu'un texte ne doit pas circuler.",
    "Un comité de trois membres, élus pour deux ans, veille au respect de la charte et arbitre les différends.",
]
EDITED = CHARTER[2].replace("deux études", "cinq enquêtes").replace("n'a pas abouti", "a échoué")


def test_a_paragraph_edited_in_several_places_makes_a_version_of_a_short_text() -> None:
    first = worded("a", "\n".join(CHARTER), title="Charte du réseau")
    second = worded("b", "\n".join([*CHARTER[:2], EDITED, CHARTER[3]]), title="Charte du réseau")
    assert twin_kind(first, second) == twin_kind(second, first) == "version"


def test_a_figure_corrected_in_a_short_text_makes_a_version_under_its_title() -> None:
    dated = [CHARTER[0], CHARTER[1], CHARTER[2] + " La cotisation est de {} euros par habitant.", CHARTER[3]]
    first, second = ("\n".join(dated).format(amount) for amount in (12, 15))
    assert twin_kind(worded("a", first, title="La charte"), worded("b", second, title="La charte")) == "version"
    assert twin_kind(worded("a", first, title="La charte"), worded("b", second, title="Une note")) is None


def test_a_letter_to_somebody_else_is_another_letter() -> None:
    head = "Madame {} {}, vous avez bien voulu rejoindre notre réseau au nom de la ville de {}, soyez-en remerciée."
    names = ("Anne", "Berthier", "Trapval"), ("Odile", "Vauclair", "Sarrevigne")
    first, second = ("\n".join([head.format(*each), *CHARTER]) for each in names)
    assert twin_kind(worded("a", first, title="Lettre"), worded("b", second, title="Lettre")) is None


def test_the_sides_of_an_overlap() -> None:
    first = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
    second = [*first[:5], "42", *first[6:]]
    one, other = overlap(worded("a", " ".join(first)), worded("b", " ".join(second)))
    assert (one.words, one.shared, one.changed, one.changed_numbers) == (12, 11, 1, 0)
    assert (other.shared, other.numbers, other.changed_numbers, other.passages) == (11, 1, 1, 0)
    assert one.share == 11 / 12
