"""A planned proposal as pandoc's tree: title, notice, sections with footnotes, bibliography, annex. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from assistant.drafting.checking import title_of
from assistant.drafting.export import nodes
from assistant.drafting.export.bounds import begins_after, ends_before
from assistant.drafting.export.nodes import Node, Nodes
from assistant.drafting.export.plan import BAD_STATES, Plan, PlannedNote
from assistant.drafting.export.references import LANGUAGE_TAGS, References
from assistant.drafting.export.typography import date_words, parted_end, typeset
from assistant.drafting.export.words import (
    Word,
    counted,
    heading_mark,
    notes_words,
    quote_mark,
    said,
    sentence_mark,
)
from assistant.text.marks import QUOTATION_MARKS
from assistant.types import Language
from assistant.types.proposal_files import CarriedNote
from assistant.types.proposals import Block, PickedQuote, ProposalSection, Sentence

MARK_STYLE = "À vérifier"
SOURCE_STYLE = "Source de citation"
CONTEXT_STYLE = "Citation en contexte"
NOTICE_STYLE = "Avis"
_CUT_START, _CUT_END = re.compile(r"\A\s*\S{0,40}\s+"), re.compile(r"\s+\S{0,40}\s*\Z")
_LINKING: dict[Language, str] = {"fr": "\u00a0:", "en": ":"}


@dataclass(frozen=True, slots=True)
class Built:
    """The tree of a proposal, what its file carries of its notes, and the marks of what is to be checked, in order.

    A mark that the annex repeats is no other one.
    """

    tree: Node
    carried: tuple[CarriedNote, ...]
    marks: tuple[str, ...]


def build(plan: Plan, references: References, exported: str) -> Built:
    """The tree of a proposal.

    Args:
        plan: what is exported.
        references: one a note of the plan, in its order, and the bibliography.
        exported: when (ISO 8601).
    """
    return _Builder(plan, references, exported).built()


class _Runs(NamedTuple):
    """Whether a sentence goes on from what stands before it, and whether it goes on after its notes."""

    before: bool
    after: bool


def _carried(planned: PlannedNote, sentence: str, text: str, runs: _Runs) -> CarriedNote:
    quote = planned.quote
    return CarriedNote(
        key=planned.key,
        quote_id=quote.id,
        section=planned.section.title,
        sentence=nodes.one_spaced(sentence),
        text=nodes.one_spaced(text),
        document_id=quote.document_id,
        content_hash=quote.content_hash,
        source=quote.source,
        page=quote.page,
        paged=quote.paged,
        start=quote.start,
        end=quote.end,
        quote=quote.text,
        runs_in=runs.before,
        runs_on=runs.after,
    )


class _Builder:
    def __init__(self, plan: Plan, references: References, exported: str) -> None:
        self._plan = plan
        self._language = plan.proposal.language
        self._references = references
        self._exported = exported
        self._set = dict(zip((each.key for each in plan.notes), references.notes, strict=True))
        self._of_sentences = plan.of_sentences
        self._carried: list[CarriedNote] = []
        self._marks: list[str] = []

    def built(self) -> Built:
        sections = [node for section in self._plan.proposal.sections for node in self._section(section)]
        title = self._title_mark(title_of(self._plan.proposal, self._plan.holding))
        after = [*self._missing(), *self._bibliography(), *self._annex()]
        blocks = [*self._notice(), *title, *sections, *after]
        meta = {
            "title": {"t": "MetaInlines", "c": self._words(self._plan.proposal.title)},
            "date": nodes.meta_text(self._say("as_of", date=date_words(self._exported, self._language))),
            "lang": {"t": "MetaString", "c": LANGUAGE_TAGS[self._language]},
            "toc-title": nodes.meta_text(self._say("contents")),
        }
        return Built(nodes.document(blocks, meta), tuple(self._carried), tuple(self._marks))

    def _say(self, word: Word, **blanks: object) -> str:
        return said(word, self._language, **blanks)

    def _words(self, text: str) -> Nodes:
        return nodes.inlines(typeset(text, self._language))

    def _mark(self, text: str, *, again: bool = False) -> Node:
        if not again:
            self._marks.append(text)
        return nodes.span([nodes.strong(nodes.inlines(text))], style=MARK_STYLE)

    def _notice(self) -> Nodes:
        """What whoever reads the file has to know of how it was made. Made last: it counts the marks."""
        language, plan = self._language, self._plan
        briefs = [section.title for section in plan.proposal.sections if section.written_by == "brief"]
        lines = [notes_words(plan.notes, language)]
        if briefs:
            opening, closing = QUOTATION_MARKS[language]
            named = ", ".join(f"{opening}{typeset(title, language)}{closing}" for title in briefs)
            lines.append(self._say("brief", sections=named))
        if plan.left_out:
            lines.append(self._say("withheld_left_out", count=counted(plan.left_out, "quote", language)))
        to_check = counted(len(self._marks), "sentence", language)
        lines.append(self._say("to_check", count=to_check) if self._marks else self._say("none_to_check"))
        return [nodes.division([nodes.paragraph(nodes.inlines(" ".join(lines)))], NOTICE_STYLE)]

    def _section(self, section: ProposalSection) -> Nodes:
        title = Sentence(section.title, (), section.title_verdict, section.title_reason)
        content = [nodes.heading(1, self._words(section.title), f"section_{section.id}"), *self._title_mark(title)]
        for kind, group in groupby(enumerate(section.blocks), key=lambda pair: pair[1].kind):
            if kind == "item":
                content.append(nodes.bullets([self._block(section, index, block) for index, block in group]))
            elif kind == "heading":
                for index, block in group:
                    content.append(nodes.heading(2, self._heading(block), f"section_{section.id}_{index}"))
                    content += [node for each in block.sentences for node in self._title_mark(each)]
            else:
                content += [nodes.paragraph(self._block(section, index, block)) for index, block in group]
        if not section.blocks:
            count = counted(len(section.basket), "quote", self._language)
            text = self._say("to_write", count=count) if section.basket else self._say("no_evidence")
            content.append(nodes.paragraph([self._mark(text)]))
        elif not section.basket:
            content.append(nodes.paragraph([self._mark(self._say("no_evidence"))]))
        return content

    def _heading(self, block: Block) -> Nodes:
        shown = [each.text or self._say("removed_sentence") for each in block.sentences]
        return self._words(" ".join(shown))

    def _title_mark(self, heading: Sentence) -> Nodes:
        """The mark of a heading, in a paragraph under it: the table of contents gives headings as they are."""
        mark = heading_mark(heading, self._language) if heading.text else ""
        return [nodes.paragraph([self._mark(mark)])] if mark else []

    def _block(self, section: ProposalSection, place: int, block: Block) -> Nodes:
        content: Nodes = []
        noted = [self._of_sentences.get((section.id, place, index), ()) for index in range(len(block.sentences))]
        texts = [self._set_text(each, notes) for each, notes in zip(block.sentences, noted, strict=True)]
        for index, sentence in enumerate(block.sentences):
            if content:
                content.append(nodes.space())
            before = next(filter(None, reversed(texts[:index])), "")
            after = next(filter(None, texts[index + 1 :]), "")
            runs = _Runs(not begins_after(before), not ends_before(texts[index], after))
            content += self._sentence(sentence, noted[index], runs)
        return content

    def _set_text(self, sentence: Sentence, notes: Sequence[PlannedNote]) -> str:
        return typeset(sentence.text, self._language, [each.quote.text for each in notes])

    def _sentence(self, sentence: Sentence, notes: Sequence[PlannedNote], runs: _Runs) -> Nodes:
        if sentence.reason == "withheld" and not sentence.text:
            return [self._mark(self._say("removed_sentence"))]
        text = self._set_text(sentence, notes)
        before, sign = parted_end(text, self._language) if notes else (text, "")
        content = nodes.inlines(before)
        for index, planned in enumerate(notes):
            if index:
                content.append(nodes.superscript(","))
            content.append(self._note(planned, text, runs))
        if sign:
            content.append(nodes.string(sign))
        mark = sentence_mark(sentence, notes, self._language)
        return [*content, nodes.space(), self._mark(mark)] if mark else content

    def _note(self, planned: PlannedNote, sentence: str, runs: _Runs) -> Node:
        quote = planned.quote
        content: Nodes = [*self._set[planned.key]]
        if content or quote.text:
            content += [*self._page(quote), nodes.string(_LINKING[self._language]), nodes.space()]
        content += self._exact(quote) if quote.text else [self._mark(self._say("erased"))]
        mark = quote_mark(planned.state, self._language)
        if mark and quote.text:
            content += [nodes.space(), self._mark(mark)]
        self._carried.append(_carried(planned, sentence, nodes.text_of(content), runs))
        return nodes.note([nodes.span(content, planned.key)])

    def _page(self, quote: PickedQuote) -> Nodes:
        """The page of a quote, where the style does not give it."""
        if not quote.paged or self._references.pages:
            return []
        return [nodes.string(","), nodes.space(), nodes.string(self._say("page", page=quote.page))]

    def _exact(self, quote: PickedQuote) -> Nodes:
        """A quote word for word inside quotation marks; marked as being in another language, where it is."""
        opening, closing = QUOTATION_MARKS[self._language]
        words = nodes.inlines(quote.text.strip())
        first, last = nodes.string(opening), nodes.string(closing)
        if quote.language != self._language:
            return [first, nodes.span(words, language=LANGUAGE_TAGS[quote.language]), last]
        return [first, *words, last]

    def _missing(self) -> Nodes:
        content: Nodes = []
        for section in self._plan.proposal.sections:
            if section.missing:
                content.append(nodes.heading(3, self._words(section.title)))
                content.append(nodes.bullets([self._words(each) for each in section.missing]))
        return [nodes.heading(1, nodes.inlines(self._say("missing")), "missing"), *content] if content else []

    def _bibliography(self) -> Nodes:
        entries = [nodes.paragraph(entry) for entry in self._references.bibliography]
        if not entries:
            return []
        title = nodes.heading(1, nodes.inlines(self._say("bibliography")), "bibliography")
        return [title, nodes.division(entries, "Bibliography")]

    def _annex(self) -> Nodes:
        numbers: dict[str, list[int]] = {}
        for number, each in enumerate(self._carried, 1):
            numbers.setdefault(each.quote_id, []).append(number)
        content: Nodes = []
        for section in self._plan.proposal.sections:
            quotes = [quote for quote in section.basket if quote.text and self._belongs(quote, numbers)]
            if quotes:
                content.append(nodes.heading(3, self._words(section.title)))
                content += [node for quote in quotes for node in self._in_context(quote, numbers.get(quote.id, ()))]
        if not content:
            return []
        title = nodes.heading(1, nodes.inlines(self._say("annex")), "annex")
        return [title, nodes.paragraph(nodes.inlines(self._say("annex_intro"))), *content]

    def _belongs(self, quote: PickedQuote, used: Container[str]) -> bool:
        """Whether a quote is given in the annex: it is used, or could be."""
        return quote.id in used or self._plan.states[quote.id] not in BAD_STATES

    def _in_context(self, quote: PickedQuote, numbers: Sequence[int]) -> Nodes:
        """A quote in the text around it, under the numbers of its notes, its own name and its source."""
        place = self._say("page", page=quote.page) if quote.paged else self._say("no_page")
        noted = self._say("notes" if len(numbers) > 1 else "note", numbers=", ".join(map(str, numbers)))
        name = f"[{quote.id}] {noted if numbers else self._say('unused')}"
        source = [*nodes.inlines(name), nodes.string(_LINKING[self._language]), nodes.space()]
        source += [*nodes.inlines(quote.title), nodes.string(","), nodes.space(), nodes.string(place)]
        state = self._plan.states[quote.id]
        mark = quote_mark(state, self._language)
        words = [nodes.strong(nodes.inlines(quote.text.strip()))]
        before, after = _around(quote)
        context = [*before, *words, *after, *([nodes.space(), self._mark(mark, again=True)] if mark else [])]
        language = LANGUAGE_TAGS[quote.language] if quote.language != self._language else ""
        return [
            nodes.division([nodes.paragraph(source)], SOURCE_STYLE),
            nodes.division([nodes.paragraph(context)], CONTEXT_STYLE, language=language),
        ]


def _around(quote: PickedQuote) -> tuple[Nodes, Nodes]:
    """The text around a quote, from a whole word to a whole word, with signs where it is cut."""
    whole = quote.start <= len(quote.before)  # from the beginning of the page
    before = quote.before if whole else f"…{_CUT_START.sub('', quote.before, count=1)}"
    after = f"{_CUT_END.sub('', quote.after, count=1)}…"
    return nodes.inlines(before) if quote.before.strip() else [], nodes.inlines(after) if quote.after.strip() else []
