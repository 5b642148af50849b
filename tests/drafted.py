"""Proposals for tests of export and verification."""

from __future__ import annotations

from dataclasses import replace

from assistant.errors import UsageError
from assistant.types import Document, Page, Record
from assistant.types.proposals import Block, PickedQuote, Proposal, ProposalSection, QuoteCheck, QuoteState, Sentence
from fakes import make_document

HOSTILE = 'Agir <b>ici</b> *et* [là](javascript:alert(1)) $x^2$ `code` <script>alert(1)</script> \\LaTeX{} "net"'


def quote(number: int, document: str = "d1", text: str = "", **values: object) -> PickedQuote:
    """A quote of a page."""
    said = text or f"La commune n° {number} a réuni\n{number + 40} habitants."
    made = PickedQuote(
        id=f"q{number}",
        document_id=document,
        content_hash=document[-1] * 64,
        source=f"{document}.pdf",
        title=f"Rapport {document}",
        page=number,
        paged=True,
        start=10,
        end=10 + len(said),
        text=said,
        language="fr",
        before="Avant cela. ",
        after=" Après cela.",
    )
    return replace(made, **values)  # type: ignore[arg-type]


def section(name: str, quotes: list[PickedQuote], *blocks: Block, **values: object) -> ProposalSection:
    """A section; with no blocks given, a paragraph with a sentence for each quote."""
    sentences = tuple(Sentence(f"Phrase {each.id} de {name}.", (each.id,), "supported") for each in quotes)
    content = blocks or ((Block("paragraph", sentences),) if sentences else ())
    made = ProposalSection(name, f"Section {name}", basket=tuple(quotes), blocks=content, written_by="person")
    return replace(made, **values)  # type: ignore[arg-type]


def proposal(*sections: ProposalSection, **values: object) -> Proposal:
    """A proposal in French."""
    made = Proposal("p1", "Propositions 2026", "fr", sections, "2026-11-01T10:00:00", "2026-11-26T10:00:00", 1)
    return replace(made, **values)  # type: ignore[arg-type]


def checks(made: Proposal, **states: QuoteState) -> list[QuoteCheck]:
    """All quotes hold, but those named."""
    return [
        QuoteCheck(each.id, states.get(each.id, "holds"), each.page, each.start)
        for section in made.sections
        for each in section.basket
    ]


def record(name: str = "d1", title: str = "Rapport sur les halles", **values: object) -> Record:
    """A record."""
    made = Record(name, f"{name}.pdf", True, title, ("Jeanne Martin",), "2021-03-04", "Ville de Trapval")
    return replace(made, **values)  # type: ignore[arg-type]


class Shelf:
    """Proposals, records and pages in memory: what `ProposalFiles` asks of the service's parts."""

    def __init__(self, made: Proposal, records: list[Record], **states: QuoteState) -> None:
        self.made = made
        self.records = records
        self.states = states
        self.documents_by_id = {each.document_id: _document(each) for part in made.sections for each in part.basket}
        self.pages: dict[tuple[str, int], str] = {}
        for part in made.sections:
            for each in part.basket:
                before = self.pages.get((each.document_id, each.page), "").ljust(each.start)
                self.pages[each.document_id, each.page] = before[: each.start] + each.text + before[each.end :]

    def show(self, proposal_id: str) -> Proposal:
        if proposal_id != self.made.id:
            raise UsageError("unknown_document", document=proposal_id)
        return self.made

    def checks(self, made: Proposal) -> list[QuoteCheck]:
        return checks(made, **self.states)

    def shown(self) -> list[Record]:
        return self.records

    def document(self, document_id: str) -> Document | None:
        return self.documents_by_id.get(document_id)

    def documents(self) -> list[Document]:
        return list(self.documents_by_id.values())

    def page(self, document_id: str, number: int) -> Page | None:
        text = self.pages.get((document_id, number))
        return None if text is None else Page(number, text)


def _document(picked: PickedQuote) -> Document:
    made = make_document(picked.document_id, [picked.text]).document
    return replace(made, content_hash=picked.content_hash, page_count=400)
