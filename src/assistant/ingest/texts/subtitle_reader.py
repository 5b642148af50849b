"""Subtitles and transcripts (WebVTT, SubRip): speech in paragraphs, who speaks, and the time every few minutes.

Times and names are those of the file: a heading "00:12:30" is the beginning of a cue's own time, a speaker's name
stands on a line of its own where the file gives it as a mark (<v Marie>).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title, parse_language
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.encoding import decode_within
from assistant.ingest.texts.text_reader import REPLACED_CHARACTERS
from assistant.ingest.texts.turns import find_turns
from assistant.text.sections import TURN_LEVEL
from assistant.types import ReadDocument

_TIME_LEVEL = TURN_LEVEL - 1
_SECONDS_BETWEEN_TIMES = 180
_PAUSE = 3.0  # seconds
_LONG = 600  # characters
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"^[ \t]*({_TIME})[ \t]*-->[ \t]*({_TIME})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>|</v>")
_TAG = re.compile(r"</?(?:[bciuv]|ruby|rt|lang|font|span|s)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.I)
_NEW_SPEAKER = re.compile(r"(?:[-–—] ?(?=\S)|>>)")
_SENTENCE_END = re.compile(r"[.!?…][\s»”\"’)\]]{0,3}\Z")
_HEADER = re.compile(r"\AWEBVTT(?:[ \t]+-?[ \t]*(?P<title>[^\n]*))?(?P<rest>(?:\n[^\n]+)*)")
_LANGUAGE = re.compile(r"^Language:[ \t]*(\S+)", re.M | re.I)
_LEAST_ROLLING = 0.3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of speech: when its cue begins and ends (seconds), that time as it is written, who speaks, what."""

    start: float
    end: float
    time: str
    speaker: str
    text: str


def read_subtitles(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a transcript as one page.

    Raises:
        DocumentError: bad_encoding, no_text, too_much_text.
    """
    decoded = decode_within(source.data(), limits)
    text = decoded.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    page, headings = assemble(_blocks(_spoken(text)))
    if not page.text:
        raise DocumentError("no_text")
    header = _HEADER.match(text)
    language = _LANGUAGE.search(header.group("rest")) if header else None
    return ReadDocument(
        format="vtt" if header else "srt",
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=(REPLACED_CHARACTERS,) if decoded.lossy else (),
        **stated(
            (
                "file_metadata",
                {
                    "title": clean_title(header.group("title")) if header else None,
                    "language": parse_language(language.group(1)) if language else None,
                },
            )
        ),
    )


def _spoken(text: str) -> list[_Line]:
    """All lines of speech, once each where the captions roll (each repeating what the one before it said)."""
    cues = [cue for start, end, body in _cues(text) if (cue := list(_lines(start, end, body)))]
    return [line for cue in (_unrolled(cues) if _rolls(cues) else cues) for line in cue]


def _cues(text: str) -> Iterator[tuple[str, str, str]]:
    """The times and the text of each cue; what stands outside of cues (notes, styles, numbers) is left out."""
    times: tuple[str, str] | None = None
    body: list[str] = []
    for line in (*text.split("\n"), ""):
        timing = _TIMING.match(line)
        if timing is None and line.strip():
            body.append(line)
            continue
        if timing is not None and body and body[-1].strip().isdigit():
            body.pop()  # the number of the cue that begins here, with no blank line before it
        if times is not None:
            yield (*times, "\n".join(body))
        times, body = (timing.group(1), timing.group(2)) if timing is not None else None, []


def _lines(start: str, end: str, body: str) -> Iterator[_Line]:
    speaker = ""
    for written in body.split("\n"):
        position = 0
        for mark in (*_VOICE.finditer(written), None):
            said = _plain(written[position : mark.start() if mark else len(written)])
            if said:
                yield _Line(_seconds(start), _seconds(end), re.split(r"[.,]", start)[0], speaker, said)
            if mark:
                speaker, position = _plain(mark.group(1) or ""), mark.end()


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _rolls(cues: Sequence[Sequence[_Line]]) -> bool:
    repeats = sum(_repeated(cue, before) > 0 for before, cue in pairwise(cues))
    return len(cues) > 3 and repeats >= _LEAST_ROLLING * len(cues)


def _repeated(cue: Sequence[_Line], before: Sequence[_Line]) -> int:
    """How many lines a cue begins with that the one before it ended with."""
    most = min(len(cue), len(before))
    said, earlier = [line.text for line in cue], [line.text for line in before]
    return next((count for count in range(most, 0, -1) if said[:count] == earlier[-count:]), 0)


def _unrolled(cues: Sequence[Sequence[_Line]]) -> Iterator[Sequence[_Line]]:
    before: Sequence[_Line] = ()
    for cue in cues:
        yield cue[_repeated(cue, before) :]
        before = cue


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """Times, names of speakers and paragraphs."""
    speaker, timed = "", None
    for paragraph in _paragraphs(lines):
        first = paragraph[0]
        if timed is None or first.start - timed >= _SECONDS_BETWEEN_TIMES:
            timed = first.start
            yield Block(first.time, _TIME_LEVEL)
        named = bool(first.speaker) and first.speaker != speaker
        if named:
            yield Block(first.speaker, TURN_LEVEL)
        yield Block(" ".join(line.text for line in paragraph), tight=named)
        speaker = first.speaker


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together: parted where someone else speaks, at pauses, and where long, at a sentence end."""
    paragraph: list[_Line] = []
    length = 0
    turns = _turns(lines)
    for index, line in enumerate(lines):
        if paragraph and (
            index in turns
            or line.speaker != paragraph[-1].speaker
            or line.start - paragraph[-1].end > _PAUSE
            or _NEW_SPEAKER.match(line.text)
            or (length > _LONG and _SENTENCE_END.search(paragraph[-1].text))
            or length > 2 * _LONG  # recognised speech may have no full stop
        ):
            yield paragraph
            paragraph, length = [], 0
        paragraph.append(line)
        length += len(line.text)
    if paragraph:
        yield paragraph


def _turns(lines: Sequence[_Line]) -> frozenset[int]:
    """Indexes of the lines that begin with the name of who speaks ("Marie : ...")."""
    starts: dict[int, int] = {}
    place = 0
    for index, line in enumerate(lines):
        starts[place] = index
        place += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return frozenset(starts[text.rfind("\n", 0, name.start) + 1] for name in find_turns(text))
