"""What first and last pages say of who wrote a text and what it is called; authors without roles and employers."""

from __future__ import annotations

import pytest

from assistant.ingest.bodies import body_in, body_in_heads, body_on_cover, published_by
from assistant.ingest.first_page import title_of_minutes
from assistant.ingest.metadata import clean_authors

CENTRE = "Centre national des métiers de Valombre"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Atelier des communes\nCOMPTE-RENDU DE RÉUNION (à distance)\nObjet : Plénière du groupe Valombre du mardi 5 mai\n"
            "2020 de 14h à 16h.\n\nOrdre du jour :\n- Budget",
            "Compte-rendu de réunion\u00a0: Plénière du groupe Valombre du mardi 5 mai 2020 de 14h à 16h",
        ),
        (
            "Compte rendu de la réunion plénière du groupe de travail\nle 3 mai 2021\n\nObjet : Plénière",
            "Compte rendu de la réunion plénière du groupe de travail le 3 mai 2021",
        ),
        ("Procès-verbal\n\nSujet : Les comptes\nPrésents : A, B", "Procès-verbal\u00a0: Les comptes"),
        ("Compte rendu\n\nLes membres se sont réunis.", None),
        ("Le marché\n\nObjet : un compte rendu des débats est joint.", None),
        ("", None),
    ],
)
def test_minutes_are_called_by_what_they_are_and_what_they_are_of(text: str, title: str | None) -> None:
    assert title_of_minutes(text) == title


@pytest.mark.parametrize("line", [CENTRE, f"{CENTRE} 12", "Direction interministérielle des jardins"])
def test_a_line_that_names_a_body(line: str) -> None:
    assert body_in(line) == line.removesuffix(" 12")


@pytest.mark.parametrize(
    "line",
    [
        "Le centre national des métiers est ouvert",
        "Centre de la page",
        "Conseil municipal du 3 mars",
        "Direction générale – réunion",
        "Région",
        "",
    ],
)
def test_a_line_that_names_none(line: str) -> None:
    assert body_in(line) in (None, "Centre de la page")
    assert body_in(line.replace("Centre de la page", "")) is None


def test_the_body_of_running_heads_is_the_one_on_several_pages() -> None:
    heads = [[f"{CENTRE} 1", "Créer des services"], [f"{CENTRE} 2", "Créer des services"]]
    assert body_in_heads(heads) == CENTRE
    assert body_in_heads(heads[:1]) is None
    assert body_in_heads([*heads, *[["Agence nationale des jardins"]] * 2]) is None


def test_the_body_of_a_cover_goes_over_two_lines_and_is_the_last_of_several() -> None:
    assert body_on_cover("Mars 2025\nDirection interministérielle\ndes jardins\nLivre blanc") == (
        "Direction interministérielle des jardins"
    )
    assert body_on_cover("Ministère des jardins communaux\nDélégation aux systèmes d’arrosage\nBilan") == (
        "Délégation aux systèmes d’arrosage"
    )
    assert body_on_cover("Bilan\n\nLa direction interministérielle des jardins a ouvert.") is None


def test_who_a_text_says_at_its_end_that_it_is_by() -> None:
    assert published_by("Texte.\n\nPublié par Odile VAUCLAIR via le réseau des jardins") == "Odile VAUCLAIR"
    assert published_by("- Écrit par Anne de Berthier, 2020") == "Anne de Berthier"
    assert published_by("Un guide publié par Odile Vauclair en 2020 a servi.") is None
    assert published_by("Publié par le réseau des jardins.") is None
    assert published_by("Écrit par Anne Berthier.\nÉcrit par Odile Vauclair.") is None


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("Odile Vauclair, Free Agent", ("Odile Vauclair",)),
        (
            "Odile Vauclair, conseillère en jardins et Anne Berthier, conseillère technique",
            ("Odile Vauclair", "Anne Berthier"),
        ),
        ("Odile Vauclair, Policy & Anne Berthier, Technical Advisor", ("Odile Vauclair", "Anne Berthier")),
        ("Anne Berthier et Odile Vauclair de Sarrevigne Métropole", ("Anne Berthier", "Odile Vauclair")),
        ("Odile Vauclair, Anne Berthier", ("Odile Vauclair", "Anne Berthier")),
        ("Odile de La Fontaine", ("Odile de La Fontaine",)),
        ("Anne Davi de Bona", ("Anne Davi de Bona",)),
        ("Marie Odile de Saint Paul", ("Marie Odile de Saint Paul",)),
        ("Agence de Sarrevigne, direction des jardins", ("Agence de Sarrevigne", "direction des jardins")),
    ],
)
def test_authors_are_people_without_what_they_are(given: str, names: tuple[str, ...]) -> None:
    assert clean_authors(given) == names
