"""Texts of anonymous documents without names, of the same length; questions without what may be a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.text.nameless import MASK, nameless, names_somebody, question_without_names, without_names
from assistant.types import ANONYMOUS, Document, Passage, Span, Unsaid

DOCUMENT = Document(
    "d", "d.txt", "text", "h", "Entretien (anonyme)", (), None, "interview", "fr", None, 1, 9, "2026", (ANONYMOUS,)
)
UNSAID = Unsaid(frozenset({"rose"}), frozenset({"tarnowska", "jardin"}))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Le compost est géré par Madame Tarnowska.", ["Madame", "Tarnowska"]),
        ("La serre fut ouverte par solveig tarnowska.", ["tarnowska"]),
        ("Kerlaouen tient la caisse du jardin.", ["Kerlaouen"]),
        ("La rose est un don de Rose.", ["rose", "Rose"]),
        ("Le CHGT demande une serre.", ["CHGT"]),
        ("Martin : je trouve le vélo trop cher.", ["Martin"]),
        ("Sophie pense que non.\nPierre dit oui.", ["Sophie", "Pierre"]),
        ("Rennes attend.", ["Rennes"]),
        ("CLAIRE FONTAINE, DIRECTRICE\nLe budget monte.", ["CLAIRE", "FONTAINE", "DIRECTRICE"]),
        ("Il écrit à s.ker@ville-plouz.fr, ou au 06 12 34 56 78.", ["s.ker@ville-plouz.fr,", "06 12 34 56 78"]),
        ("LE BUDGET MUNICIPAL", []),
        ("Le jardin est ouvert à 1 200 000 visiteurs.", []),
    ],
)
def test_names_give_way_to_blocks_and_all_else_keeps_its_place(text: str, hidden: list[str]) -> None:
    shown = without_names(UNSAID, text)
    assert len(shown) == len(text)
    assert [text[at] for at, sign in enumerate(shown) if sign == MASK] == list("".join(hidden))


def test_only_anonymous_documents_lose_names() -> None:
    passage = Passage("p", "d", 0, (Span(1, 0, 9),), ("Chez Tarnowska",), "Le mot de Tarnowska.", "fr")
    shown = nameless(DOCUMENT, passage)
    assert "Tarnowska" not in shown.text + shown.heading_path[0]
    assert names_somebody(DOCUMENT, passage.text)
    assert nameless(replace(DOCUMENT, warnings=()), passage) is passage


def test_a_question_keeps_its_words_and_no_name_known_or_not() -> None:
    bare = {question_without_names(f"Que dit {name} du compost ?") for name in ("Tarnowska", "zelkovina", "Martin")}
    assert bare == {"Que dit du compost ?"}
    assert question_without_names("Combien coûte le potager municipal ?") == "Combien coûte le potager municipal ?"
