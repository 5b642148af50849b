"""A document is about the places of its title and headings, and about those that it names again and again."""

from __future__ import annotations

from dataclasses import replace

from assistant.places.about import places_of
from assistant.places.gazetteer import Gazetteer, Place
from fakes import make_document

GAZETTEER = Gazetteer(Place(name, "commune", name) for name in ("Trapval", "Ormeval", "Sarrevigne"))


def about(*texts: str, title: str = "Note", heading: str = "") -> tuple[str, ...]:
    made = make_document("d", texts, title=title)
    passages = [replace(each, heading_path=(heading,) if heading else ()) for each in made.passages]
    return places_of(made.document, passages, GAZETTEER)


def test_a_place_named_once_in_passing_is_not_what_a_document_is_about() -> None:
    assert about("Comme à Trapval.", "Comme à Ormeval.") == ()


def test_a_place_of_the_title_or_named_often_is() -> None:
    assert about("Un atelier.", title="L'atelier de Trapval") == ("Trapval",)
    assert about("Trapval, Ormeval.", "Ormeval.", "À Ormeval.") == ("Ormeval",)
    assert about("À Sarrevigne.", heading="Visite de Sarrevigne") == ("Sarrevigne",)


def test_a_town_of_the_title_that_is_a_word_elsewhere() -> None:
    known = Gazetteer([Place("Fougères", "commune", "Fougères", "cue"), Place("Laval", "commune", "Laval", "cue")])

    def found(title: str, text: str) -> tuple[str, ...]:
        made = make_document("d", (text,), title=title)
        return places_of(made.document, made.passages, known)

    assert found("Les vélos de Fougères", "Un bilan.") == ("Fougères",)
    assert found("Entretien avec Laval", "Un bilan.") == ()
    assert found("Laval, ville cyclable", "Les habitants roulent à Laval.") == ("Laval",)


def test_the_most_named_place_comes_first() -> None:
    assert about("Ormeval. " * 3 + "Trapval. " * 5) == ("Trapval", "Ormeval")


def test_a_place_named_rarely_among_many_namings_is_left_out() -> None:
    assert about("Trapval. " * 60 + "Ormeval. " * 3) == ("Trapval",)
