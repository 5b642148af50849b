"""Where in an index the places of a case are: a document by its source, a quote or a judged span by its characters.

Cases name places by document, page and words, never by passage: another cut into passages, or another program, finds
them again. A quote is looked for as it stands, then without regard to what copying a text changes: white space,
apostrophes and quotation marks, ligatures, hyphens within words, marks of lists and tables, how accents are composed.
What is returned is always a span of the page as the catalogue holds it.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from assistant.evaluation.sets.cases import EvidenceItem, GradedPassage
from assistant.types import Document, Page, Passage, Span

_ALONE = frozenset("-–—*•·▪◦‣●■|")  # between white space: the mark of a list's item or of a table's cell
_SHARE = 0.5  # of the characters of the shorter of two places, to call them the same place
_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip


class Corpus(Protocol):
    """What is asked of an index: its documents, and the pages and passages of one (`assistant.service.Assistant`)."""

    def documents(self) -> Sequence[Document]:
        """The catalogue, by source."""
        ...

    def page(self, document_id: str, number: int) -> Page | None:
        """One page (number 1 of a document without pages), or None."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in the order of its text."""
        ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document of the index: one span, or one a page where a quote runs over a page break."""

    document: Document
    spans: tuple[Span, ...]


class Anchors:
    """Finds the places of cases in an index; keeps what it has read, so one instance serves a whole file."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._by_source: defaultdict[str, list[Document]] = defaultdict(list)
        self._by_hash: defaultdict[str, list[Document]] = defaultdict(list)
        self._pages: dict[tuple[str, int], Page | None] = {}
        self._passages: dict[str, Sequence[Passage]] = {}
        for document in corpus.documents():
            self._by_hash[document.content_hash].append(document)
            for name in _names(document.source):
                self._by_source[name].append(document)

    def named(self, name: str) -> tuple[Document, ...]:
        """Documents that a case means by a source: the same path, or that path below a folder above what was ingested.

        File names written on another system may spell é with a combining accent: both sides are composed first.
        """
        return tuple(self._by_source.get(unicodedata.normalize("NFC", name), ()))

    def evidence(self, item: EvidenceItem) -> tuple[Anchor, ...]:
        """Every place of the stated page where the words of a piece of evidence stand; () where they do not.

        Without a page, or in a document that has none, the whole document is looked through.
        """
        found: list[Anchor] = []
        for document in self.named(item.document):
            numbers = [item.page] if item.page is not None and document.paged else self._numbers(document)
            for number in numbers:
                found.extend(Anchor(document, spans) for spans in self._quoted(document, number, item.quote))
        return tuple(found)

    def elsewhere(self, item: EvidenceItem) -> tuple[Anchor, ...]:
        """Every place of the document where the words stand, whatever the page stated."""
        return self.evidence(EvidenceItem(item.document, None, item.quote))

    def graded(self, judged: GradedPassage) -> tuple[Anchor, ...]:
        """The place of a judged passage: in the documents of that content, of that name first; () where there is none.

        A file that was renamed is found by its content; one whose content changed is not found.
        """
        same = self._by_hash.get(judged.sha256, [])
        named = [document for document in self.named(judged.document) if document in same]
        span = Span(judged.page or 1, judged.start, judged.end)
        return tuple(Anchor(document, (span,)) for document in named or same if self._holds(document, span))

    def passages(self, anchor: Anchor) -> tuple[Passage, ...]:
        """The passages of the index that are at a place."""
        document = anchor.document.id
        if document not in self._passages:
            self._passages[document] = self._corpus.document_passages(document)
        return tuple(passage for passage in self._passages[document] if same_place(passage.spans, anchor.spans))

    def text(self, document: Document, number: int) -> str | None:
        """The text of a page, or None."""
        key = (document.id, number)
        if key not in self._pages:
            self._pages[key] = self._corpus.page(document.id, number)
        page = self._pages[key]
        return None if page is None else page.text

    def _numbers(self, document: Document) -> Sequence[int]:
        return range(1, (document.page_count or 1) + 1)

    def _holds(self, document: Document, span: Span) -> bool:
        text = self.text(document, span.page)
        return text is not None and 0 <= span.start < span.end <= len(text)

    def _quoted(self, document: Document, number: int, quote: str) -> Iterator[tuple[Span, ...]]:
        """Places of a quote on one page, else from that page on to the next one."""
        text = self.text(document, number)
        if text is None:
            return
        found = find_quote(quote, text)
        yield from ((Span(number, start, end),) for start, end in found)
        following = self.text(document, number + 1) if not found and document.paged else None
        if following is None:
            return
        for start, end in find_quote(quote, f"{text}\n{following}"):
            if start < len(text) < end - 1:
                yield (Span(number, start, len(text)), Span(number + 1, 0, end - len(text) - 1))


def same_place(first: Sequence[Span], second: Sequence[Span]) -> bool:
    """Whether two places of a document share at least half of the shorter one's characters."""
    shared = sum(
        max(0, min(one.end, other.end) - max(one.start, other.start))
        for one in first
        for other in second
        if one.page == other.page
    )
    shorter = min(sum(span.end - span.start for span in spans) for spans in (first, second))
    return shared > 0 and shared >= _SHARE * shorter


def find_quote(quote: str, text: str) -> tuple[tuple[int, int], ...]:
    """Spans of a text that hold a quote: as it stands, else folded; those that cut no word, where there are any."""
    wanted = quote.strip()
    places = [(start, start + len(wanted)) for start in _occurrences(wanted, text)]
    if not places:
        needle, hay = folded(wanted).text.strip("-"), folded(text)  # a hyphen is dropped where letters are around it
        found = _occurrences(needle, hay.text)
        places = [(hay.starts[start], hay.ends[start + len(needle) - 1]) for start in found]
    whole = [place for place in places if not _cuts_a_word(text, *place)]
    return tuple(whole or places)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the form in which quotes are compared; character i comes from starts[i]:ends[i] of the text given."""

    text: str
    starts: array[int]
    ends: array[int]


def folded(text: str) -> Folded:
    """The characters that copying keeps: no white space, one form for each mark, no hyphen between two letters, no
    mark of a list or of a table.
    """
    kept: list[tuple[str, int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        if text[start] not in _ALONE or not _stands_alone(text, start, end):
            kept.extend((character, start, end) for character in _plain(text[start:end]))
        start = end
    last = len(kept) - 1
    kept = [
        each
        for place, each in enumerate(kept)
        if not (each[0] == "-" and 0 < place < last and kept[place - 1][0].isalpha() and kept[place + 1][0].isalpha())
    ]
    return Folded(
        "".join(character for character, _, _ in kept),
        array("q", [start for _, start, _ in kept]),
        array("q", [end for _, _, end in kept]),
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].strip() == "" and text[end : end + 1].strip() == ""


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """A letter with its accents composed, ligatures spelt out; nothing for white space and what is not seen."""
    composed = unicodedata.normalize("NFKC", cluster.translate(_SAME)).translate(_SAME)
    return "".join(each for each in composed if not each.isspace() and unicodedata.category(each) not in ("Cf", "Cc"))


def _occurrences(wanted: str, text: str) -> list[int]:
    """Where a text that is not empty occurs, without overlap."""
    found: list[int] = []
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        found.append(start)
        start = text.find(wanted, start + len(wanted))
    return found


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends within a word: "4 lauréats" in "14 lauréats"."""
    opens = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return opens or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def _names(source: str) -> Iterator[str]:
    """The composed source, and what follows each slash of it."""
    name = unicodedata.normalize("NFC", source)
    yield name
    place = name.find("/")
    while place >= 0:
        yield name[place + 1 :]
        place = name.find("/", place + 1)
