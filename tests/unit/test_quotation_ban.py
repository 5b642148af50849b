"""A document's own mark that it is not to be quoted; a text about such marks has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ingest.bans import stated_ban
from assistant.ingest.entry import catalogue_entry
from assistant.ingest.plan import FoundFile
from assistant.text.quotation_ban import holds_mark, is_banned, is_mark
from assistant.types import NOT_FOR_QUOTATION, Page, ReadDocument

MARKS = """
Ne pas citer
NE PAS DIFFUSER
Document de travail – ne pas citer
Document de travail - ne pas citer ni diffuser
[Ne pas citer sans l'accord de l'auteur]
Confidentiel
CONFIDENTIEL – NE PAS DIFFUSER
Strictement confidentiel
Version provisoire du 12 mars 2024 – Ne pas citer
Usage interne uniquement
Réservé à un usage interne
Diffusion restreinte
Merci de ne pas diffuser
Document non destiné à la publication
(Note interne, ne pas diffuser)
Ne pas diffuser hors du groupe
Statut : confidentiel
Not for quotation
Do not cite
Draft – do not quote or cite without permission
Draft. Please do not cite.
Internal use only
STRICTLY CONFIDENTIAL
Not for citation or circulation
Working paper: do not circulate
""".strip().splitlines()
TEXTS = """
La confidentialité des données
Confidentialité
Données confidentielles et usage interne des fichiers
Comment ne pas citer un collègue ?
Ne pas citer les sources orales sans accord écrit est une règle du laboratoire.
Les documents marqués « ne pas citer » restent dans le classeur.
Ce document est confidentiel et ne doit pas être communiqué aux tiers, sauf accord.
Nous avons décidé de ne pas diffuser le rapport.
L'usage interne du logiciel
Confidentiel | oui
Diffusion restreinte | 12
Do not cite Wikipedia in essays
Confidential computing
Confidentiality agreement
Ne pas jeter sur la voie publique
Ne pas diffuser d'informations personnelles
Ne pas reproduire
Diffusion libre
Document de travail
Faut-il citer ?
Les entretiens confidentiels
Étude d'Ormeval 2024 – Ne pas citer
""".strip().splitlines()


@pytest.mark.parametrize("line", MARKS)
def test_a_line_that_says_nothing_else_is_a_mark(line: str) -> None:
    assert is_mark(line)


@pytest.mark.parametrize("line", TEXTS)
def test_a_line_about_the_matter_is_none(line: str) -> None:
    assert not is_mark(line)


def test_a_mark_counts_at_the_edges_of_the_first_page_only() -> None:
    body = [f"Phrase {number} du rapport." for number in range(40)]
    assert is_banned("\n".join(["Rapport", "Ne pas citer", *body]))
    assert is_banned("\n".join([*body, "Usage interne uniquement"]))
    assert not is_banned("\n".join([*body[:20], "Ne pas citer", *body[20:]])), "in the middle of a long text"
    assert not is_banned("")


def test_a_header_may_hold_the_mark_beside_a_title() -> None:
    assert holds_mark(["Page 3", "Étude d'Ormeval 2024 – Ne pas citer"])
    assert not holds_mark(["Étude sur la confidentialité – Ormeval"])


@pytest.mark.parametrize(
    ("fields", "banned"),
    [
        ({"diffusion": "ne pas citer"}, True),
        ({"status": "Draft - not for quotation"}, True),
        ({"confidentiel": True}, True),
        ({"citable": "non"}, True),
        ({"quotable": False}, True),
        ({"status": "published", "citable": "oui", "confidentiel": False}, False),
        ({"title": "Ne pas citer"}, False),
        ({"tags": ["confidentiel"], "status": 3}, False),
        ({}, False),
    ],
)
def test_a_header_s_fields_can_say_it(fields: dict[str, object], banned: bool) -> None:
    assert stated_ban(fields) == ((NOT_FOR_QUOTATION,) if banned else ())


def test_the_catalogue_keeps_it_once() -> None:
    def entry(text: str, *warnings: str):
        read = ReadDocument("text", (Page(1, text),), paged=False, warnings=warnings)
        return catalogue_entry(FoundFile("/corpus", "note.txt", Path("note.txt"), None), "0", read)

    marked = entry("Note de travail\nNe pas citer\nLe laboratoire compte neuf agents.", NOT_FOR_QUOTATION)
    assert marked.warnings.count(NOT_FOR_QUOTATION) == 1
    assert not marked.quotable
    assert entry("Le laboratoire compte neuf agents.").quotable
