"""`assistant draft export` and `assistant draft verify`: proposals as files, and files that come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import SOME_FAILED, IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, one_line, printable
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.types import Language
    from assistant.types.proposal_files import FileCheck

IdArgument = Annotated[
    str,
    typer.Argument(metavar="ID", help=say("Identifiant ou titre de la proposition.", "Id or title of the proposal.")),
]
ToOption = Annotated[
    Path,
    typer.Option(
        "--to",
        metavar="FILE",
        help=say(
            "Fichier à écrire\u202f; sa fin dit le format\u00a0: .docx .odt .md .html .pdf .json.",
            "File to write; its ending says the format: .docx .odt .md .html .pdf .json.",
        ),
    ),
]
StyleOption = Annotated[
    str,
    typer.Option(
        "--style",
        metavar="NAME|FILE.csl",
        help=say(
            "Style de citation (par défaut iso690-author-date-fr)\u00a0: iso690-note-fr, apa, "
            "chicago-notes-bibliography-fr… ou un fichier CSL.",
            "Citation style (iso690-author-date-fr by default): iso690-note-fr, apa, chicago-notes-bibliography-fr... "
            "or a CSL file.",
        ),
    ),
]
ReplaceOption = Annotated[
    bool,
    typer.Option("--replace", help=say("Remplace le fichier, s'il existe.", "Replace the file, where it is there.")),
]
FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help=say("DOCX ou JSON exporté, modifié ou non.", "DOCX or JSON exported, edited or not.")
    ),
]
BundleOption = Annotated[
    Path | None,
    typer.Option(
        "--bundle",
        metavar="FILE.json",
        help=say(
            "JSON exporté de la même proposition, si le DOCX a perdu la liste de ses notes.",
            "JSON exported from the same proposal, where the DOCX has lost the list of its notes.",
        ),
    ),
]


def export(
    proposal: IdArgument,
    to: ToOption,
    style: StyleOption = "",
    replace: ReplaceOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Write a proposal to a file, every quote checked first."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.proposal_files import format_of

        form = format_of(to)
        if to.exists() and not replace:
            raise UsageError("draft_file_exists", path=to)
        own = Path(style) if style.lower().endswith(".csl") else style
        made = assistant.proposal_files.export(assistant.proposals.named(proposal), form, own)
        _write(to, made.content, replace)
        said: dict[str, Any] = {"file": str(to), "format": form, "notes": made.notes, "to_check": made.marks}
        if as_json:
            emit_json(said)
        else:
            note(printable(_written_words(to, made.notes, made.marks, settings.language)))


def _written_words(path: Path, notes: int, marks: int, language: Language) -> str:
    if language == "fr":
        return f"Écrit\u00a0: {path} (notes\u00a0: {notes}, passages signalés à vérifier\u00a0: {marks})."
    return f"Written: {path} (footnotes: {notes}, places marked as to be checked: {marks})."


def _write(path: Path, content: bytes, replace: bool) -> None:
    """Write a file whole: what was there stays until it gives way, and gives way only where it is to."""
    from assistant.evaluation.reports.files import replace_bytes

    try:
        replace_bytes(path, content, over=replace)
    except FileExistsError:
        raise UsageError("draft_file_exists", path=path) from None


def verify(
    file: FileArgument,
    bundle: BundleOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Say which footnotes of a file still hold. Ends with 3 where some do not."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.proposal_files_wire import check_dict

        check = assistant.proposal_files.verify(file, bundle)
        if as_json:
            emit_json(check_dict(check, settings.language))
        else:
            emit(printable(_check_text(check, settings.language)))
    if not check.holds:
        raise typer.Exit(SOME_FAILED)


def _check_text(check: FileCheck, language: Language) -> str:
    """How many footnotes hold, then those that do not: what is wrong, the document, the quote."""
    from assistant.proposal_files_wire import check_words, finding_words, is_withheld

    lines = [check_words(check, language)]
    for each in check.findings:
        if each.state == "holds" and not each.sentence_changed:
            continue
        number = "-" if each.number is None else str(each.number)
        lines.append(f"{number:>4}  {finding_words(each, language)}")
        if is_withheld(each):
            continue
        if each.carried is not None and each.carried.source:
            page = f", p.\u00a0{each.carried.page}" if each.carried.paged else ""
            lines.append(f"      {one_line(each.carried.source)}{page}")
        about = each.carried.quote if each.carried is not None else each.text
        lines.append(f"      {one_line(about)[:120]}")
    return "\n".join(lines)


EXPORT_HELP = say(
    "Écrit une proposition dans un fichier (DOCX, ODT, Markdown, HTML, PDF, JSON), chaque citation vérifiée d'abord.",
    "Write a proposal to a file (DOCX, ODT, Markdown, HTML, PDF, JSON), every quote checked first.",
)
VERIFY_HELP = say(
    "Dit quelles notes d'un fichier exporté, modifié ou non, tiennent encore. Fin avec 3 si certaines ne tiennent pas.",
    "Say which footnotes of an exported file, edited or not, still hold. Ends with 3 where some do not.",
)

files_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
files_app.command("export", help=EXPORT_HELP)(export)
files_app.command("verify", help=VERIFY_HELP)(verify)
