"""What is made of a section's evidence: quotes proposed, a brief or a text, the verdicts on its sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.generative import Writer
from assistant.answering.question import query_type
from assistant.answering.scoring import score_sentences
from assistant.answering.verdicts import Checker
from assistant.answering.withheld import parted
from assistant.drafting.baskets import may_support
from assistant.drafting.brief import brief
from assistant.drafting.checking import Evidence, checked, checked_headings
from assistant.drafting.prose import SectionWriter
from assistant.drafting.suggesting import suggested
from assistant.errors import ModelError, UsageError
from assistant.ports import Catalogue, Indexes
from assistant.proposals.desk import Proposals
from assistant.proposals.editing import section_of
from assistant.retrieval.coverage import word_weights
from assistant.retrieval.retriever import HybridRetriever
from assistant.types import Block, Editor, Language, Notice, ProposalSection, Suggestions, WrittenBy

Mode = Literal["auto", "brief", "model"]
_READ = 60
"""Passages that suggestions are taken from."""


@dataclass(frozen=True, slots=True)
class Written:
    """A section as it was written, and what there is to know of how."""

    section: ProposalSection
    notices: tuple[Notice, ...] = ()


class Drafting:
    """Suggests, writes and checks; what it makes is kept by `Proposals`.

    Args:
        proposals: where it is kept.
        catalogue: the documents.
        retriever: finds what to propose.
        indexes: the lexical one tells how rare words are.
        writer: has the language model that answers are written with, and what checks it; None: there is none.
        suggestions: most quotes proposed at a time.
    """

    def __init__(
        self,
        proposals: Proposals,
        catalogue: Catalogue,
        retriever: HybridRetriever,
        indexes: Indexes,
        writer: Writer | None = None,
        suggestions: int = 10,
    ) -> None:
        self._proposals = proposals
        self._catalogue = catalogue
        self._retriever = retriever
        self._indexes = indexes
        self._checker = Checker() if writer is None else writer.checker
        self._writer = None if writer is None else SectionWriter(writer.model, writer.checker)
        self._most = suggestions

    def suggest(self, proposal_id: str, section_id: str, count: int | None = None) -> Suggestions:
        """Quotes for the question of a section that its basket lacks, and what is missing with the basket as it is.

        Raises:
            UsageError: unknown_proposal, unknown_section, empty_corpus.
        """
        proposal = self._proposals.show(proposal_id)
        section = section_of(proposal, section_id)
        if self._catalogue.counts()[0] == 0:
            raise UsageError("empty_corpus")
        query = self._retriever.query(section.question or section.title)
        parts = parted(self._retriever.evidence(query, _READ))
        lexical = self._indexes.lexical
        weights = word_weights(query.words, lexical.document_frequency, len(lexical))
        passages = parts.quotable.passages
        sentences = score_sentences(query, query_type(query), passages, weights) if passages else []
        documents = self._proposals.documents([section])
        basket = [(each, documents.get(each.document_id)) for each in section.basket]
        limits = self._proposals.limits
        found = suggested(sentences, basket, self._catalogue.page, count or self._most, limits)
        missing = self._proposals.told(proposal, section).missing
        withheld = dict.fromkeys(each.document.title for each in parts.withheld.passages)
        return Suggestions(tuple(found), missing, tuple(withheld))

    def write(
        self, proposal_id: str, section_id: str, editor: Editor, mode: Mode = "auto", replace_edited: bool = False
    ) -> Written:
        """Write a section from its basket, in the place of its text; that stays among the versions.

        Args:
            proposal_id: the proposal.
            section_id: the section; no other is touched.
            editor: who asks.
            mode: a brief, prose by the model server, or ("auto") prose where there is one that answers.
            replace_edited: also in the place of what a person wrote.

        Raises:
            EditConflict: section_changed, section_locked: somebody else changed it, or began to edit it, while it was
                written; what was written is kept as a version.
            UsageError: section_without_evidence, section_edited, section_model_silent; section_locked: nothing is
                written.
            ModelError: the model server fails, or there is none, and `mode` is "model".
        """
        proposal = self._proposals.found(proposal_id)
        section = section_of(proposal, section_id)
        if section.written_by == "person" and section.blocks and not replace_edited:
            raise UsageError("section_edited", section=self._proposals.title(proposal_id, section))
        self._proposals.refuse_locked(proposal_id, section, editor)
        evidence = self.evidence(section)
        if not evidence.quotes:
            raise UsageError("section_without_evidence", section=self._proposals.title(proposal_id, section))
        asked = self._proposals.section(proposal_id, section_id)  # no word of what is withheld goes to a model
        blocks, by, notices = self._made(asked, evidence, proposal.language, mode)
        kept = self._proposals.put_text(proposal_id, section_id, section, blocks, editor, by)
        return Written(kept, (*notices, *_marked(kept)))

    def _made(
        self, section: ProposalSection, evidence: Evidence, language: Language, mode: Mode
    ) -> tuple[tuple[Block, ...], WrittenBy, tuple[Notice, ...]]:
        held = replace(section, basket=tuple(each for each in section.basket if each.id in evidence.quotes))
        if mode == "brief" or (mode == "auto" and self._writer is None):
            return self._brief(held, evidence, language), "brief", ()
        if self._writer is None:
            raise ModelError("no_model_server")
        try:
            prose = self._writer.write(section, evidence, language)
        except ModelError as error:
            if mode == "model":
                raise
            detail = error.render(language).reason.rstrip(".")
            return self._brief(held, evidence, language), "brief", (Notice("brief_instead_server", {"detail": detail}),)
        if not prose.blocks:
            raise UsageError("section_model_silent", section=section.title)
        left = (Notice("quotes_left_out", {"count": str(len(prose.left_out))}),) if prose.left_out else ()
        return prose.blocks, "model", left

    def _brief(self, held: ProposalSection, evidence: Evidence, language: Language) -> tuple[Block, ...]:
        """A brief; its headings are held against the quotes under them, as those of any text are."""
        return checked_headings(replace(held, blocks=brief(held, language)), evidence, self._checker, language)

    def verify(self, proposal_id: str, section_id: str, editor: Editor) -> Written:
        """Check every sentence of a section against its quotes as they stand now, and keep the verdicts.

        Raises:
            EditConflict: section_changed: somebody changed the text meanwhile.
            UsageError: section_without_text, section_locked.
            ModelError: the inference model can't be used.
        """
        proposal = self._proposals.found(proposal_id)
        section = section_of(proposal, section_id)
        if not section.blocks:
            raise UsageError("section_without_text", section=self._proposals.title(proposal_id, section))
        self._proposals.refuse_locked(proposal_id, section, editor)
        blocks = checked(section, self.evidence(section), self._checker, proposal.language)
        kept = self._proposals.put_text(proposal_id, section_id, section, blocks, editor, None)
        return Written(kept, _marked(kept))

    def evidence(self, section: ProposalSection) -> Evidence:
        """The quotes of a section's basket that may support its sentences: they hold, and may be quoted."""
        states = {each.quote_id: each.state for each in self._proposals.section_checks(section)}
        quotes = {each.id: each for each in section.basket if may_support(states[each.id])}
        return Evidence(quotes, self._proposals.documents([section]))


def _marked(section: ProposalSection) -> tuple[Notice, ...]:
    verdicts = [each.verdict for block in section.blocks for each in block.sentences]
    bad = sum(each in ("unsupported", "contradicted") for each in (*verdicts, section.title_verdict))
    return (Notice("sentences_unsupported", {"count": str(bad)}),) if bad else ()
