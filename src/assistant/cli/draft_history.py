"""`assistant draft`: versions of sections and of the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.draft_options import OUTLINE, OptionalSection, ProposalArgument, SectionArgument, editor
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, printable
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.types import Language

RestoreOption = Annotated[
    int | None, typer.Option("--restore", metavar="N", min=1, help=say("Rétablit cette version.", "Restore this one."))
]
OlderArgument = Annotated[int, typer.Argument(metavar="OLDER", min=1, help=say("Une version.", "A version."))]
NewerArgument = Annotated[
    int | None,
    typer.Argument(
        metavar="[NEWER]",
        min=1,
        help=say("Une autre (sinon l'état actuel).", "Another (else as it is)."),
    ),
]

history_app = typer.Typer(add_completion=False, rich_markup_mode=None)


@history_app.command(
    "versions",
    help=say(
        "Donne les versions des sections, ou celles du plan (-), ou en rétablit une.",
        "List the versions of sections, or those of the outline (-), or restore one.",
    ),
)
def versions(
    proposal: ProposalArgument,
    section: OptionalSection = None,
    restore: RestoreOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """List versions, also of sections that were taken out (by their id); of the outline with "-"."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import version_line
        from assistant.proposal_wire import version_dict

        kept = assistant.proposals
        proposal_id = kept.named(proposal)
        if section == OUTLINE:
            _outline_versions(assistant, proposal_id, restore, as_json, settings.language)
            return
        of = None if section is None else _known(assistant, proposal_id, section)
        if restore is not None:
            if of is None:
                raise UsageError("unknown_version", number=restore)
            kept.restore(proposal_id, of, restore, editor())
        found = kept.versions(proposal_id, of)
        if as_json:
            emit_json([version_dict(each) for each in found])
        else:
            emit("\n".join(version_line(each, settings.language) for each in found))


def _outline_versions(
    assistant: Assistant, proposal_id: str, restore: int | None, as_json: bool, language: Language
) -> None:
    from assistant.cli.draft_text import outline_line
    from assistant.proposal_wire import outline_version_dict

    if restore is not None:
        assistant.proposals.restore_outline(proposal_id, restore, editor())
    found = assistant.proposals.outline_versions(proposal_id)
    if as_json:
        emit_json([outline_version_dict(each) for each in found])
    else:
        emit("\n".join(outline_line(each, language) for each in found))


def _known(assistant: Assistant, proposal_id: str, name: str) -> str:
    """The id of a section that is or was there."""
    if any(each.section.id == name for each in assistant.proposals.versions(proposal_id)):
        return name
    return assistant.proposals.section_named(proposal_id, name)


@history_app.command(
    "compare",
    help=say(
        "Compare deux versions d'une section, ou du plan (-).",
        "Compare two versions of a section, or of the outline (-).",
    ),
)
def compare(
    proposal: ProposalArgument,
    section: SectionArgument,
    older: OlderArgument,
    newer: NewerArgument = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Compare two versions line by line."""
    with opened(index, settings_file, as_json) as (assistant, _):
        from assistant.cli.draft_text import changes_text
        from assistant.proposal_wire import changes_list

        kept = assistant.proposals
        proposal_id = kept.named(proposal)
        if section == OUTLINE:
            changes = kept.compare_outlines(proposal_id, older, newer)
        else:
            changes = kept.compare(proposal_id, _known(assistant, proposal_id, section), older, newer)
        if as_json:
            emit_json(changes_list(changes))
        else:
            emit(printable(changes_text(changes)))
