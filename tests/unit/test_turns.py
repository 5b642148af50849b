"""Who speaks: which documents are made of turns, and what becomes of turns in passages."""

import pytest

from assistant.ingest.texts.turns import find_turns, with_turns
from assistant.text.passages import PassageOptions, embedded_text, make_passages
from assistant.text.sections import TURN_LEVEL
from assistant.types import Document, Heading, Page, ReadDocument

SPEECH = (
    "Nous avons ouvert la halle en mai avec deux apprenties. Le budget est resté modeste, et les élus ont tenu bon. "
)


def names(text, headings=()):
    found = find_turns(text, headings)
    assert all(text[one.start : one.end] == one.title and one.level == TURN_LEVEL for one in found)
    return [one.title for one in found]


def dialogue(first, second, pairs=3, between="\n\n"):
    lines = [
        line for n in range(pairs) for line in (f"{first} Et la question {n} ?", f"{second} Voilà la réponse {n}.")
    ]
    return between.join(lines)


def interview(turns, words_of_an_answer):
    answer = " ".join([SPEECH.strip()] * (words_of_an_answer // 20))
    lines = [
        line for n in range(turns // 2) for line in (f"Lucie Ambard : Et la question {n} ?", f"Maud Roy : {answer}")
    ]
    return "\n\n".join(lines)


def passages(text, headings=()):
    document = with_turns(ReadDocument("text", (Page(1, text),), paged=False, headings=tuple(headings)))
    return make_passages("d", document, "fr", PassageOptions())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Lucie Ambard :", "Maud Kerlaouen-Le Goff :"),
        ("Lucie Ambard\u00a0:", "Maud\u202f:"),
        ("Q :", "R :"),
        ("Q1:", "R1:"),
        ("Enquêtrice :", "Enquêté 2 :"),
        ("Journaliste:", "M. Roy:"),
        ("LA 27e RUE :", "JEAN ROY :"),
        ("Lucie (animatrice) :", "Jean (habitant) :"),
        ("[00:01:12] Lucie Ambard :", "[00:01:15] Jean :"),
        ("00:01:12 - Lucie :", "00:01:15 - Jean :"),
        ("Lucie Ambard (00:12) :", "Jean Roy (00:15) :"),
        ("Lucie Ambard   0:03\n", "Jean Roy   0:12\n"),
        (">> Lucie:", ">> Jean:"),
    ],
)
def test_dialogues(first, second):
    found = names(dialogue(first, second))
    assert len(found) == 6
    assert all(one in first for one in found[::2])
    assert all(one in second for one in found[1::2])
    assert names(dialogue(first, second, between="\n")) == found
    assert names("Un mot avant.\n\n" + dialogue(first, second)) == found


@pytest.mark.parametrize(
    "text",
    [
        dialogue("Lucie :", "Jean :", pairs=2),  # too few
        dialogue("Lucie :", "Lucie :"),  # a monologue
        "\n".join(["Objectif : ouvrir.\nDurée : un an.\nBudget : 2 €."] * 6),
        "\n".join(["Objectif : pourquoi ouvrir ?\nDurée : un an."] * 6),
        "\n\n".join(["Points forts : la halle.\n\nPoints faibles : le toit."] * 6),
        "\n".join(["10:30 : accueil ?\n11:00 : ateliers."] * 6),
        "\n".join(["https://a.example ?\nhttp://b.example : oui."] * 6),
        "\n".join(["La halle a rouvert : qui le savait ?\nOn nous l'a dit : en mai."] * 6),
        "\n".join(["- Lucie : oui ?\n- Jean : non."] * 6),
        "\n".join(["Entrée libre : trois jours.\nSortie de secours : deux portes."] * 6),
        "\n".join(["lucie : oui ?\njean : non."] * 6),
        "\n".join([f"Atelier : le thème {n} ?\nSalle {n} : ouverte." for n in range(9)]),
        "",
    ],
)
def test_what_is_no_dialogue(text):
    assert names(text) == []


def test_people_may_talk_without_asking():
    said = "\n\n".join(["Marie Durand : Je le pense.", "Paul Roy : Moi non.", "M. Le Goff : Votons."] * 2)
    assert len(names(said)) == 6
    assert names(said.replace("Marie Durand", "Une idée").replace("M. Le Goff", "Un vote")) == []


def test_a_heading_is_no_turn():
    text = dialogue("Lucie :", "Jean :", pairs=3) + "\n\nLucie : La suite"
    heading = Heading(1, text.rindex("Lucie"), len(text), 2, "Lucie : La suite")
    assert len(names(text, [heading])) == 6


def test_only_documents_without_pages_and_without_turns_get_them():
    text = dialogue("Lucie :", "Jean :")
    plain = ReadDocument("text", (Page(1, text),), paged=False, headings=(Heading(1, 3, 5, 2, "x"),))
    marked = with_turns(plain)
    assert [one.start for one in marked.headings] == sorted(one.start for one in marked.headings)
    assert len(marked.headings) == 7
    assert with_turns(marked) is marked
    paged = ReadDocument("pdf", (Page(1, text),), paged=True)
    assert with_turns(paged) is paged


def test_an_interview_packs_as_before_with_questions_beside_their_answers():
    text = interview(60, 60)
    found = passages(text)
    plain = make_passages("d", ReadDocument("text", (Page(1, text),), paged=False), "fr", PassageOptions())
    assert abs(len(found) - len(plain)) <= 2
    assert all(len(passage.text.split()) >= 60 for passage in found)
    assert all(not passage.text.rstrip().endswith("?") for passage in found)  # no question without its answer
    assert all(passage.text.startswith("Lucie Ambard : ") and passage.heading_path == () for passage in found)


def test_a_passage_amid_a_long_turn_says_who_speaks():
    heading = "Les débuts"
    text = f"{heading}\n\n{interview(6, 400)}\n\nLa suite\n\nUn mot de la rédaction."
    marks = [
        Heading(1, 0, len(heading), 2, heading),
        Heading(1, text.index("La suite"), text.index("La suite") + 8, 2, "La suite"),
    ]
    found = passages(text, marks)
    inside = [passage for passage in found if not passage.text.startswith(("Lucie", "Maud", heading, "La suite"))]
    assert len(inside) >= 3
    assert all(passage.heading_path == (heading, "Maud Roy") for passage in inside)
    others = [passage for passage in found if passage not in inside]
    assert {passage.heading_path for passage in others} == {(heading,), ("La suite",)}


def test_turns_on_lines_that_follow_one_another_are_not_run_together():
    text = "\n".join(["Lucie : Vous y étiez", "Jean : oui, dès le début"] * 60).replace("étiez", "étiez ?")
    found = passages(text)
    assert len(found) > 1
    assert all(passage.text.startswith("Lucie : ") for passage in found)


def test_a_time_in_a_recording_is_no_context_for_a_model():
    page = Page(1, "00:12:30\n\n" + SPEECH)
    document = ReadDocument("vtt", (page,), paged=False, headings=(Heading(1, 0, 8, 8, "00:12:30"),))
    (passage,) = make_passages("d", document, "fr", PassageOptions())
    work = Document("d", "a.vtt", "vtt", "", "Le film", (), None, "interview", "fr", None, 1, 9, "")
    assert passage.heading_path == ("00:12:30",)
    assert embedded_text(work, passage) == f"Le film\n{passage.text}"
