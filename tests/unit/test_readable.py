"""What is quoted with a sentence so that it can be read alone."""

import pytest

from assistant.answering.question import QuestionType
from assistant.answering.readable import readable
from assistant.answering.scoring import ScoredSentence, score_sentences
from assistant.retrieval.query import build_query
from assistant.types import Document, Passage, ScoredPassage, Span

DOCUMENT = Document("d", "d.md", "markdown", "h", "Note", (), None, "article", "fr", None, 1, 10, "2026")


def sentence(text: str, start: str) -> ScoredSentence:
    """The sentence of a text that starts so."""
    span = Span(1, 7, 7 + len(text))
    source = ScoredPassage(Passage("p", "d", 0, (span,), (), text, "fr"), DOCUMENT, 1.0)
    query = build_query("Quoi ?")
    read = score_sentences(query, QuestionType.OTHER, [source], [1.0] * len(query.words))
    return next(each for each in read if each.sentence.text.startswith(start))


def quoted(text: str, start: str) -> list[str]:
    made = readable(sentence(text, start))
    page = " " * 7 + text
    for quote in made.sentence.quotes:
        assert page[quote.start : quote.end] == quote.text
    return [quote.text for quote in made.sentence.quotes]


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        (
            "La halle a ouvert. Elle compte neuf agents. On y vend.",
            "Elle",
            ["La halle a ouvert. Elle compte neuf agents."],
        ),
        ("La halle a ouvert. Le labo compte neuf agents.", "Le labo", ["Le labo compte neuf agents."]),
        (f"{'La halle a ouvert ' * 20}. Elle compte neuf agents.", "Elle", ["Elle compte neuf agents."]),
        (
            "Le frein n'est pas la peur du juge. C'est le calendrier. Tout le reste suit.",
            "Le frein",
            ["Le frein n'est pas la peur du juge. C'est le calendrier."],
        ),
        (
            "Quel est le frein\u202f? Ce n'est pas la peur. C'est le calendrier. La suite est ailleurs.",
            "Quel est",
            ["Quel est le frein\u202f? Ce n'est pas la peur. C'est le calendrier."],
        ),
        ("Ce n'est pas cher. Les élus votent.", "Ce n'est", ["Ce n'est pas cher."]),
        ("Qui décide\u202f? Le bureau décide. Puis on vote.", "Qui", ["Qui décide\u202f? Le bureau décide."]),
        (
            "Trois leviers ressortent\u00a0:\n- le temps\n- l'argent\n- les élus.\n\nLa suite est ailleurs.",
            "Trois",
            ["Trois leviers ressortent\u00a0:\n- le temps\n- l'argent\n- les élus."],
        ),
        (
            "Voici le tableau.\nCommune | Agents\nRives | 31\nValombre | 12",
            "Valombre",
            ["Commune | Agents", "Valombre | 12"],
        ),
        ("Commune | Agents\nRives | 31", "Commune", ["Commune | Agents"]),
        ("Rives | 31\nValombre | 12\nLorne | 4", "Lorne", ["Lorne | 4"]),
    ],
)
def test_what_a_sentence_leans_on_is_quoted_with_it(text: str, start: str, expected: list[str]):
    assert quoted(text, start) == expected


def test_a_sentence_that_needs_nothing_is_left_as_it_is():
    chosen = sentence("Le labo compte neuf agents. La halle ouvre.", "Le labo")
    assert readable(chosen) is chosen


def test_points_that_a_sentence_counts_are_quoted_from_the_one_after_it():
    after = "Elle les décrit : passer du labo au réseau ; passer des experts aux praticiens ; voir plus large."
    text = f"Le labo a ouvert. La directrice énonce trois évolutions. {after} On y vient."

    assert quoted(text, "La directrice") == [f"La directrice énonce trois évolutions. {after}"]
