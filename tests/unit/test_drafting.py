"""Baskets, briefs, checks, what is missing, comparisons: values in, values out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.answering.verdicts import Checker
from assistant.drafting import outline
from assistant.drafting.baskets import Hidden, Limits, check, erased, picked, scrubbed, shown
from assistant.drafting.brief import brief
from assistant.drafting.checking import Evidence, carried, check_sentence, checked
from assistant.drafting.comparing import compared
from assistant.drafting.lacking import lacking
from assistant.drafting.markup import parse, render
from assistant.drafting.prose import blocks_of
from assistant.drafting.suggesting import place_of
from assistant.drafting.words import BRIEF_NOTICE
from assistant.errors import UsageError
from assistant.text.runs import without_runs
from assistant.types import ANONYMOUS, NOT_FOR_QUOTATION, Document, Page, Pick, PickedQuote, ProposalSection, Sentence
from fakes import make_document

FACT = "Le laboratoire de Valombre compte neuf agents."
COST = "Le budget de la phase test est de 54 000 euros."
LIMITS = Limits()


def document(name: str = "d1", **changes: Any) -> Document:
    return replace(make_document(name, [FACT, COST]).document, **changes)


def quote(text: str = FACT, name: str = "q1", of: str = "d1", page: int = 1, **changes: Any) -> PickedQuote:
    made = PickedQuote(
        name, of, "0" * 64, f"{of}.pdf", "Note sur le laboratoire de Valombre", page, True, 0, len(text), text, "fr"
    )
    return replace(made, **changes)


def section(*quotes: PickedQuote, text: str = "", **changes: Any) -> ProposalSection:
    return replace(ProposalSection("s1", "Labos", basket=quotes, blocks=parse(text)), **changes)


def evidence(*quotes: PickedQuote) -> Evidence:
    return Evidence({each.id: each for each in quotes}, {"d1": document()})


def page_of(*texts: str) -> Any:
    return lambda _, number: Page(number, texts[number - 1]) if 1 <= number <= len(texts) else None


# --- picking and looking again ------------------------------------------------------------------------------------


def test_a_quote_is_picked_where_it_stands_with_what_is_around_it() -> None:
    text = f"Avant. {FACT} Après."
    made = picked(Pick("d1", 1, 6, 7 + len(FACT), comment="oui"), document(), page_of(text), LIMITS)
    assert (made.text, made.start, made.before, made.after) == (FACT, 7, "Avant. ", " Après.")
    assert text[made.start : made.end] == made.text


@pytest.mark.parametrize(
    ("pick", "of", "code"),
    [
        (Pick("d1", 1, 0, 5, "autre"), document(), "quote_not_there"),
        (Pick("d1", 1, 0, 5000), document(), "quote_not_there"),
        (Pick("d1", 1, -3, 5), document(), "quote_not_there"),
        (Pick("d1", 9, 0, 5), document(), "quote_not_there"),
        (Pick("d1", 1, 2, 3), document(), "quote_not_there"),
        (Pick("d1", 1, 0, 5, content_hash="1" * 64), document(), "citation_outdated"),
        (Pick("d1", 1, 0, 5), None, "unknown_document"),
        (Pick("d1", 1, 0, 5), document(warnings=(ANONYMOUS,)), "quote_withheld"),
        (Pick("d1", 1, 0, 5), document(warnings=(NOT_FOR_QUOTATION,)), "quote_withheld"),
        (Pick("d1", 1, 0, 40), document(), "quote_too_long"),
    ],
)
def test_what_can_not_be_picked_is_refused(pick: Pick, of: Document | None, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        picked(pick, of, page_of(FACT), Limits(quote_characters=30))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("texts", "of", "state", "place"),
    [
        ((FACT, "x"), document(), "holds", (1, 0)),
        (("x", f"Ici. {FACT}"), document(), "moved", (2, 5)),
        (("x", "y"), document(), "changed", (None, None)),
        ((FACT,), None, "gone", (None, None)),
        ((FACT,), document(warnings=(ANONYMOUS,)), "withheld", (None, None)),
    ],
)
def test_what_has_become_of_a_quote(texts: Any, of: Document | None, state: str, place: Any) -> None:
    found = check(quote(), of, page_of(*texts))
    assert (found.state, (found.page, found.start)) == (state, place)


def test_an_erased_quote_leaves_a_mark_and_no_word() -> None:
    left = erased(quote(before="avant", after="après", comment="mon idée"))
    assert (left.text, left.before, left.after, left.source, left.title) == ("", "", "", "", "document retiré")
    assert left.comment == "mon idée"
    assert check(left, document(), page_of(FACT)).state == "gone"


def test_the_words_of_an_erased_quote_leave_the_text_and_nothing_else_does() -> None:
    held = section(
        quote(),
        quote(COST, "q2"),
        text=f"«\u00a0{FACT}\u00a0» [q1]\n\nNous disons que le laboratoire de valombre compte bien. [q1]\n\n{COST} [q2]",
    )
    left = render(scrubbed(held, {"q1": held.basket[0]}).blocks)
    assert "neuf agents" not in left
    assert "laboratoire de valombre compte" not in left
    assert "Nous disons que" in left
    assert COST in left


def test_a_quote_that_may_not_be_quoted_any_more_is_shown_to_nobody() -> None:
    held = section(quote(before="avant"), text=f"«\u00a0{FACT}\u00a0» [q1]")
    hidden = document(warnings=(ANONYMOUS,), title="Entretien (anonyme)", source="entretien d1")
    masked = shown(held, Hidden({"q1": held.basket[0]}, {"d1": hidden}))
    (only,) = masked.basket
    assert (only.text, only.before, only.title, only.source) == ("", "", "Entretien (anonyme)", "entretien d1")
    assert "neuf agents" not in render(masked.blocks)
    assert shown(held, Hidden({}, {})) == held


def test_what_rests_on_a_withheld_quote_is_unsupported_and_says_why_before_any_check() -> None:
    text = f"«\u00a0{FACT}\u00a0» [q1]\n\nUn labo a neuf agents, et son budget. [q1] [q2]\n\n{COST} [q2]"
    held = section(quote(), quote(COST, "q2"), text=text)
    held = replace(held, blocks=checked(held, evidence(*held.basket), Checker(), "fr"))
    told = [s for b in shown(held, Hidden({"q1": held.basket[0]}, {}, "en")).blocks for s in b.sentences]
    assert [each.verdict for each in told] == ["unsupported", "unsupported", "supported"]
    assert [each.reason for each in told[:2]] == ["rests on what may not be quoted any more"] * 2


def test_a_short_quote_is_taken_out_where_it_stands_between_quotation_marks() -> None:
    short, other = quote("neuf agents", "q1"), quote("deux élus", "q2", "d2")
    held = section(
        other, text="Ils sont «\u00a0Neuf agents\u00a0», «\u00a0deux élus\u00a0» [q2]. Nos neuf agents restent."
    )
    left = render(scrubbed(held, {"q1": short}).blocks)
    assert left == "Ils sont «[…]», «\u00a0deux élus\u00a0». [q2] Nos neuf agents restent."


def test_what_a_question_repeats_of_a_withheld_quote_is_not_told_as_missing() -> None:
    held = section(title="Labos", missing=(f"Aucune citation ne répond à cette partie de la question : {FACT}",))
    assert "neuf agents" not in str(shown(held, Hidden({"q1": quote()}, {})))


def test_runs_of_words_are_taken_out_whatever_their_case_and_spaces() -> None:
    assert without_runs("Oui : LE  labo tient\nbon, dit-on.", ["le labo tient bon"]) == "Oui : […], dit-on."
    assert without_runs("Le labo tient.", ["le labo ferme"]) == "Le labo tient."
    assert without_runs("", ["x"]) == ""


def test_a_text_is_found_on_a_page_whatever_its_white_space() -> None:
    assert place_of("neuf  agents", Page(1, "compte neuf\nagents.")) == (7, 18)
    assert place_of("dix agents", Page(1, "neuf agents")) is None
    assert place_of(" ", Page(1, "x")) is None


# --- briefs -------------------------------------------------------------------------------------------------------


def test_a_brief_says_what_it_is_and_has_every_quote_once() -> None:
    quotes = [quote(f"Le budget participatif de la ville numéro {n} finance des écoles.", f"q{n}") for n in range(1, 4)]
    quotes.append(quote("La navette fluviale part à midi.", "q4", "d2"))
    blocks = brief(section(*quotes), "fr")
    assert blocks[0].sentences[0].text == BRIEF_NOTICE["fr"]
    items = [each for block in blocks if block.kind == "item" for each in block.sentences]
    assert [each.quotes for each in items] == [("q1",), ("q2",), ("q3",), ("q4",)]
    assert all(each.verdict == "supported" for each in items)
    heads = [block.sentences[0].text for block in blocks if block.kind == "heading"]
    assert len(heads) == 2
    assert "3 citations, 1 document" in heads[0]


def test_a_brief_can_be_edited_and_checked_as_it_is() -> None:
    held = section(quote(), quote("He said: “it works”. Then he left.", "q2", language="en"))
    blocks = brief(held, "fr")
    assert parse(render(blocks)) == tuple(
        replace(b, sentences=tuple(Sentence(s.text, s.quotes) for s in b.sentences)) for b in blocks
    )
    found = checked(replace(held, blocks=blocks), evidence(*held.basket), Checker(), "fr")
    assert {s.verdict for b in found for s in b.sentences} == {"supported", "nothing_to_check"}


@pytest.mark.parametrize(
    "text",
    [
        "The budget; the departments and the city pay for it.",
        "Le budget participatif à l’épreuve du chantier",
        "Écrire la phrase telle quelle.",
        "De la participation, oui.",
        'étude de 2019 "Favoriser la « marchabilité » en ville"',
    ],
)
def test_a_sentence_that_is_one_quotation_holds_whatever_it_says(text: str) -> None:
    found = check_sentence(Sentence(f"«\u00a0{text}\u00a0»", ("q1",)), evidence(quote(text)), Checker(), "fr")
    assert (found.verdict, found.reason) == ("supported", "citation mot pour mot")
    other = Sentence(f"«\u00a0{text.replace('a', 'e')}\u00a0»", ("q1",))
    assert check_sentence(other, evidence(quote(text)), Checker(), "fr").verdict != "supported"


def test_why_a_quote_no_longer_supports_is_that_it_does_not_hold() -> None:
    lost = Evidence({}, {})
    found = check_sentence(Sentence(f"«\u00a0{FACT}\u00a0»", ("q1",)), lost, Checker(), "fr")
    assert (found.verdict, found.reason) == ("unsupported", "aucune de ses citations ne tient encore")


# --- checks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (Sentence(FACT, ("q1",)), "supported"),
        (Sentence("Le laboratoire de Valombre compte douze agents.", ("q1",)), "contradicted"),
        (Sentence("Le laboratoire de Sarrevigne compte neuf agents.", ("q1",)), "unsupported"),
        (Sentence(FACT, ()), "unsupported"),
        (Sentence(FACT, ("q9",)), "unsupported"),
        (Sentence(COST, ("q1",)), "unsupported"),
        (
            Sentence("Selon la note, «\u00a0le laboratoire de Valombre compte\u00a0» neuf agents.", ("q1",)),
            "unsupported",
        ),
        (Sentence("«\u00a0Le laboratoire de Valombre […] neuf agents.\u00a0»", ("q1",)), "supported"),
        (Sentence("En résumé :", ()), "nothing_to_check"),
        (Sentence("«\u00a0[…].\u00a0»", ("q9",)), "unsupported"),
    ],
)
def test_a_sentence_is_as_good_as_its_quotes(sentence: Sentence, verdict: str) -> None:
    found = check_sentence(sentence, evidence(quote()), Checker(), "fr")
    assert found.verdict == verdict, found.reason
    assert found.reason


def test_unchanged_sentences_keep_their_verdicts() -> None:
    held = section(quote(), text=f"# Neuf agents à Valombre\n\n{FACT} [q1]")
    blocks = checked(held, evidence(quote()), Checker(), "fr")
    assert [s.verdict for b in blocks for s in b.sentences] == ["nothing_to_check", "supported"]
    edited = carried(parse(f"# Autre\n\n{FACT} [q1] Une autre phrase. [q1]"), blocks, "fr")
    assert [s.verdict for b in edited for s in b.sentences] == ["nothing_to_check", "supported", None]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Mon exemple est le jury citoyen du Marsault-Lavoir, qui a disposé de six locaux.", "unsupported"),
        ("Mon exemple est le jury citoyen du Vieux-Lavoir, qui a disposé de six locaux.", "supported"),
        ("Selon Hélène Marsault, le jury citoyen du Vieux-Lavoir a disposé de six locaux.", "supported"),
    ],
)
def test_a_name_put_together_of_a_quote_and_its_author_is_not_established(said: str, verdict: str) -> None:
    of = quote("Mon exemple est le jury citoyen du Vieux-Lavoir, qui a disposé de six locaux.")
    known = Evidence({"q1": of}, {"d1": document(authors=("Hélène Marsault",))})
    assert check_sentence(Sentence(said, ("q1",)), known, Checker(), "fr").verdict == verdict


def test_what_a_model_writes_is_text_and_keys() -> None:
    ids = {"kaaaaaa": "q1", "kbbbbbb": "q2"}
    text = (
        "## Des équipes petites\n\nLe labo tient. [kaaaaaa]\nIl coûte peu [kbbbbbb, kffffff].\n\n"
        "## Le budget a doublé en 2024\n\n- Un point. [q2]\n```\n[clic](http://x.test) <b>x</b>\n```"
    )
    heading, first, second, item, last = blocks_of(text, ids)
    assert (heading.kind, heading.sentences[0].text) == ("heading", "Des équipes petites")
    assert [each.quotes for each in first.sentences] == [("q1",), ("q2",)]
    assert second.kind == "paragraph"  # a figure in a heading is a statement, with no quote behind it
    assert second.sentences[0].quotes == ()
    assert item.sentences == (Sentence("Un point.", ()),)  # the model was never given q2 by that name
    assert last.kind == "paragraph"


# --- what is missing ----------------------------------------------------------------------------------------------


def test_what_the_evidence_lacks_is_said() -> None:
    known = {"d1": document(date="2015"), "d2": document("d2", date="2014", authority="Valombre")}
    assert lacking(section(), known, "2026", "fr") == ("Aucune citation n'a été choisie.",)
    one = " ".join(lacking(section(quote(), question="Combien d'agents compte le laboratoire ?"), known, "2026", "fr"))
    assert "un seul document" in one
    assert "2015" in one
    assert "2026" in one
    two = section(
        quote(),
        quote(COST, "q2", "d2"),
        question="Combien d'agents compte le laboratoire et que pensent les piscines municipales ?",
    )
    said = lacking(
        two, {name: replace(each, authority="Valombre", date="2025") for name, each in known.items()}, "2026", "fr"
    )
    assert said[0] == "Toutes les citations parlent d'une seule collectivité\u00a0: Valombre."
    assert said[1].startswith(
        "Aucune citation ne répond à cette partie de la question\u00a0: «\u00a0que pensent les piscines"
    )
    assert lacking(two, known, "2015", "en")[0].startswith("No quote answers this part")


# --- outlines and versions ----------------------------------------------------------------------------------------


def test_fields_are_bounded_and_on_one_line() -> None:
    assert outline.checked_title(" <b>Titre</b>\n\x00x ") == "<b>Titre</b> x"
    for title, code in (("\n", "title_empty"), ("x" * 201, "title_too_long")):
        with pytest.raises(UsageError) as caught:
            outline.checked_title(title)
        assert caught.value.code == code


def test_things_are_named_as_people_do() -> None:
    known = [("abcdef01", "Plan mobilité"), ("abcd9999", "Plan climat")]
    assert outline.named("abcdef", known) == "abcdef01"
    assert outline.named("PLAN CLIMAT", known) == "abcd9999"
    assert outline.named("mobilite", known) == "abcdef01"
    assert outline.named("autre", known) is None
    with pytest.raises(UsageError, match="stands for 2"):
        outline.named("plan", known)


def test_a_quote_taken_out_leaves_its_sentences_unchecked() -> None:
    held = section(quote(), quote(COST, "q2"), text=f"{FACT} [q1, q2]\n\n{COST} [q2]")
    left = outline.without_quotes(held, ["q1"])
    assert [each.id for each in left.basket] == ["q2"]
    assert [each.quotes for block in left.blocks for each in block.sentences] == [("q2",), ("q2",)]
    with pytest.raises(UsageError, match="q7"):
        outline.without_quotes(held, ["q7"])
    with pytest.raises(UsageError, match="each item once"):
        outline.rearranged(held, ["q1", "q1"])


def test_versions_are_compared_line_by_line() -> None:
    older, newer = section(quote(), text="Un.\n\nDeux."), section(quote(), text="Un.\n\nTrois. [q1]")
    changes = [(each.change, each.text) for each in compared(older, newer)]
    assert ("same", "Un.") in changes
    assert ("removed", "Deux.") in changes
    assert ("added", "Trois. [q1]") in changes


def test_a_question_of_two_parts_makes_two_points() -> None:
    asked = "Combien d'agents compte le laboratoire de Valombre et quel est le budget de la phase test ?"
    quotes = quote(), quote(COST, "q2", title="Note"), quote("La navette part à midi.", "q3", "d2", title="Autre")
    blocks = brief(section(*quotes, question=asked), "fr")
    assert [(block.kind, block.sentences[0].quotes) for block in blocks[1:]] == [
        ("heading", ()),
        ("item", ("q1",)),
        ("heading", ()),
        ("item", ("q2",)),
        ("heading", ()),
        ("item", ("q3",)),
    ]
    assert blocks[3].sentences[0].text == "Quel est le budget de la phase test (1 citation, 1 document)"
