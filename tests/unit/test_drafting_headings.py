"""Headings and titles: what states something is told from what names its subject, and held against the quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.verdicts import Checker, Cited
from assistant.drafting.brief import brief
from assistant.drafting.checking import Evidence, carried, checked, checked_headings, title_of
from assistant.drafting.headings import check_heading, states
from assistant.drafting.markup import parse
from assistant.types import PickedQuote, Proposal, ProposalSection, Sentence

FACT = "Le laboratoire de Valombre compte neuf agents et un budget de 54 000 euros."
GROWTH = "La participation des habitants a doublé entre deux budgets participatifs."
CITED = [Cited(FACT, ("Note sur Valombre",)), Cited(GROWTH)]

TOPICS = """Les freins
Ce que disent les sources
Pourquoi agir
Ce que d'autres ont essayé
Créer un budget participatif
Axe 1 : agir avec les habitants
Trois leviers pour agir
Les 5 étapes du projet
Nos 40 propositions
Des labos qui veulent changer le système
Les règles qui ne sont pas suivies
2. Contexte et méthode
IV. Conclusion
La participation des habitants
Le reste à charge
La marche à suivre
Quelle place pour les habitants ?
L'environnement de travail
Les équipements du territoire
Comment les communes financent leurs labos
Un outil pour tous
What others have tried
What We Propose""".splitlines()
CLAIMS = """La participation a doublé
Le budget participatif coûte 54 000 euros
Le labo de Valombre
Les budgets participatifs augmentent la confiance
La concertation améliore les projets
Les habitants ne viennent pas
Neuf agents au laboratoire
Les élus sont convaincus
On manque de moyens
40 % des habitants
Depuis 2015, tout change
La ville finance tous les projets.
Participation is falling
300 mesures adoptées
La ville réduit les coûts
La CNIL et les villes""".splitlines()


def quote(text: str, name: str) -> PickedQuote:
    return PickedQuote(name, f"d{name}", "0" * 64, f"{name}.pdf", "Note", 1, True, 0, len(text), text, "fr")


BASKET = (quote(FACT, "q1"), quote(GROWTH, "q2"))
EVIDENCE = Evidence({each.id: each for each in BASKET}, {})


def section(text: str, **changes: object) -> ProposalSection:
    made = ProposalSection("s1", "Labos", "Quel est le budget de Valombre ?", basket=BASKET, blocks=parse(text))
    return replace(made, **changes)  # type: ignore[arg-type]


def verdict(text: str, asked: str = "") -> str | None:
    return check_heading(Sentence(text), CITED, Checker(), "fr", asked=asked).verdict


@pytest.mark.parametrize("heading", TOPICS)
def test_a_topic_states_nothing(heading: str) -> None:
    assert not states(heading)


@pytest.mark.parametrize("heading", CLAIMS)
def test_a_figure_a_name_or_an_assertion_is_something_stated(heading: str) -> None:
    assert states(heading)


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Le laboratoire de Valombre", "nothing_to_check"),
        ("Un budget de 54 000 euros", "nothing_to_check"),
        ("La participation des habitants a doublé", "supported"),
        ("Le laboratoire de Montrelle", "unsupported"),
        ("Un budget de 90 000 euros", "unsupported"),
        ("La participation des habitants a baissé de moitié", "unsupported"),
    ],
)
def test_what_a_heading_states_is_held_against_the_quotes_under_it(heading: str, found: str) -> None:
    assert verdict(heading) == found


def test_a_heading_that_states_something_over_no_quote_is_not_established() -> None:
    assert check_heading(Sentence("Un budget de 54 000 euros"), [], Checker(), "fr").verdict == "unsupported"


def test_only_the_quotes_up_to_the_next_heading_count() -> None:
    made = section(f"# Un budget de 54 000 euros\n\n{GROWTH} [q2]\n\n# La suite\n\n{FACT} [q1]")
    heading = checked(made, EVIDENCE, Checker(), "fr")[0].sentences[0]
    assert heading.verdict == "unsupported"
    assert "54" in heading.reason


def test_a_part_of_the_question_heads_without_stating() -> None:
    assert verdict("Que fait Montrelle", asked="Que fait Montrelle, et à quel coût ?") == "nothing_to_check"


def test_the_headings_of_a_brief_hold_until_their_counts_are_wrong() -> None:
    made = section("", question="Quel budget pour le laboratoire ; quelle participation des habitants ?")
    blocks = brief(made, "fr")
    held = checked_headings(replace(made, blocks=blocks), EVIDENCE, Checker(), "fr")
    headings = [each.sentences[0] for each in held if each.kind == "heading"]
    assert len(headings) == 2
    assert {each.verdict for each in headings} == {"nothing_to_check"}
    forged = parse(f"# Budget (12 citations, 3 documents)\n\n- «\u00a0{FACT}\u00a0» [q1]")
    assert checked(section("", blocks=forged), EVIDENCE, Checker(), "fr")[0].sentences[0].verdict == "unsupported"


def test_a_heading_is_to_be_checked_again_when_other_quotes_stand_under_it() -> None:
    before = checked(section(f"# Un budget de 54 000 euros\n\n{FACT} [q1]"), EVIDENCE, Checker(), "fr")
    assert before[0].sentences[0].verdict == "nothing_to_check"
    same = carried(parse("# Un budget de 54 000 euros\n\nAutrement dit. [q1]"), before, "fr")
    other = carried(parse(f"# Un budget de 54 000 euros\n\n{GROWTH} [q2]"), before, "fr")
    assert same[0].sentences[0].verdict == "nothing_to_check"
    assert other[0].sentences[0].verdict is None
    assert carried(parse("# Les freins"), before, "fr")[0].sentences[0].verdict == "nothing_to_check"


def test_the_title_of_a_proposal_may_name_its_year_and_no_other_figure() -> None:
    made = Proposal("p", "Propositions 2026", "fr", (section(""),), created="2026-11-26T10:00:00")
    assert title_of(made, {"q1", "q2"}).verdict == "nothing_to_check"
    assert title_of(replace(made, title="Nos 40 communes en 2019"), {"q1", "q2"}).verdict == "unsupported"


def test_a_quote_in_another_language_does_not_hide_what_the_others_lack() -> None:
    foreign = Cited("The city has cut the costs of its parks by half, and the mayor is happy with that.")
    found = check_heading(Sentence("La ville a réduit les coûts de ses parcs"), [*CITED, foreign], Checker(), "fr")
    assert found.verdict == "unsupported"
    assert "autre langue" not in found.reason
    alone = check_heading(Sentence("La ville a réduit les coûts de ses parcs"), [foreign], Checker(), "fr")
    assert "autre langue" in alone.reason
