"""`assistant draft`: proposals and their outlines, a section and its text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.draft_files import files_app
from assistant.cli.draft_history import history_app
from assistant.cli.draft_options import (
    LengthOption,
    ProposalArgument,
    QuestionOption,
    ReaderOption,
    SectionArgument,
    YesOption,
    at,
    editor,
)
from assistant.cli.draft_writing import writing_app
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, printable
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.types import Language, Proposal, ProposalSection, SectionPlan

TitleArgument = Annotated[str, typer.Argument(metavar="TITLE", help=say("Titre.", "Title."))]
SectionsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        metavar="TEXT",
        help=say(
            "Une section\u00a0: «\u00a0titre | question | destinataire | longueur\u00a0» (répétable).",
            'A section: "title | question | reader | length" (repeatable).',
        ),
    ),
]
OutlineOption = Annotated[
    Path | None,
    typer.Option("--outline", metavar="FILE", help=say("Les mêmes, une par ligne.", "The same, one a line.")),
]
LanguageOption = Annotated[
    Literal["fr", "en"] | None,
    typer.Option("--language", help=say("Langue de la proposition.", "Language of the proposal.")),
]
TextOption = Annotated[
    str | None,
    typer.Option(
        "--text",
        metavar="FILE",
        help=say(
            "Enregistre le texte de ce fichier (- pour l'entrée standard).",
            "Save the text of this file (- for standard input).",
        ),
    ),
]
RevisionOption = Annotated[
    int | None,
    typer.Option(
        "--revision",
        min=0,
        help=say(
            "Révision dont le texte a été fait\u202f; s'il a changé depuis, il est refusé et gardé comme version.",
            "Revision that the text was made of; where it has changed since, it is refused and kept as a version.",
        ),
    ),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help=say("Le texte seul, à modifier.", "The text alone, to be edited."))
]
RetitleOption = Annotated[str | None, typer.Option("--title", help=say("Nouveau titre.", "New title."))]
AddOption = Annotated[
    bool, typer.Option("--add", help=say("SECTION est le titre d'une nouvelle.", "SECTION is the title of a new one."))
]
MoveOption = Annotated[
    int | None, typer.Option("--move", min=1, help=say("La met à cette place.", "Put it at this place."))
]
RemoveOption = Annotated[bool, typer.Option("--remove", help=say("La retire du plan.", "Take it out of the outline."))]

draft_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
draft_app.add_typer(files_app)
draft_app.add_typer(history_app)
draft_app.add_typer(writing_app)  # without a name: its commands are of this group


@draft_app.command("new", help=say("Commence une proposition.", "Begin a proposal."))
def new(
    title: TitleArgument,
    section: SectionsOption = None,
    outline: OutlineOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Begin a proposal with its outline."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import said
        from assistant.proposal_wire import proposal_dict
        from assistant.wire import clean_text

        lines = [*(section or []), *(_lines(outline) if outline is not None else [])]
        plans = [_plan(clean_text(line)) for line in lines]
        made = assistant.proposals.new(clean_text(title), language or settings.language, plans, editor().name)
        if as_json:
            emit_json(proposal_dict(made, (), (), editor().owner))
        else:
            emit(printable(said("begun", settings.language, id=made.id, title=made.title)))


@draft_app.command(
    "rename",
    help=say(
        "Donne à une proposition un autre titre ou une autre langue.", "Give a proposal another title or language."
    ),
)
def rename(
    proposal: ProposalArgument,
    title: RetitleOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Give a proposal another title or language; what is said of its sections is said in that one then."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.wire import clean_text

        kept = assistant.proposals
        named = None if title is None else clean_text(title)
        made = kept.rename(kept.named(proposal), named, language, editor().name)
        _tell(assistant, made, as_json, settings.language)


def _tell(assistant: Assistant, proposal: Proposal, as_json: bool, language: Language) -> None:
    """Say what a proposal is, and which of its quotes no longer hold."""
    from assistant.cli.draft_text import proposal_text
    from assistant.proposal_wire import proposal_dict

    kept = assistant.proposals
    checks = kept.checks(proposal)
    if as_json:
        emit_json(proposal_dict(proposal, checks, kept.locks(proposal.id), editor().owner))
    else:
        emit(printable(proposal_text(proposal, checks, language)))


def _lines(path: Path) -> list[str]:
    return [line for line in _read(str(path)).splitlines() if line.strip()]


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError("not_found", path=name) from error


def _plan(line: str) -> SectionPlan:
    from assistant.types import SectionPlan

    title, question, reader, length, *_ = [*(part.strip() for part in line.split("|")), "", "", ""]
    return SectionPlan(title, question, reader, int(length) if length.isdecimal() else 0)


@draft_app.command("list", help=say("Donne les propositions.", "List the proposals."))
def list_proposals(
    as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None
) -> None:
    """List the proposals, the one changed last first."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import head_line, said
        from assistant.proposal_wire import head_dict

        heads = assistant.proposals.heads()
        if as_json:
            emit_json([head_dict(head) for head in heads])
        elif heads:
            emit("\n".join(head_line(head, settings.language) for head in heads))
        else:
            note(said("none", settings.language))


@draft_app.command(
    "show",
    help=say(
        "Montre une proposition\u00a0: son plan, et les citations qui ne tiennent plus.",
        "Show a proposal: its outline, and the quotes that no longer hold.",
    ),
)
def show(
    proposal: ProposalArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Show a proposal."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        kept = assistant.proposals
        _tell(assistant, kept.show(kept.named(proposal)), as_json, settings.language)


@draft_app.command(
    "section",
    help=say(
        "Montre une section, l'ajoute, change son plan ou son texte, la déplace ou la retire.",
        "Show a section, add it, change its plan or its text, move it or take it out.",
    ),
)
def section(
    proposal: ProposalArgument,
    section: SectionArgument,
    add: AddOption = False,
    title: RetitleOption = None,
    question: QuestionOption = None,
    reader: ReaderOption = None,
    length: LengthOption = None,
    text: TextOption = None,
    revision: RevisionOption = None,
    move: MoveOption = None,
    remove: RemoveOption = False,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Show or change one section."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import said, section_text
        from assistant.drafting.markup import render
        from assistant.proposal_wire import section_dict

        kept, fields = assistant.proposals, (title, question, reader, length)
        if add:
            found = _added(assistant, kept.named(proposal), section, fields)
        else:
            proposal_id, section_id = at(assistant, proposal, section)
            if remove:
                kept.remove_section(proposal_id, section_id, editor())
                note(said("section_removed", settings.language, id=section_id))
                return
            found = _changed(assistant, proposal_id, section_id, fields, text, revision, move)
        checks = kept.section_checks(found)
        if as_json:
            emit_json(section_dict(found, {each.quote_id: each for each in checks}))
        elif plain:
            emit(render(found.blocks), encoding="utf-8")
        else:
            emit(printable(section_text(found, checks, settings.language)))


_Fields = tuple[str | None, str | None, str | None, int | None]


def _added(assistant: Assistant, proposal_id: str, named: str, fields: _Fields) -> ProposalSection:
    from assistant.types import SectionPlan
    from assistant.wire import clean_text

    title, question, reader, length = fields
    plan = SectionPlan(clean_text(title or named), clean_text(question or ""), clean_text(reader or ""), length or 0)
    return assistant.proposals.add_section(proposal_id, plan, editor())


def _changed(
    assistant: Assistant,
    proposal_id: str,
    section_id: str,
    fields: _Fields,
    text: str | None,
    revision: int | None,
    move: int | None,
) -> ProposalSection:
    from assistant.types import SectionPlan
    from assistant.wire import clean_text

    kept = assistant.proposals
    found = kept.section(proposal_id, section_id)
    if any(each is not None for each in fields):
        title, question, reader, length = fields
        plan = SectionPlan(
            clean_text(found.title if title is None else title),
            clean_text(found.question if question is None else question),
            clean_text(found.reader if reader is None else reader),
            found.length if length is None else length,
        )
        found = kept.plan_section(proposal_id, section_id, plan, found.revision, editor())
    if text is not None:
        of = found.revision if revision is None else revision
        found = kept.save_text(proposal_id, section_id, clean_text(_read(text)), of, editor())
    if move is not None:
        order = [each.id for each in kept.show(proposal_id).sections if each.id != section_id]
        kept.arrange_sections(proposal_id, [*order[: move - 1], section_id, *order[move - 1 :]], editor().name)
    return found


@draft_app.command(
    "remove",
    help=say("Efface une proposition et toutes ses versions.", "Erase a proposal and all its versions."),
)
def remove(
    proposal: ProposalArgument,
    yes: YesOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Erase a proposal, down to the last byte."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import said

        proposal_id = assistant.proposals.named(proposal)
        title = assistant.proposals.show(proposal_id).title
        question = printable(said("confirm", settings.language, title=title))
        if not yes and not (sys.stdin.isatty() and typer.confirm(question, err=True)):
            raise UsageError("remove_unconfirmed")
        assistant.proposals.remove(proposal_id)
        if as_json:
            emit_json({"removed": proposal_id})
        else:
            note(printable(said("removed", settings.language, title=title)))
