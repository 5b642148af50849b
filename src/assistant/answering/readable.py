"""The least that a quoted sentence needs around it to be read alone, quoted with it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.form import CLOSING, bare, is_bare_figure
from assistant.answering.points import spells_out
from assistant.answering.question import opens_on_pronoun
from assistant.answering.quotes import QuotedSentence, locate
from assistant.answering.scoring import ScoredSentence
from assistant.answering.tables import heads_of
from assistant.text.sentences import is_table_row, split_sentences
from assistant.types import Passage

_MOST_BEFORE = 45  # words of a sentence before; a longer one says more than who "elle" is
_MOST_ITEMS = 60  # words of the list that a sentence announces
_MOST_ROWS = 110  # words of the rows of a table that lists what is asked for, their signs among them
_MOST_REPLY = 14  # words of "C'est le calendrier."
_DENIES = re.compile(
    r"\b(?:(?:n['’]est|ne sont|n['’]était|n['’]étaient) pas|isn['’]t|(?:is|are|was|were) not)\b", re.IGNORECASE
)
_CORRECTS = re.compile(r"(?:Mais |But )?(?:C['’]est|Ce sont|C['’]était|It is|It['’]s|It was|They are)\b", re.IGNORECASE)


def readable(chosen: ScoredSentence, naming: int | None = None, whole_table: bool = False) -> ScoredSentence:
    """The same with what it leans on: the sentence before a pronoun, the list it announces, the head of its table.

    Args:
        chosen: the sentence.
        naming: the place in its passage of a sentence before it that says of whom it speaks; None: none is wanted.
        whole_table: whether its table lists what is asked for, so that the rows above and below it answer as well.
    """
    passage = chosen.source.passage
    spans = split_sentences(passage.text)
    texts = [passage.text[start:end] for start, end in spans]
    at = chosen.sentence.position
    first, last = _reach(texts, at)
    if is_bare_figure(texts[at]) and len(" ".join(texts[:at]).split()) <= _MOST_BEFORE:
        first = 0  # its heading, and what stands between
    if chosen.point and first == at and at and _is_heading(texts[at - 1], passage):
        first = at - 1
    heads = heads_of(texts)
    head = heads.get(at)
    rows = _rows(texts, heads, at) if whole_table else []
    if head is not None and len(rows) > 1:
        return replace(chosen, sentence=_joined(passage, at, [spans[place] for place in (head, *rows)]))
    if head is None and naming is not None and _can_stand_before(texts[naming]):
        head = naming
    pieces = [spans[head]] if head is not None and head < first else []
    pieces.append((spans[first][0], spans[last][1]))
    if pieces == [spans[at]]:
        return chosen
    return replace(chosen, sentence=_joined(passage, at, pieces))


def _is_heading(text: str, passage: Passage) -> bool:
    """Whether a line is the nearest heading of the passage."""
    return bool(passage.heading_path) and bare(text) == bare(passage.heading_path[-1])


def _rows(texts: list[str], heads: dict[int, int], at: int) -> list[int]:
    """The rows of a table from its first one on, as far as there is room; [] where they do not reach a row."""
    rows: list[int] = []
    words = 0
    for place in sorted(place for place, head in heads.items() if head == heads.get(at)):
        words += len(texts[place].split())
        if words > _MOST_ROWS:
            break
        rows.append(place)
    return rows if at in rows else []


def _reach(texts: list[str], at: int) -> tuple[int, int]:
    """The first and the last sentence of what is quoted for the sentence at a place."""
    first = last = at
    if opens_on_pronoun(texts[at]) and at and _can_stand_before(texts[at - 1]):
        first = at - 1
    sentence = texts[at].rstrip(CLOSING)
    if sentence.endswith("?") and at + 1 < len(texts):
        last = at + 1
    elif sentence.endswith(":") or (sentence.endswith(";") and ":" in sentence):
        last = _last_item(texts, at)
    elif at + 1 < len(texts) and spells_out(sentence, texts[at + 1]):
        last = at + 1
    if _DENIES.search(texts[last]) and last + 1 < len(texts) and _is_reply(texts[last + 1]):
        last += 1
    return first, last


def _can_stand_before(text: str) -> bool:
    return len(text.split()) <= _MOST_BEFORE and not is_table_row(text) and text.rstrip(CLOSING)[-1:] in ".!?…:;"


def _is_reply(text: str) -> bool:
    return len(text.split()) <= _MOST_REPLY and _CORRECTS.match(text) is not None


def _last_item(texts: list[str], at: int) -> int:
    """The last item of the list after a sentence that ends in a colon, as far as there is room."""
    words, last = 0, at
    for place in range(at + 1, len(texts)):
        words += len(texts[place].split())
        if words > _MOST_ITEMS:
            break
        last = place
        if texts[place].rstrip(CLOSING).endswith("."):
            break
    return last


def _joined(passage: Passage, at: int, pieces: list[tuple[int, int]]) -> QuotedSentence:
    quotes = tuple(quote for start, end in pieces for quote in locate(passage, start, end))
    return QuotedSentence("\n".join(passage.text[start:end] for start, end in pieces), at, quotes)
