"""Documents into passages: citable spans that respect headings, pages and sentences.

- A heading stands at the start of the first passage of its section, and in the `heading_path` of all of them. A
  heading with nothing below it joins the passage that follows, on the next page if need be; where nothing follows,
  it joins the passage before it on its page if it is but a few words (a signature that was taken for a heading), and
  else is a passage of its own. Of a run of headings that is too long for one passage, the first are text like any.
- A passage ends with its page, unless the page's last sentence is unfinished and the next page goes on in lower
  case: then the end of the sentence, on the next page, is the passage's second span. Footnotes stay with their page,
  in a passage of their own where such a sentence runs past them.
- Breaks fall at sentence ends, between paragraphs where possible, so that lengths are even (see `packing`). A
  sentence longer than `max_words` (a table, a list) is cut at line breaks, then at spaces.
- Where people speak in turns, a turn begins like a paragraph, an answer stays with its question where there is room,
  and a passage that begins amid a turn has the speaker at the end of its `heading_path`.
- Where a paragraph had to be cut, the next passage repeats the last sentence, if that is short.

Every character that is not white space is in at least one passage.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.text.language import clear_language
from assistant.text.packing import PassageOptions, Unit, condensed, pack
from assistant.text.sections import Section, is_time, sections_by_page
from assistant.text.sentences import LIST_ITEM, each_sentence
from assistant.types import Document, Language, Page, Passage, ReadDocument, Span

__all__ = ["PassageOptions", "embedded_text", "make_passages", "passage_id"]

_LANGUAGE_WORDS = 20
_SCRAP_WORDS = 15  # a passage of fewer answers nothing
_QUESTION_WORDS = 60
_AFTER_A_QUESTION = 60  # characters
_CHARACTERS_PER_WORD = 12  # text without spaces weighs as words of this length

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
_FINISHED = re.compile(r"[.!?…:;][\s»”\"’)\]]{0,6}$")
_WORD = re.compile(r"\S+")

_SectionUnits = tuple[Section, list[Unit]]


def make_passages(
    document_id: str, document: ReadDocument, language: Language, options: PassageOptions
) -> list[Passage]:
    """Cut a document into passages, in reading order.

    Args:
        document_id: part of each passage's id, with its ordinal and text: the same document gives the same ids.
        document: as read; headings that lie outside their page or overlap are ignored.
        language: the document's; a passage of at least 20 words that is clearly in the other one says so itself.
        options: lengths, in words.
    """
    pages = {page.number: page for page in document.pages}
    passages: list[Passage] = []
    for path, spans in _packed(document, options):
        text = "\n".join(pages[span.page].text[span.start : span.end] for span in spans)
        ordinal = len(passages)
        identity = passage_id(document_id, ordinal, text)
        passages.append(Passage(identity, document_id, ordinal, spans, path, text, _language(text, language)))
    return passages


def passage_id(document_id: str, ordinal: int, text: str) -> str:
    """First 20 hexadecimal digits of the SHA-256 of document id, ordinal and text, parted by zero bytes."""
    return hashlib.sha256(f"{document_id}\0{ordinal}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _language(text: str, document_language: Language) -> Language:
    if len(text.split(None, _LANGUAGE_WORDS)) < _LANGUAGE_WORDS:
        return document_language
    return clear_language(text) or document_language


def _packed(document: ReadDocument, options: PassageOptions) -> Iterator[tuple[tuple[str, ...], tuple[Span, ...]]]:
    """The heading path and the spans of each passage; a few words under no text join the passage before them."""
    last: tuple[tuple[str, ...], tuple[Span, ...]] | None = None
    for section, units in _sections_in_units(document, options):
        for spans in pack(units, options):
            if last and not section.has_body and _joins(section.page, last[1][-1], spans, options):
                last = last[0], (*last[1][:-1], replace(last[1][-1], end=spans[-1].end))
                continue
            if last:
                yield last
            last = section.path_at(spans[0].start), spans
    if last:
        yield last


def _joins(page: Page, before: Span, spans: tuple[Span, ...], options: PassageOptions) -> bool:
    """Whether a passage is a scrap that fits into the one that ends on its page."""
    if len(spans) > 1 or not before.page == spans[0].page == page.number:
        return False
    scrap = _weight(page.text[spans[0].start : spans[0].end]) < _SCRAP_WORDS
    return scrap and _weight(page.text[before.start : spans[0].end]) <= options.max_words


def _sections_in_units(document: ReadDocument, options: PassageOptions) -> Iterator[_SectionUnits]:
    """The sections of a document with their units, what runs over a page break moved to where it belongs."""
    before: list[_SectionUnits] = []
    alone = len(document.pages) == 1 and document.pages[0].notes is None  # then no unit is moved
    for sections in sections_by_page(document):
        page = [
            (section, condensed(_units(section, options), options) if alone else list(_units(section, options)))
            for section in sections
        ]
        if before and before[-1][0].page.number + 1 == sections[0].page.number:
            _carry_over(before, page, options)
        yield from _with_notes(before)
        before = [(section, units) for section, units in page if units]
    yield from _with_notes(before)


def _carry_over(before: list[_SectionUnits], after: list[_SectionUnits], options: PassageOptions) -> None:
    """Move a lone heading at the end of a page to the next one, the end of an unfinished sentence to this one."""
    place = next((index for index in reversed(range(len(before))) if not before[index][0].notes), None)
    if place is None or after[0][0].notes:
        return
    last_section, last_units = before[place]
    first_section, first_units = after[0]
    if not last_section.has_body:
        if first_section.has_body:
            first_units[:0] = last_units
            del before[place]
        return
    last, first = last_units[-1], first_units[0]
    one_page = all(span.page == last_section.page.number for unit in last_units for span in unit.spans)
    if one_page and not first_section.headings and _continues(last_section.page, last, first_section.page, first):
        words = last.words + first.words
        if words <= options.max_words:
            last_units[-1] = last._replace(spans=last.spans + first.spans, words=words)
            del first_units[0]


def _with_notes(sections: list[_SectionUnits]) -> Iterator[_SectionUnits]:
    """The sections of a page, its footnotes with the one before, unless a sentence of that ends on the next page."""
    body: _SectionUnits | None = None
    for section, units in sections:
        if section.notes and body is not None and len(body[1][-1].spans) == 1:
            body[1].extend(units)
            continue
        if body is not None:
            yield body
        body = section, units
    if body is not None:
        yield body


def _continues(page: Page, last: Unit, next_page: Page, first: Unit) -> bool:
    """Whether a page's last sentence has no end and the next page's first text starts in lower case."""
    span, following = last.spans[-1], first.spans[0]
    unfinished = not _FINISHED.search(page.text, max(span.start, span.end - 12), span.end)
    return unfinished and next_page.text[following.start].islower()


def _units(section: Section, options: PassageOptions) -> Iterator[Unit]:
    """The headings of a section, then its sentences."""
    text = section.page.text
    for start, end in section.headings:
        yield from _heading_units(section.page, *_trimmed(text, start, end), options)
    previous = section.body_start
    for start, end, begins, answers in _sentences(section):
        gap = text[previous:start]
        fresh = begins or _PARAGRAPH_BREAK.search(gap) or ("\n" in gap and LIST_ITEM.match(text, start))
        units = _cut(section.page, start, end, options.max_words)
        if fresh or answers:
            yield next(units)._replace(fresh=bool(fresh), answers=answers)
        yield from units
        previous = end


def _sentences(section: Section) -> Iterator[tuple[int, int, bool, bool]]:
    """The sentences of a section's body, whether each begins a turn, and whether that answers a question."""
    text = section.page.text
    turns = {turn.start for turn in section.turns}
    marks = [start for start in sorted(turns) if start > section.body_start]
    asked = False
    for begin, end in pairwise((section.body_start, *marks, section.end)):
        for index, (first, last) in enumerate(each_sentence(text[begin:end])):
            begins = index == 0 and begin in turns
            yield begin + first, begin + last, begins, begins and asked
        asked = begin in turns and _is_question(text[begin:end])


def _is_question(turn: str) -> bool:
    """Whether what someone says is a question, with little around it."""
    return "?" in turn[-_AFTER_A_QUESTION:] and len(turn.split(None, _QUESTION_WORDS)) <= _QUESTION_WORDS


def _heading_units(page: Page, start: int, end: int, options: PassageOptions) -> Iterator[Unit]:
    """A heading whole, or the sentences of one so long that it is text in a heading's style."""
    heading = page.text[start:end]
    words = _weight(heading)
    if words <= options.heading_words:
        yield Unit((Span(page.number, start, end),), words, glued=True)
        return
    for first, last in each_sentence(heading):
        for unit in _cut(page, start + first, start + last, options.max_words):
            yield unit._replace(glued=True)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _weight(text: str) -> int:
    """Number of words, or more where they are so long that they are no words."""
    return max(len(text.split()), len(text) // _CHARACTERS_PER_WORD)


def _cut(page: Page, start: int, end: int, max_words: int) -> Iterator[Unit]:
    """A sentence as one unit, or, where it is longer than a passage, its lines, or runs of words of too long lines."""
    words = _weight(page.text[start:end])
    if words <= max_words:
        yield Unit((Span(page.number, start, end),), words)
        return
    yield from _cut_lines(page, start, end, max(1, max_words // 2))


def _cut_lines(page: Page, start: int, end: int, room: int) -> Iterator[Unit]:
    """Lines, those of more words than there is room for in runs of that many. Quick: there may be millions."""
    text = page.text
    first = last = weight = 0
    for word in _WORD.finditer(text, start, end):
        begin, stop = word.span()
        if weight and (weight >= room or text.find("\n", last, begin) >= 0):
            yield Unit((Span(page.number, first, last),), weight, whole=False)
            weight = 0
        first = first if weight else begin
        weight += max(1, (stop - begin) // _CHARACTERS_PER_WORD)
        last = stop
    yield Unit((Span(page.number, first, last),), weight, whole=False)


def embedded_text(document: Document, passage: Passage) -> str:
    """What a model reads of a passage: its nearest heading that is words (or the document's title), then its text."""
    context = next((title for title in reversed(passage.heading_path) if not is_time(title)), document.title)
    return passage.text if passage.text.startswith(context.removesuffix("…")) else f"{context}\n{passage.text}"
