"""The versions of sections: listed, compared, made the section again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting import outline
from assistant.drafting.baskets import shown
from assistant.drafting.comparing import compared
from assistant.drafting.retelling import retold
from assistant.errors import UsageError
from assistant.proposals.editing import Editing, section_of
from assistant.types import ChangeKind, Editor, LineChange, Proposal, ProposalSection, SectionVersion

_REFUSED: tuple[ChangeKind, ...] = ("refused",)


class History(Editing):
    """What is done with the versions of sections."""

    def section(self, proposal_id: str, section_id: str) -> ProposalSection:
        """One section of a proposal, as everybody may see it."""
        return self._shown(proposal_id, section_of(self.found(proposal_id), section_id))

    def versions(
        self, proposal_id: str, section_id: str | None = None, limit: int | None = None, skip: int = 0
    ) -> Sequence[SectionVersion]:
        """The versions of a section, or of all that the proposal has or had, oldest first.

        Of many, the last `limit` (None: all), but for the `skip` last ones.
        """
        self.found(proposal_id)
        hidden = self.hidden(proposal_id)
        found = self._store.versions(proposal_id, section_id, limit, skip)
        return [replace(each, section=shown(each.section, hidden)) for each in found]

    def version(self, proposal_id: str, section_id: str, number: int) -> SectionVersion:
        """One version of a section.

        Raises:
            UsageError: unknown_version.
        """
        found = self._version(proposal_id, section_id, number)
        return replace(found, section=self._shown(proposal_id, found.section))

    def compare(
        self, proposal_id: str, section_id: str, older: int, newer: int | None = None
    ) -> tuple[LineChange, ...]:
        """Two versions of a section line by line, or (None) one and what the section is now, or was last.

        Raises:
            UsageError: unknown_version.
        """
        one = self.version(proposal_id, section_id, older).section
        if newer is None:
            return compared(one, self._now_or_last(proposal_id, section_id))
        return compared(one, self.version(proposal_id, section_id, newer).section)

    def _now_or_last(self, proposal_id: str, section_id: str) -> ProposalSection:
        """A section as it is; of one that was taken out of the outline, what it was then."""
        sections = self.found(proposal_id).sections
        now = next((each for each in sections if each.id == section_id), None)
        if now is None:
            last = self._store.last_version(proposal_id, section_id, _REFUSED)
            if last is None:
                raise UsageError("unknown_section", section=section_id)
            now = last.section
        return self._shown(proposal_id, now)

    def restore(self, proposal_id: str, section_id: str, number: int, editor: Editor) -> ProposalSection:
        """Make a version what the section is; a section that was removed comes back at the end.

        Raises:
            UsageError: unknown_version, too_many_sections.
        """
        with self._outlining(proposal_id, "restored", editor.name):
            proposal = self.found(proposal_id)
            now = next((each for each in proposal.sections if each.id == section_id), None)
            if now is None:
                outline.check_count(len(proposal.sections) + 1, self.limits)
            else:
                self._locks.refuse_others(proposal_id, now, editor)
            section = self._bring_back(proposal, section_id, number, editor)
        return self._shown(proposal_id, section)

    def _bring_back(self, proposal: Proposal, section_id: str, number: int, editor: Editor) -> ProposalSection:
        former = self._version(proposal.id, section_id, number).section
        last, erased = self._store.last_revisions(proposal.id, section_id)
        last = max(last, erased)
        section = replace(
            self.told(proposal, retold(former, proposal.language)),
            revision=last + 1,
            text_revision=last + 1,
            erased_revision=erased,
        )
        self._store.put_section(proposal.id, section, "restored", editor.name)
        return section
