"""What the form of a sentence says of it."""

from __future__ import annotations

import pytest

from assistant.answering.form import form_penalty, is_particular, is_pointer


@pytest.mark.parametrize(
    "text",
    [
        "Lien vers une vidéo du forum, présenté en moins de 2 minutes",
        "Accès au support de présentation disponible sur la plate-forme.",
        "Le compte rendu est là (suivi/2024-07-09/compte-rendu.pdf).",
        "Read more about the lab.",
    ],
)
def test_a_line_that_says_where_something_is_to_be_found_is_a_pointer(text: str) -> None:
    assert is_pointer(text)
    assert form_penalty(text, fact=True, tells=True) > 0


def test_a_sentence_is_no_pointer() -> None:
    assert not is_pointer("Le lien entre les services manque.")
    assert form_penalty("Le lien entre les services manque.", fact=False, tells=False) == 0.0


def test_particulars_may_hold_a_fact_and_nothing_else() -> None:
    text = "Objet : réunion plénière du mardi 5 juin 2025."

    assert is_particular(text)
    assert form_penalty(text, fact=False, tells=False) > 0
    assert form_penalty(text, fact=True, tells=True) == 0.0


def test_a_label_with_the_kind_of_thing_asked_for_is_no_fragment() -> None:
    text = "- Durée prévoir une heure"

    assert form_penalty(text, fact=True, tells=True) == 0.0
    assert form_penalty(text, fact=True, tells=False) > 0
    assert form_penalty(text, fact=False, tells=True) > 0
