"""The outline of a proposal: its title, its sections and their order; every version of it kept, compared, restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting import outline
from assistant.drafting.baskets import scrubbed_outline, shown, shown_outline
from assistant.drafting.comparing import compared_outlines
from assistant.drafting.retelling import retold
from assistant.errors import UsageError
from assistant.proposals.editing import counted, section_of
from assistant.proposals.history import History
from assistant.types import (
    Editor,
    Language,
    LineChange,
    Outline,
    OutlineVersion,
    PickedQuote,
    Proposal,
    ProposalOutline,
    ProposalSection,
    SectionPlan,
    SectionVersion,
)


class Outlines(History):
    """What is done with outlines."""

    def outlines(self) -> Sequence[ProposalOutline]:
        """All proposals with the names of their sections alone, the one changed last first."""
        hidden = self._store.withheld()
        return [_listed(each, hidden.get(each.id, ())) for each in self._store.outlines()]

    def new(self, title: str, language: Language, plans: Sequence[SectionPlan] = (), editor: str = "") -> Proposal:
        """Begin a proposal with its outline.

        Raises:
            UsageError: title_empty, title_too_long, field_too_long, too_many_sections, too_many_proposals.
        """
        named = outline.checked_title(title)
        checked = [outline.checked_plan(each, self.limits) for each in plans]
        outline.check_count(len(checked), self.limits)
        with self._store.editing():
            proposal_id = self._store.create(named, language, self.limits.proposals)
            for plan in checked:
                section = outline.planned(self._store.new_section(proposal_id), plan)
                self._store.put_section(proposal_id, section, "added", editor)
            self._store.keep_outline(proposal_id, "begun", editor)
        return self.show(proposal_id)

    def rename(
        self, proposal_id: str, title: str | None = None, language: Language | None = None, editor: str = ""
    ) -> Proposal:
        """Give a proposal another title or language.

        Raises:
            UsageError: title_empty, title_too_long.
        """
        named = None if title is None else outline.checked_title(title)
        with self._outlining(proposal_id, "renamed", editor):
            before = self.found(proposal_id)
            wanted, order = language or before.language, [each.id for each in before.sections]
            self._store.put_proposal(proposal_id, named or before.title, wanted, order)
            self._tell_anew(before, wanted, editor)
        return self.show(proposal_id)

    def arrange_sections(self, proposal_id: str, order: Sequence[str], editor: str = "") -> Proposal:
        """Put the sections into another order.

        Raises:
            UsageError: order_wrong.
        """
        with self._outlining(proposal_id, "ordered", editor):
            before = self._outline_now(proposal_id)
            outline.check_order(order, [name for name, _ in before.sections])
            self._store.put_proposal(proposal_id, before.title, before.language, order)
        return self.show(proposal_id)

    def add_section(self, proposal_id: str, plan: SectionPlan, editor: Editor) -> ProposalSection:
        """Put a section at the end of the outline.

        Raises:
            UsageError: title_empty, title_too_long, field_too_long, too_many_sections.
        """
        checked = outline.checked_plan(plan, self.limits)
        with self._outlining(proposal_id, "added", editor.name):
            outline.check_count(len(self._outline_now(proposal_id).sections) + 1, self.limits)
            section = outline.planned(self._store.new_section(proposal_id), checked)
            self._store.put_section(proposal_id, section, "added", editor.name)
        return section

    def plan_section(
        self, proposal_id: str, section_id: str, plan: SectionPlan, revision: int, editor: Editor
    ) -> ProposalSection:
        """Say anew what a section is to be; its text stays.

        Raises:
            EditConflict: section_changed.
            UsageError: title_empty, title_too_long, field_too_long.
        """
        checked = outline.checked_plan(plan, self.limits)

        def change(proposal: Proposal, section: ProposalSection) -> ProposalSection:
            return self.told(proposal, outline.replanned(section, checked))

        return self._save(proposal_id, section_id, revision, editor, "planned", change)

    def remove_section(self, proposal_id: str, section_id: str, editor: Editor) -> None:
        """Take a section out of the outline; its versions stay, and `restore` brings it back."""
        with self._outlining(proposal_id, "removed", editor.name):
            before = self.found(proposal_id)
            section = section_of(before, section_id)
            self._locks.refuse_others(proposal_id, section, editor)
            self._store.keep_version(proposal_id, section, "removed", editor.name)
            left = [each.id for each in before.sections if each.id != section_id]
            self._store.put_proposal(proposal_id, before.title, before.language, left)

    def removed_sections(self, proposal_id: str) -> Sequence[SectionVersion]:
        """The sections that were taken out of the outline, as they were then, the last one first."""
        found = [self._version(proposal_id, name, number) for name, number in self._store.removed(proposal_id)]
        hidden = self.hidden(proposal_id)
        return [replace(each, section=shown(each.section, hidden)) for each in found]

    def outline_versions(self, proposal_id: str) -> Sequence[OutlineVersion]:
        """The versions of the outline, oldest first."""
        self._outline_now(proposal_id)
        hidden = self.hidden(proposal_id)
        found = self._store.outline_versions(proposal_id)
        return [replace(each, outline=shown_outline(each.outline, hidden)) for each in found]

    def compare_outlines(self, proposal_id: str, older: int, newer: int | None = None) -> tuple[LineChange, ...]:
        """Two versions of the outline line by line, or (None) one and what it is now.

        Raises:
            UsageError: unknown_version.
        """
        later = self._outline_now(proposal_id) if newer is None else self._outline(proposal_id, newer)
        hidden = self.hidden(proposal_id)
        former = self._outline(proposal_id, older)
        return compared_outlines(shown_outline(former, hidden), shown_outline(later, hidden))

    def restore_outline(self, proposal_id: str, number: int, editor: Editor) -> Proposal:
        """Give a proposal the title and the order of a version; what was taken out since comes back.

        Sections that were added since stay, at the end; texts and titles of sections stay what they are.

        Raises:
            UsageError: unknown_version, too_many_sections.
        """
        with self._outlining(proposal_id, "restored", editor.name):
            wanted = self._outline(proposal_id, number)
            there = dict(self._outline_now(proposal_id).sections)
            gone = dict(self._store.removed(proposal_id))
            back = [name for name, _ in wanted.sections if name not in there and name in gone]
            outline.check_count(len(there) + len(back), self.limits)
            proposal = self.found(proposal_id)
            for name in back:
                self._bring_back(replace(proposal, language=wanted.language), name, gone[name], editor)
            now = [*there, *back]
            first = [name for name, _ in wanted.sections if name in now]
            order = [*first, *(name for name in now if name not in first)]
            self._store.put_proposal(proposal_id, wanted.title, wanted.language, order)
            self._tell_anew(proposal, wanted.language, editor.name)
        return self.show(proposal_id)

    def _tell_anew(self, before: Proposal, language: Language, editor: str) -> None:
        """Say in another language what the sections' evidence lacks, and why verdicts are so."""
        if language == before.language:
            return
        proposal = replace(before, language=language)
        for section in proposal.sections:
            changed = self.told(proposal, retold(section, language))
            if changed != section:
                self._store.put_section(proposal.id, counted(section, changed), "checked", editor)

    def _outline(self, proposal_id: str, number: int) -> Outline:
        self._outline_now(proposal_id)
        found = next((each for each in self._store.outline_versions(proposal_id) if each.number == number), None)
        if found is None:
            raise UsageError("unknown_version", number=number)
        return found.outline


def _listed(proposal: ProposalOutline, quotes: Sequence[PickedQuote]) -> ProposalOutline:
    """A proposal of a list without the words of its quotes that may not be shown."""
    if not quotes:
        return proposal
    names = tuple((each.id, each.title) for each in proposal.sections)
    left = scrubbed_outline(Outline(proposal.title, proposal.language, names), {each.id: each for each in quotes})
    sections = tuple(
        replace(each, title=title) for each, (_, title) in zip(proposal.sections, left.sections, strict=True)
    )
    return replace(proposal, title=left.title, sections=sections)
