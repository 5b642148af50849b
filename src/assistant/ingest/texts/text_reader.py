"""Plain text: encoding, then headings where they are evident."""

from __future__ import annotations

import re

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.encoding import decode_within
from assistant.text.normalise import clean
from assistant.types import Heading, Page, ReadDocument

REPLACED_CHARACTERS = "replaced_characters"
_LONGEST = 80
_LONGEST_TITLE = 150
_MOST_SHARE = 0.25
_NUMBERED = re.compile(
    r"(?:(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?|[IVX]{1,5}\.|(?:Chapitre|Chapter|Partie|Part|Annexe) \w+[.:]?) +\S"
)
_RULER = re.compile(r"(={3,}|-{3,}|\*{3,}|~{3,})\s*")
_NO_HEADING_END = (".", ",", ";", ":", "…", "?", "!", "»", '"')
_NO_HEADING_START = ("-", "•", "*", "–", "—", "·", "|", "<", "{", "}", "(", "«", "#", ">", '"')


def read_text(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a plain text file as one page.

    Raises:
        DocumentError: bad_encoding, no_text, too_much_text.
    """
    decoded = decode_within(source.data(), limits)
    text = clean(decoded.text)
    if not text:
        raise DocumentError("no_text")
    headings = find_headings(text)
    return ReadDocument(
        format="text",
        pages=(Page(1, text),),
        paged=False,
        headings=headings,
        warnings=(REPLACED_CHARACTERS,) if decoded.lossy else (),
        **stated(("first_page", {"title": _title(text, headings)})),
    )


def _title(text: str, headings: tuple[Heading, ...]) -> str | None:
    """The heading the text opens with, else its first line where that is short, alone and no sentence."""
    if headings and headings[0].start == 0:
        return clean_title(headings[0].title)
    first, _, rest = text.partition("\n")
    alone = rest.startswith("\n") and len(first) <= _LONGEST_TITLE and not first.endswith((".", ",", ";", ":"))
    return clean_title(first) if alone else None


def find_headings(text: str) -> tuple[Heading, ...]:
    """Short lines that stand alone, start like a title and do not end like a sentence; underlined lines."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    found: list[Heading] = []
    for index, (start, line) in enumerate(lines):
        before = lines[index - 1][1] if index else ""
        after = lines[index + 1][1] if index + 1 < len(lines) else ""
        level = _level(line, before, after)
        if level:
            found.append(Heading(1, start, start + len(line), level, line))
    written = sum(1 for _, line in lines if line)
    return tuple(found) if len(found) <= max(3, _MOST_SHARE * written) else ()


def _level(line: str, before: str, after: str) -> int:
    if not line or len(line) > _LONGEST or sum(character.isalpha() for character in line) < 3:
        return 0
    if not before and _RULER.fullmatch(after):
        return 1 if after[0] == "=" else 2
    if before or after or line.endswith(_NO_HEADING_END) or line.startswith(_NO_HEADING_START):
        return 0
    numbered = _NUMBERED.match(line)
    if numbered:
        return min(4, (numbered.group(1) or "").count(".") + 1)
    words = line.split()
    return 2 if (line[0].isupper() or line[0].isdigit()) and len(words) <= 12 and not line[-1].isdigit() else 0
