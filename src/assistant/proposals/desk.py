"""Proposals that the group writes together: outline, baskets of quotes, texts, locks, and every version.

Everybody sees and edits all of them. A section can be locked while it is edited; what is saved on an older text than
the section has is refused, and kept beside it. Every change keeps a version.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.quotes import quoted_sentences
from assistant.drafting import outline
from assistant.drafting.baskets import ERASURE, picked, place, scrubbed_title
from assistant.drafting.brief import without_notice
from assistant.drafting.checking import carried, unknown_marked
from assistant.drafting.markup import parse, render
from assistant.drafting.suggesting import place_of, sentence_picks
from assistant.errors import UsageError
from assistant.proposals.editing import section_of
from assistant.proposals.outlines import Outlines
from assistant.text.controls import without_controls
from assistant.types import (
    Block,
    ChangeKind,
    Document,
    Editor,
    Passage,
    Pick,
    Proposal,
    ProposalHead,
    ProposalSection,
    QuoteCheck,
    SectionLock,
    WrittenBy,
)


class Proposals(Outlines):
    """The proposals of an index. All methods may be called from several threads.

    Methods that name a proposal or a section raise UsageError (unknown_proposal, unknown_section) where it is not
    there; those that change a section raise section_locked where somebody else is editing it.
    """

    def heads(self) -> Sequence[ProposalHead]:
        """All proposals, the one changed last first."""
        hidden = self._store.withheld()
        return [
            replace(each, title=scrubbed_title(each.title, {quote.id: quote for quote in hidden.get(each.id, ())}))
            for each in self._store.heads()
        ]

    def named(self, name: str) -> str:
        """The id of the proposal that has this id, or the one title or beginning of an id that fits.

        Raises:
            UsageError: unknown_proposal, section_ambiguous.
        """
        found = outline.named(name, [(each.id, each.title) for each in self.heads()])
        if found is None:
            raise UsageError("unknown_proposal")
        return found

    def section_named(self, proposal_id: str, name: str) -> str:
        """The id of a section, by its id, its place from 1, or its title.

        Raises:
            UsageError: unknown_section, section_ambiguous.
        """
        sections = self.found(proposal_id).sections
        if name.isdecimal() and 1 <= int(name) <= len(sections):
            return sections[int(name) - 1].id
        found = outline.named(name, [(each.id, each.title) for each in sections])
        if found is None:
            raise UsageError("unknown_section", section=name)
        return found

    def remove(self, proposal_id: str) -> None:
        """Erase a proposal with all its versions, down to the last byte."""
        if not self._store.erase(proposal_id):
            raise UsageError("unknown_proposal")

    def pick(self, proposal_id: str, section_id: str, picks: Sequence[Pick], editor: Editor) -> ProposalSection:
        """Put quotes into a basket, each checked where it stands; one that is there already is not put twice.

        It goes on while somebody edits the text: a basket only grows by it.

        Raises:
            UsageError: unknown_document, citation_outdated, quote_withheld, quote_not_there, quote_too_long,
                comment_too_long, too_many_quotes.
        """
        commented = [replace(each, comment=outline.checked_comment(each.comment, self.limits)) for each in picks]

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            documents = self._catalogue.documents_by_id({each.document_id for each in commented})
            found = [picked(each, documents.get(each.document_id), self.page, self.limits) for each in commented]
            known = {place(each) for each in section.basket}
            fresh = list({place(each): each for each in found if place(each) not in known}.values())
            count = len(section.basket) + len(fresh)
            if count > self.limits.quotes:
                title = self.title(proposal_id, section)
                raise UsageError("too_many_quotes", section=title, count=count, limit=self.limits.quotes)
            if not fresh:
                return section
            kept = self._store.add_quotes(proposal_id, fresh)
            return self.told(proposal, replace(section, basket=(*section.basket, *kept)))

        return self._edit(proposal_id, section_id, editor, "picked", change, locked=False)

    def passage_picks(self, passage_id: str, first: int, last: int | None = None, comment: str = "") -> Sequence[Pick]:
        """What picks sentences of a passage that a search found, from one to another (None: the first alone), from 1.

        Raises:
            UsageError: unknown_document, quote_withheld, no_such_sentence.
        """
        return list(sentence_picks(self._passage(passage_id), first, last or first, comment))

    def passage_sentences(self, passage_id: str) -> Sequence[str]:
        """The sentences of a passage, in their order: what `passage_picks` counts from 1.

        Raises:
            UsageError: unknown_document, quote_withheld.
        """
        return [sentence.text for sentence in quoted_sentences(self._passage(passage_id))]

    def _passage(self, passage_id: str) -> Passage:
        passage = self._catalogue.passages([passage_id]).get(passage_id)
        if passage is None:
            raise UsageError("unknown_document", document=passage_id)
        self._quotable(passage.document_id)
        return passage

    def _quotable(self, document_id: str) -> Document | None:
        """A document that is there; refused where no word of it may be shown."""
        document = self._catalogue.document(document_id)
        if document is not None and not document.text_shown:
            raise UsageError("quote_withheld", document=document.source)
        return document

    def text_pick(self, document_id: str, page: int, text: str, comment: str = "") -> Pick:
        """What picks a text that stands on a page, white space apart.

        Raises:
            UsageError: quote_withheld, quote_not_there.
        """
        known = self._quotable(document_id)
        found = place_of(text, self.page(document_id, page))
        if found is None:
            raise UsageError("quote_not_there", document=document_id if known is None else known.source, page=page)
        return Pick(document_id, page, *found, comment=comment)

    def unpick(self, proposal_id: str, section_id: str, names: Collection[str], editor: Editor) -> ProposalSection:
        """Take quotes out of a basket; sentences that rested on them are unchecked, and keep the others.

        Raises:
            UsageError: unknown_quote.
        """

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            return self.told(proposal, outline.without_quotes(section, names))

        return self._edit(proposal_id, section_id, editor, "picked", change)

    def arrange_quotes(
        self, proposal_id: str, section_id: str, order: Sequence[str], editor: Editor
    ) -> ProposalSection:
        """Put the quotes of a basket into another order.

        Raises:
            UsageError: order_wrong.
        """

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            return outline.rearranged(section, order)

        return self._edit(proposal_id, section_id, editor, "arranged", change, locked=False)

    def comment(self, proposal_id: str, section_id: str, name: str, text: str, editor: Editor) -> ProposalSection:
        """Say something of a quote of a basket.

        Raises:
            UsageError: unknown_quote, comment_too_long.
        """
        comment = outline.checked_comment(text, self.limits)

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            return outline.commented(section, name, comment)

        return self._edit(proposal_id, section_id, editor, "commented", change, locked=False)

    def text(self, proposal_id: str, section_id: str) -> str:
        """The text of a section as a person edits it."""
        return render(self.section(proposal_id, section_id).blocks)

    def save_text(self, proposal_id: str, section_id: str, text: str, revision: int, editor: Editor) -> ProposalSection:
        """Keep the text that a person made of a section; what is unchanged in it keeps its verdicts.

        A sentence that names a quote which the basket does not have is kept, and marked as unsupported.

        Args:
            proposal_id: the proposal.
            section_id: the section.
            text: see `drafting.markup`.
            revision: of the section that was edited; where its text has changed since, the text is refused.
            editor: who saves.

        Raises:
            EditConflict: section_changed, section_locked: the text is kept as a version.
            UsageError: field_too_long.
        """
        outline.check_length(text, self.limits.text_characters)
        blocks = without_notice(parse(without_controls(text)))

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            kept = carried(blocks, section.blocks, proposal.language)
            marked = unknown_marked(kept, section.basket, proposal.language)
            return replace(section, blocks=marked, written_by="person")

        return self._save(proposal_id, section_id, revision, editor, "edited", change)

    def put_text(
        self,
        proposal_id: str,
        section_id: str,
        made_of: ProposalSection,
        blocks: tuple[Block, ...],
        editor: Editor,
        written_by: WrittenBy | None,
    ) -> ProposalSection:
        """Keep a text that was made of a section as it was, or (None) its sentences as they were checked.

        Raises:
            EditConflict: section_changed, section_locked: the text is kept as a version.
        """

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            by = written_by or section.written_by
            marked = unknown_marked(blocks, section.basket, proposal.language)
            return self.told(proposal, replace(section, blocks=marked, written_by=by))

        kind: ChangeKind = "checked" if written_by is None else "written"
        return self._save(proposal_id, section_id, made_of.revision, editor, kind, change)

    def checks(self, proposal: Proposal) -> list[QuoteCheck]:
        """What has become of every quote in the baskets of a proposal."""
        return [each for section in proposal.sections for each in self.section_checks(section)]

    def lock(self, proposal_id: str, section_id: str, editor: Editor) -> SectionLock:
        """Keep a section for an editor for a while; saying so again renews it."""
        with self._store.editing():
            return self._locks.take(proposal_id, section_of(self.found(proposal_id), section_id), editor)

    def unlock(self, proposal_id: str, section_id: str, editor: Editor) -> None:
        """Give a section back."""
        self._locks.give_back(proposal_id, section_id, editor)

    def locks(self, proposal_id: str) -> Sequence[SectionLock]:
        """Who is editing what at the moment."""
        return self._locks.standing(proposal_id)

    def erase_documents(self, document_ids: Collection[str]) -> int:
        """Erase what proposals hold of documents that are erased; how many quotes there were."""
        return self._store.erase_documents(document_ids, ERASURE)
