"""Sentence spans by rule, for French and English alike.

A text is first cut into blocks (blank lines, list items, heading lines), then a block at its full stops, question and
exclamation marks and ellipses, unless what stands before (an abbreviation, an initial, a list number) or after
(a lower-case word) says that the sentence goes on. Where both readings are possible, sentences stay joined: a quote
that is a sentence too long is still exact, half a sentence misleads.

A row of a table is a sentence of its own.

Every pattern is bounded or consumes what it has looked at, so time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.text.abbreviations import BEFORE_NAME, BEFORE_NUMBER, LETTERED_THINGS, MAY_END, NEVER_LAST, STARTERS

Spans = list[tuple[int, int]]

LONGEST_SENTENCE = 1500

LIST_ITEM = re.compile(r"[-–•●◦▪‣∙·*](?=\s)|[•●◦▪‣](?=\S)|\d{1,2}[.)](?=\s)|[a-zA-Z]\)(?=\s)|§")
_NUMBERED_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.)\s+[^\W\d_]")
_RUNS_ON = re.compile(
    r"(?:[,(«“&/’'-]|\b(?:de|du|des|le|la|les|un|une|et|ou|à|au|aux|en|par|pour|sur|dans|avec|que|qui|ce|cette|ces|son|sa|ses"
    r"|leur|leurs|nos|notre|entre|sans|sous|vers|est|sont|the|of|and|or|to|in|a|an|for|with|by|on|at|from|is|are"
    r"|art|article|articles|p|pp|pages?|n°|no|vol|fig|chap|MM?|Mme|Mlle|Dr|Me))\.?$",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?…:;][\s»”\"’)\]]{0,4}$")

_MARK = re.compile(r"[.!?…]+")
_CLOSERS = re.compile(r"(?:\s{0,2}»|[”\"’)\]*_]|\[\d{1,3}\]|[¹²³⁰⁴-⁹]){0,8}")
_NOTE_NUMBER = re.compile(r"\d{1,2}(?=\s+[«“]?[^\W\d_])")
_NEXT = re.compile(
    r"(?P<gap>\s*)(?P<open>(?:[«“\"‘'(\[—–-]\s{0,2}){0,4})"
    r"(?P<word>[^\W_]?[^\W_]{0,24}(?:['’.-][^\W_]{1,20}){0,4})"
)
_ROMAN_OR_REFERENCE = re.compile(r"(?:[IVXLC]{1,6}|[A-Z]\d*|[LRDA]\.?[-\d].*)$")
_INITIALS = re.compile(r"[^\W\d_](?:\.?-?[^\W\d_])?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,8}[^\W\d_]{1,2}")
_LIST_NUMBER = re.compile(r"[-–•●◦▪‣*#\s]*(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVX]{1,5})")
_DOMAIN = re.compile(r"[^\W_]+(?:[.-][^\W_]+){0,4}\.[a-z]{2,6}")
_GOES_ON = ",;:.!?…)»&+=/%<>"
_WORD_BEFORE = 24


def split_sentences(text: str) -> Spans:
    """The sentences of a text, French or English.

    Returns:
        Half-open spans, in order, without overlap, never empty, trimmed of white space; together they cover every
        character that is not white space. None is longer than LONGEST_SENTENCE characters.
    """
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[tuple[int, int]]:
    """The same spans, one after the other: a text can hold millions."""
    for start, end in _blocks(text):
        for sentence in _sentences(text, start, end):
            yield from _bounded(text, *sentence)


def is_table_row(line: str) -> bool:
    """Whether a line is a row of a table, as the readers write them: its cells parted by bars."""
    return " | " in line


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Trimmed spans of the lines; an empty one for a blank line."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield _trimmed(text, start, end)
        start = end + 1


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that no sentence crosses."""
    block: tuple[int, int] | None = None
    last = (0, 0)
    for line in _lines(text):
        blank = line[0] == line[1]
        if block and (blank or _separate(text, last, line)):
            yield block
            block = None
        if not blank:
            block = (block[0] if block else line[0], line[1])
            last = line
    if block:
        yield block


def _separate(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a line break parts two blocks: a list item starts, or a heading or a list item ends."""
    if is_table_row(text[slice(*before)]) or is_table_row(text[slice(*after)]):
        return True
    tail = text[max(before[0], before[1] - 40) : before[1]]
    if LIST_ITEM.match(text, *after):
        return not (text[after[0]].isdigit() and _RUNS_ON.search(tail))
    first = text[after[0]]
    if not (first.isupper() or first in "«“"):
        return False
    if _STOPPED.search(tail) or _RUNS_ON.search(tail):
        return False
    return _short_line(text, before, after)


def _short_line(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a line ends before the margin that the next line shows, as headings and list items do."""
    length, room = before[1] - before[0], after[1] - after[0]
    if LIST_ITEM.match(text, *before) or (length <= 100 and _NUMBERED_HEADING.match(text, *before)):
        return length < 0.85 * room or room < 60
    line = text[before[0] : before[1]]
    if length <= 100 and length > 3 and line.isupper():
        return not text[after[0] : after[1]].isupper()
    return length < 0.6 * room and not line[0].islower()


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one block."""
    position = start
    while position < end:
        mark = _MARK.search(text, position, end)
        if mark is None:
            break
        position = _after_closers(text, start, mark, end)
        if _ends(text, start, mark, position, end):
            yield start, position
            start = _trimmed(text, position, end)[0]
            position = start
    if start < end:
        yield start, end


def _after_closers(text: str, start: int, mark: re.Match[str], end: int) -> int:
    """Where a sentence that ends at a mark would end: closing quotes, brackets and note numbers belong to it."""
    closers = _CLOSERS.match(text, mark.end(), end)
    position = closers.end() if closers else mark.end()
    if position == mark.end() and mark[0] == "." and text[max(start, mark.start() - 3) : mark.start()].islower():
        note = _NOTE_NUMBER.match(text, position, end)
        if note and _word_before(text, start, mark.start()).lower() not in BEFORE_NUMBER | NEVER_LAST:
            return note.end()
    return position


def _word_before(text: str, start: int, stop: int) -> str:
    """The word that ends at `stop`, with the full stops and hyphens inside it."""
    position = stop
    while position > max(start, stop - _WORD_BEFORE) and (text[position - 1].isalnum() or text[position - 1] in ".-§°"):
        position -= 1
    return text[position:stop]


def _ends(text: str, start: int, mark: re.Match[str], position: int, end: int) -> bool:
    """Whether the sentence that begins at `start` ends at a mark followed by closers up to `position`."""
    following = _NEXT.match(text, position, end)
    if position >= end or following is None:
        return True
    if not following["gap"] and not following["open"].startswith(("«", "“")):
        return False
    if _is_aside(text, mark, position):
        return False
    word = following["word"]
    if mark[0] == "." and not _stop_ends(text, start, mark.start(), position, following):
        return False
    if not word:
        return following.end() >= end or text[following.end()] not in _GOES_ON
    if len(word) == 1 and text[following.end() : following.end() + 1] == ")":
        return True
    return _starts(word, following["open"].strip(), mark[0])


def _is_aside(text: str, mark: re.Match[str], position: int) -> bool:
    """Whether a mark stands alone in brackets: "(?)", "[…]", "(...)"."""
    before = text[mark.start() - 1] if mark.start() else ""
    return before in ("(", "[") and position > mark.end()


def _starts(word: str, opener: str, mark: str) -> bool:
    """Whether a word, after what opens before it, can begin a sentence."""
    if not word[0].islower():
        return True
    if opener.endswith(("«", "“", "(", "[")):
        return mark == "."
    return mark == "." and not opener and _DOMAIN.fullmatch(word.rstrip(".")) is not None


def _stop_ends(text: str, start: int, stop: int, position: int, following: re.Match[str]) -> bool:
    """Whether a single full stop ends a sentence, by the word before it and the one that follows."""
    before = _word_before(text, start, stop)
    word = following["word"]
    if stop - start <= 12 and _LIST_NUMBER.fullmatch(text, start, stop):
        return False
    if position > stop + 1 and not before:
        return True
    starter = _is_starter(text, following)
    lowered = before.lower()
    if before in BEFORE_NAME or lowered in NEVER_LAST:
        return False
    if lowered in BEFORE_NUMBER:
        return not (word[:1].isdigit() or (_ROMAN_OR_REFERENCE.match(word) and not starter))
    if lowered == "etc":
        return word[:1].isupper()
    if lowered in MAY_END:
        return starter
    if before.isdigit() and len(before) <= 2 and word[:1].isdigit():
        return False
    return _letters_end(text[max(start, stop - 30) : stop - len(before)], before, word, starter)


def _is_starter(text: str, following: re.Match[str]) -> bool:
    """Whether a word is one that sentences start with: "Les", "L'" (but not the initial "L."), "The"."""
    first, *rest = re.split("['’-]", following["word"], maxsplit=1)
    if len(first) == 1 and not rest and text[following.end() : following.end() + 1] == ".":
        return False
    return (first + "'" if rest and len(first) == 1 else first) in STARTERS


def _letters_end(context: str, before: str, word: str, starter: bool) -> bool:
    """Whether initials ("J.", "J.-P.") or a dotted acronym ("C.G.E.T.") end a sentence; True for other words."""
    maybe_name = word in ("Le", "La", "De", "Du", "Des") or word[1:2] in ("'", "’")
    if _INITIALS.fullmatch(before) and before[0].isupper() and (len(before) == 1 or not before.isalpha()):
        if starter and not maybe_name:
            return True
        previous = context.split()
        return starter and bool(previous) and previous[-1].lower() in LETTERED_THINGS
    if _DOTTED.fullmatch(before):
        return starter and (not maybe_name or before.count(".") >= 2)
    return True


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut where it is too long to be one: at a line break, a semicolon, a space, else anywhere."""
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        floor = start + LONGEST_SENTENCE // 2
        cut = text.rfind("\n", floor, limit)
        if cut < 0:
            cut = text.rfind("; ", floor, limit) + 1 or text.rfind(" ", floor, limit)
        if cut < 0:
            cut = next((i for i in range(limit - 1, floor, -1) if text[i].isspace()), limit)
        yield _trimmed(text, start, cut)
        start = _trimmed(text, cut, end)[0]
    if start < end:
        yield start, end
