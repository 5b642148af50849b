"""Who is editing which section: one at a time, for as long as they say so again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from assistant.errors import UsageError
from assistant.proposal_ports import ProposalStore
from assistant.types import Editor, ProposalSection, SectionLock


class Locks:
    """The locks on the sections of proposals."""

    def __init__(self, store: ProposalStore, seconds: int, title: Callable[[str, ProposalSection], str]) -> None:
        self._store = store
        self._seconds = seconds
        self._title = title  # of a section of a proposal, as everybody may see it

    def standing(self, proposal_id: str) -> Sequence[SectionLock]:
        """The locks whose time is not over."""
        now = _moment(0)
        return [each for each in self._store.locks(proposal_id) if each.until > now]

    def take(self, proposal_id: str, section: ProposalSection, editor: Editor) -> SectionLock:
        """Lock a section for an editor, or renew it.

        Raises:
            UsageError: section_locked.
        """
        self.refuse_others(proposal_id, section, editor)
        lock = SectionLock(section.id, editor, _moment(self._seconds))
        self._store.put_lock(proposal_id, lock)
        return lock

    def give_back(self, proposal_id: str, section_id: str, editor: Editor) -> None:
        """Unlock a section, where it is this editor's."""
        self._store.drop_lock(proposal_id, section_id, editor.owner)

    def refuse_others(self, proposal_id: str, section: ProposalSection, editor: Editor) -> None:
        """Let nobody change a section that somebody else is editing.

        Raises:
            UsageError: section_locked.
        """
        refusal = self.refusal(proposal_id, section, editor)
        if refusal is not None:
            raise UsageError("section_locked", **refusal)

    def refusal(self, proposal_id: str, section: ProposalSection, editor: Editor) -> Mapping[str, object] | None:
        """What section_locked tells an editor where somebody else is editing a section; None where nobody is."""
        for each in self.standing(proposal_id):
            if each.section_id == section.id and each.editor.owner != editor.owner:
                return {
                    "section": self._title(proposal_id, section),
                    "editor": each.editor.name,
                    "seconds": self._seconds,
                }
        return None


def _moment(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
