"""French typography of sentences and dates."""

from __future__ import annotations

import pytest

from assistant.drafting.export import nodes
from assistant.drafting.export.typography import date_words, joined, parted_end, typeset


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Pourquoi? Oui!", "Pourquoi\u202f? Oui\u202f!"),
        ("Deux points : ici ; là.", "Deux points\u00a0: ici\u202f; là."),
        ('Le mot "juste" ici', "Le mot «\u00a0juste\u00a0» ici"),
        ("Le mot «juste» ici", "Le mot «\u00a0juste\u00a0» ici"),
        (
            "À 10:30, voir https://a.example/x?y=1;z et l'an 2020.",
            "À 10:30, voir https://a.example/x?y=1;z et l’an 2020.",
        ),
        ("12 500 € et 3 %", "12\u202f500\u202f€ et 3\u202f%"),
        ("Il dit « c'est vrai ; oui ! » ; fin", "Il dit «\u00a0c'est vrai ; oui !\u00a0»\u202f; fin"),
        ("Déjà\u202f; bien\u00a0: oui", "Déjà\u202f; bien\u00a0: oui"),
        (
            "L'avis : « l'étude \"Favoriser la « marche » ; l'air\" d'un lieu : d'ici » ; d'où ?",
            "L’avis\u00a0: «\u00a0l'étude \"Favoriser la « marche » ; l'air\" d'un lieu : d'ici\u00a0»\u202f; d’où\u202f?",
        ),
        ("“The budget; it's 12 500 € ?” ; oui", "“The budget; it's 12 500 € ?”\u202f; oui"),
        ("Dit \"l'étude « d'un lieu » ; fin\" ici", "Dit «\u00a0l'étude « d'un lieu » ; fin\u00a0» ici"),
        ("L'un « d'eux “l'a » dit ; oui", "L’un «\u00a0d'eux “l'a\u00a0» dit\u202f; oui"),
        ("Une marque seule « d'ici ; oui", "Une marque seule «\u00a0d’ici\u202f; oui"),
        ("Parler d'« agir »", "Parler d’«\u00a0agir\u00a0»"),
    ],
)
def test_french(given: str, wanted: str) -> None:
    assert typeset(given, "fr") == wanted
    assert typeset(wanted, "fr") == wanted


def test_a_quote_is_left_as_it_is_wherever_it_stands() -> None:
    english, odd = "budget; the\ndepartments aren't", "d'ici » et l'autre « là ; oui"
    assert typeset("C'est dit : budget; the departments aren't ; oui", "fr", [english]) == (
        "C’est dit\u00a0: budget; the departments aren't\u202f; oui"
    )
    assert typeset(f"C'est « {odd} » ; oui", "fr", [odd]) == f"C’est «\u00a0{odd}\u00a0»\u202f; oui"
    assert typeset(f"C'est « {odd} ; d'où ?", "fr", ["l'autre « là", f"{odd} ; d'où ?"]).endswith(f"{odd} ; d'où ?")
    assert typeset("L'oui d'ici ; là", "fr", ["L'oui", ""]) == "L’oui d’ici\u202f; là"
    assert typeset("Un signe \U000f0000 ; là", "fr") == "Un signe \U000f0000 ; là"


def test_english_is_left_alone() -> None:
    assert typeset('Why ? "So": 12 500', "en") == 'Why ? "So": 12 500'


def test_dates_in_words() -> None:
    assert date_words("2026-11-01T09:00:00", "fr") == "1er\u00a0novembre 2026"
    assert date_words("2021-03-04", "en") == "4\u00a0March 2021"
    assert date_words("2021-13", "fr") == "2021"
    assert date_words("2021", "fr") == "2021"
    assert date_words("hier", "fr") == "hier"


def test_the_number_of_a_note_stands_before_the_sign_in_french() -> None:
    assert parted_end("Oui\u202f?", "fr") == ("Oui", "\u202f?")
    assert parted_end("Oui.", "fr") == ("Oui", ".")
    assert parted_end("Oui, etc.", "fr") == ("Oui, etc.", "")
    assert parted_end("Yes.", "en") == ("Yes.", "")


def test_references_break_at_no_high_sign() -> None:
    assert nodes.text_of(joined(nodes.inlines("Trapval : Ville ; «  mot  » ?"), "fr")) == (
        "Trapval\u00a0: Ville\u202f; «\u00a0mot\u00a0»\u202f?"
    )
    assert nodes.text_of(joined(nodes.inlines("Trapval\u202f: Ville"), "fr")) == "Trapval\u00a0: Ville"
