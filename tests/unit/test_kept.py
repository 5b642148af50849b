"""Kept answers shown again lose what may no longer be shown, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.kept import without_withheld
from assistant.types import Citation, Claim, Quote
from fakes import make_answer, make_document

ONE, TWO = (make_document(name, ["x"]).document for name in ("d1", "d2"))
TEXT = "**Nom secret**\n\n« Le secret. » [1]\n\n**Autre**\n\n« Le reste. » [2]\n\nLes deux. [1] [2]\n\nSans source."
ANSWER = replace(
    make_answer("q"),
    language="fr",
    text=TEXT,
    citations=(
        Citation(1, Quote("d1", "p", 1, 0, 9, "Le secret"), ONE),
        Citation(2, Quote("d2", "p", 1, 0, 8, "Le reste"), TWO),
    ),
    claims=(Claim("a", (1,), "supported", ""), Claim("b", (2,), "supported", ""), Claim("c", (1, 2), "supported", "")),
)


def test_an_answer_without_withheld_sources_stays_as_it_is() -> None:
    assert without_withheld(ANSWER, (), {}) is ANSWER


def test_what_was_said_from_a_withheld_source_goes_with_its_heading_and_its_quote() -> None:
    hidden = replace(ONE, title="Entretien (anonyme)")
    shown = without_withheld(ANSWER, {1}, {"d1": hidden})
    assert "secret" not in shown.text
    assert "Les deux" not in shown.text
    assert shown.text.endswith("**Autre**\n\n« Le reste. » [2]")
    assert "n'est plus montrée" in shown.text
    assert [each.text for each in shown.claims] == ["b"]
    assert (shown.citations[0].quote.text, shown.citations[0].document.title) == ("", "Entretien (anonyme)")
    assert shown.citations[1] == ANSWER.citations[1]
