"""Footnotes of a PDF page, and the sentence that runs on past them."""

import pytest

from assistant.ingest.limits import ReadLimits
from assistant.ingest.pdf.layout import lay_out
from assistant.ingest.pdf.notes import set_notes_apart
from assistant.ingest.process import wire
from assistant.text.hyphens import Vocabulary
from assistant.text.passages import PassageOptions, make_passages
from assistant.types import Page, ReadDocument
from made_pages import raw_page

BODY = [("La ville a ouvert un atelier où les agents travaillent", 60, 700 - 12 * n) for n in range(10)]
SMALL = 8.0


def laid(drawn):
    return lay_out(set_notes_apart(raw_page(drawn), 10.0), Vocabulary(), None).page


@pytest.mark.parametrize("mark", ["1 ", "1. ", "(1) ", "12) ", "* ", "*", "† ", "a) "])
def test_small_print_below_the_text_is_set_apart(mark):
    notes = [(f"{mark}Source : enquête de la ville", 60, 80, SMALL), ("auprès des agents.", 60, 71, SMALL)]
    page = laid([*BODY, *notes])
    assert page.text.endswith("\n\n" + f"{mark}Source : enquête de la ville\nauprès des agents.")
    assert page.text[page.notes :].startswith(mark.strip())


def test_notes_drawn_before_the_end_of_the_text_go_after_it():
    notes = [("1 Voir plus loin.", 60, 80, SMALL), ("2 Voir plus haut.", 60, 60, SMALL)]
    page = laid([*BODY[:5], *notes, *BODY[5:]])
    assert page.text.endswith("travaillent\n\n1 Voir plus loin.\n2 Voir plus haut.")


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ([("1 Une étape de la liste", 60, 80)], "as large as the text"),
        ([("Une légende en petit", 60, 80, SMALL)], "no mark"),
        ([("1 Une étape de la liste", 60, 600, SMALL)], "text below it"),
        ([("12 et 13", 60, 80, SMALL)], "hardly a word"),
    ],
)  # fmt: skip
def test_what_is_no_footnote(drawn, why):
    assert laid([*BODY, *drawn]).notes is None, why


def test_a_page_in_small_print_has_none():
    assert laid([(f"{n} Une clause du contrat de la ville", 60, 400 - 12 * n, SMALL) for n in range(10)]).notes is None


def document(first, second):
    notes = first.index("\n\n1 ") + 2
    return ReadDocument("pdf", (Page(1, first, notes=notes), Page(2, second)), paged=True)


def test_a_sentence_runs_on_past_the_notes():
    first = "La ville a ouvert un lieu. Elle y réunit\n\n1 Source : enquête."
    passages = make_passages("d", document(first, "les agents du quartier. Ils en parlent."), "fr", PassageOptions())
    assert [passage.text for passage in passages] == [
        "La ville a ouvert un lieu. Elle y réunit\nles agents du quartier.",
        "1 Source : enquête.",
        "Ils en parlent.",
    ]


def test_notes_stay_with_the_text_of_their_page_where_none_does():
    first = "La ville a ouvert un lieu.\n\n1 Source : enquête."
    passages = make_passages("d", document(first, "Les agents en parlent."), "fr", PassageOptions())
    assert [passage.text for passage in passages] == [first, "Les agents en parlent."]


def test_where_notes_begin_comes_through_the_pipe():
    first = "La ville a ouvert un lieu.\n\n1 Source : enquête."
    lines = list(wire.encode(document(first, "Les agents en parlent.")))
    got = wire.decode_result([*lines, wire.encode_done(1)], ReadLimits())
    assert [page.notes for page in got.documents[0].pages] == [28, None]
    beyond = [line.replace(b'"notes":28', b'"notes":999') for line in lines]
    with pytest.raises(wire.WireError):
        wire.decode_result([*beyond, wire.encode_done(1)], ReadLimits())
