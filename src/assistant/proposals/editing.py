"""One change of a proposal: read, changed and kept in one transaction, with a version; late ones are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from assistant.drafting.baskets import Hidden, Limits, check, holding, shown, shown_title
from assistant.drafting.checking import Evidence, checked_title
from assistant.drafting.headings import years_of
from assistant.drafting.lacking import lacking
from assistant.errors import EditConflict, UsageError
from assistant.ports import Catalogue
from assistant.proposal_ports import ProposalStore
from assistant.proposals.locks import Locks
from assistant.types import (
    ChangeKind,
    Document,
    Editor,
    Outline,
    OutlineChange,
    Page,
    Proposal,
    ProposalSection,
    QuoteCheck,
    SectionVersion,
)

Change = Callable[[Proposal, ProposalSection], ProposalSection]
"""Makes a section another one; it is given its proposal, too."""
_BESIDE: tuple[ChangeKind, ...] = ("picked", "arranged", "commented", "checked", "refused")
"""Changes that do not touch the text."""


class Editing:
    """What every method of `Proposals` is made of."""

    def __init__(self, store: ProposalStore, catalogue: Catalogue, limits: Limits) -> None:
        self._store = store
        self._catalogue = catalogue
        self._locks = Locks(store, limits.lock_seconds, self.title)
        self.limits = limits

    def found(self, proposal_id: str) -> Proposal:
        """A proposal as it is kept.

        Raises:
            UsageError: unknown_proposal.
        """
        proposal = self._store.proposal(proposal_id)
        if proposal is None:
            raise UsageError("unknown_proposal")
        return proposal

    def show(self, proposal_id: str) -> Proposal:
        """A proposal as everybody may see it: without the words and names of sources that are withheld by now."""
        proposal, hidden = self.found(proposal_id), self.hidden(proposal_id)
        sections = tuple(shown(each, hidden) for each in proposal.sections)
        return replace(proposal, title=shown_title(proposal.title, hidden), sections=sections)

    def hidden(self, proposal_id: str) -> Hidden:
        """What no front may give of a proposal, whatever section or version has it."""
        quotes = {each.id: each for each in self._store.withheld(proposal_id).get(proposal_id, ())}
        documents = self._catalogue.documents_by_id({each.document_id for each in quotes.values()})
        outline = self._store.outline(proposal_id) if quotes else None
        return Hidden(quotes, documents, "fr" if outline is None else outline.language)

    def title(self, proposal_id: str, section: ProposalSection) -> str:
        """The title of a section as everybody may see it."""
        return shown_title(section.title, self.hidden(proposal_id))

    def _outline_now(self, proposal_id: str) -> Outline:
        """The title of a proposal and its sections' names, and nothing else of it.

        Raises:
            UsageError: unknown_proposal.
        """
        found = self._store.outline(proposal_id)
        if found is None:
            raise UsageError("unknown_proposal")
        return found

    def documents(self, sections: Iterable[ProposalSection]) -> Mapping[str, Document]:
        """The documents of baskets that are there, by id."""
        return self._catalogue.documents_by_id({quote.document_id for each in sections for quote in each.basket})

    def page(self, document_id: str, number: int) -> Page | None:
        """A page of the catalogue."""
        return self._catalogue.page(document_id, number)

    def section_checks(self, section: ProposalSection) -> list[QuoteCheck]:
        """The same of one section."""
        documents, page = self.documents([section]), cache(self.page)
        return [check(each, documents.get(each.document_id), page) for each in section.basket]

    def _shown(self, proposal_id: str, section: ProposalSection) -> ProposalSection:
        return shown(section, self.hidden(proposal_id))

    def told(self, proposal: Proposal, section: ProposalSection) -> ProposalSection:
        """A section that says what its evidence lacks, and whether that establishes its title."""
        documents = self.documents([section])
        names = holding(self.section_checks(section))
        held = replace(section, basket=tuple(each for each in section.basket if each.id in names))
        missing = lacking(held, documents, self._catalogue.newest_date(), proposal.language)
        quotes = {each.id: each for each in held.basket}
        title = checked_title(section.title, Evidence(quotes, documents), proposal.language, years_of(proposal))
        return replace(section, missing=missing, title_verdict=title.verdict, title_reason=title.reason)

    @contextmanager
    def _outlining(self, proposal_id: str, change: OutlineChange, editor: str) -> Iterator[None]:
        """Change an outline in one transaction: it is kept as it becomes, and as it was where no version says so."""
        with self._store.editing():
            self._keep_first_outline(proposal_id)
            yield
            self._store.keep_outline(proposal_id, change, editor)

    def _keep_first_outline(self, proposal_id: str) -> None:
        if not self._store.outline_versions(proposal_id):
            self._store.keep_outline(proposal_id, "begun", "")

    def _edit(
        self,
        proposal_id: str,
        section_id: str,
        editor: Editor,
        kind: ChangeKind,
        change: Change,
        *,
        locked: bool = True,
    ) -> ProposalSection:
        """Change a section as it is now; `locked`: not while somebody else is editing it."""
        with self._store.editing():
            proposal = self.found(proposal_id)
            section = section_of(proposal, section_id)
            if locked:
                self._locks.refuse_others(proposal_id, section, editor)
            changed = change(proposal, section)
            if changed != section:
                changed = self._put(proposal_id, section, changed, kind, editor)
        return self._shown(proposal_id, changed)

    def _save(
        self, proposal_id: str, section_id: str, revision: int, editor: Editor, kind: ChangeKind, change: Change
    ) -> ProposalSection:
        """Change a section that was read at a revision; what comes too late, or while it is locked, becomes a version.

        Raises:
            EditConflict: section_changed, section_locked.
            UsageError: section_locked: and there is nothing to keep; section_erased: it was read before a document was
                erased that the section quoted: it may have words of it, and is not kept.
        """
        with self._store.editing():
            proposal = self.found(proposal_id)
            section = section_of(proposal, section_id)
            if revision < section.erased_revision:
                raise UsageError("section_erased", section=self.title(proposal_id, section))
            locked = self._locks.refusal(proposal_id, section, editor)
            changed = change(proposal, section)
            late = not section.text_revision <= revision <= section.revision
            if changed == section and locked is not None:
                raise UsageError("section_locked", **locked)
            if changed == section:
                return self._shown(proposal_id, section)
            if not late and locked is None:
                changed = self._put(proposal_id, section, changed, kind, editor)
                return self._shown(proposal_id, changed)
            number = self._set_aside(proposal_id, changed, editor)  # raising in here would undo it
        if locked is not None:
            raise EditConflict("section_locked", **locked, version=number)
        by = self._last_editor(proposal_id, section_id)
        raise EditConflict("section_changed", section=self.title(proposal_id, section), editor=by, version=number)

    def _put(
        self, proposal_id: str, before: ProposalSection, after: ProposalSection, kind: ChangeKind, editor: Editor
    ) -> ProposalSection:
        """Keep a changed section; with the outline, where its title is another."""
        changed = counted(before, after)
        if changed.title != before.title:
            with self._outlining(proposal_id, "retitled", editor.name):
                self._store.put_section(proposal_id, changed, kind, editor.name)
        else:
            self._store.put_section(proposal_id, changed, kind, editor.name)
        return changed

    def _set_aside(self, proposal_id: str, section: ProposalSection, editor: Editor) -> int:
        """Keep what is refused as a version; one that is sent again is kept once. Gives its number."""
        last = self._store.last_version(proposal_id, section.id)
        if last is not None and (last.change, last.editor, last.section) == ("refused", editor.name, section):
            return last.number
        return self._store.keep_version(proposal_id, section, "refused", editor.name)

    def refuse_locked(self, proposal_id: str, section: ProposalSection, editor: Editor) -> None:
        """Say that somebody else is editing a section before there is work done for it.

        Raises:
            UsageError: section_locked.
        """
        self._locks.refuse_others(proposal_id, section, editor)

    def _last_editor(self, proposal_id: str, section_id: str) -> str:
        found = self._store.last_version(proposal_id, section_id, _BESIDE)
        return "" if found is None else found.editor

    def _version(self, proposal_id: str, section_id: str, number: int) -> SectionVersion:
        self.found(proposal_id)
        found = self._store.version(proposal_id, section_id, number)
        if found is None:
            raise UsageError("unknown_version", number=number)
        return found


def section_of(proposal: Proposal, section_id: str) -> ProposalSection:
    """One section of a proposal.

    Raises:
        UsageError: unknown_section.
    """
    found = next((each for each in proposal.sections if each.id == section_id), None)
    if found is None:
        raise UsageError("unknown_section", section=section_id)
    return found


def counted(before: ProposalSection, after: ProposalSection) -> ProposalSection:
    """The changed section with its revision, which is that of its text where that has changed."""
    revision = before.revision + 1
    said = before.text_revision if _said(before) == _said(after) else revision
    return replace(after, revision=revision, text_revision=said)


def _said(section: ProposalSection) -> object:
    text = [(block.kind, [(each.text, each.quotes) for each in block.sentences]) for block in section.blocks]
    return section.title, section.question, section.reader, section.length, text
