"""`assistant library` and `assistant remove`: the records of the documents, kept right."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.library_words import failure_lines, import_text, line_of, receipt_text, record_text, said
from assistant.cli.options import SOME_FAILED, IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, note_odd_places, one_line, printable
from assistant.cli.twins import twins_app
from assistant.errors import UsageError

SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help=say("Source, titre ou identifiant de la notice.", "Source, title or id of the record.")
    ),
]
SourcesArgument = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help=say("Sources, titres ou identifiants.", "Sources, titles, ids.")),
]
SomeArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE...]", help=say("Par défaut, toute la bibliothèque.", "By default, the whole library.")
    ),
]
FieldsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE...",
        help=say(
            "Champs\u00a0: title, authors (séparés par des points-virgules), date, publisher, kind, language, licence, "
            "place, url, identifier, retrieved_at, marks (not_for_quotation, anonymous). Rien après =\u00a0: il n'y en "
            "a pas.",
            "Fields: title, authors (parted by semicolons), date, publisher, kind, language, licence, place, url, "
            "identifier, retrieved_at, marks (not_for_quotation, anonymous). Nothing after =: there is none.",
        ),
    ),
]
NamesArgument = Annotated[
    list[str], typer.Argument(metavar="FIELD...", help=say("Champs à rendre tels que lus.", "Fields to give back."))
]
FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=say("BibTeX, RIS, CSL-JSON ou Zotero RDF.", "BibTeX, RIS, CSL-JSON, RDF.")),
]
FormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="bibtex, ris, csl-json, text.", case_sensitive=False)
]
StyleOption = Annotated[
    str,
    typer.Option(
        "--style",
        metavar="NAME",
        help=say(
            "Style de citation de --format text (par défaut iso690-author-date-fr).",
            "Citation style of --format text (iso690-author-date-fr by default).",
        ),
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=say("Fichier à écrire\u202f; sinon la sortie standard.", "File to write; standard output otherwise."),
    ),
]
PageOption = Annotated[
    int | None,
    typer.Option("--page", metavar="N", min=1, help=say("Page citée.", "Page that is cited.")),
]
NamedOption = Annotated[
    bool,
    typer.Option(
        "--named",
        help=say(
            "Avec ce que cachent les notices anonymes\u00a0: titre, auteurs, fichier. À garder pour soi.",
            "With what anonymous records hide: title, authors, file. To keep to yourself.",
        ),
    ),
]
YesOption = Annotated[bool, typer.Option("--yes", help=say("Sans demander confirmation.", "Without asking."))]

library_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
library_app.add_typer(
    twins_app,
    name="twins",
    help=say(
        "Fichiers d'un même ouvrage\u00a0: doublons, versions, traductions.",
        "Files of one work: duplicates, versions, translations.",
    ),
)


@library_app.command(
    "list",
    help=say(
        "Donne les notices\u00a0: documents, et références sans texte.", "List the records, with or without text."
    ),
)
def list_records(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the records of the library."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.library_wire import record_dict

        records = assistant.library.records()
        if as_json:
            emit_json([record_dict(record) for record in records])
        elif records:
            emit(printable("\n".join(line_of(record, settings.language) for record in records)))
        else:
            note(said("none", settings.language))


@library_app.command(
    "show", help=say("Donne une notice, et d'où vient chaque champ.", "Show a record, and where each field comes from.")
)
def show(
    source: SourceArgument, as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None
) -> None:
    """Show a record."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.library_wire import record_dict

        record = assistant.library.record(source)
        if as_json:
            emit_json(record_dict(record))
        else:
            emit(printable(record_text(record, settings.language)))


@library_app.command(
    "set", help=say("Corrige des champs\u202f; la correction prime et reste.", "Correct fields; it wins, and it stays.")
)
def set_fields(
    source: SourceArgument,
    fields: FieldsArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Correct fields of a record."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.library_wire import record_dict

        record = assistant.library.correct(source, assignments(fields))
        if as_json:
            emit_json(record_dict(record))
        else:
            emit(printable(record_text(record, settings.language)))


def assignments(texts: Sequence[str]) -> dict[str, str]:
    """Fields from `FIELD=VALUE` texts.

    Raises:
        UsageError: no_assignment.
    """
    from assistant.wire import clean_text

    found: dict[str, str] = {}
    for text in map(clean_text, texts):
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError("no_assignment", text=text)
        found[name.strip()] = value.strip()
    return found


@library_app.command("unset", help=say("Reprend des corrections.", "Take corrections back."))
def unset_fields(
    source: SourceArgument,
    fields: NamesArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Take corrections of a record back."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.library_wire import record_dict

        record = assistant.library.uncorrect(source, fields)
        if as_json:
            emit_json(record_dict(record))
        else:
            emit(printable(record_text(record, settings.language)))


@library_app.command(
    "import",
    help=say(
        "Prend les notices d'un fichier bibliographique. Fin avec 3 si certaines n'ont pas pu l'être.",
        "Take the records of a bibliography file. Ends with 3 where some could not be taken.",
    ),
)
def import_file(
    file: FileArgument, as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None
) -> None:
    """Take the records of a bibliography file."""
    with opened(index, settings_file, as_json, create=True) as (assistant, settings):
        from assistant.library_wire import import_dict

        report = assistant.library.import_file(file)
        if as_json:
            emit_json(import_dict(report, settings.language))
        else:
            emit(
                printable(
                    "\n".join([import_text(report, settings.language), *failure_lines(report, settings.language)])
                )
            )
    if report.failed:
        raise typer.Exit(SOME_FAILED)


@library_app.command(
    "export",
    help=say(
        "Écrit la bibliothèque, ou quelques notices, en BibTeX, RIS, CSL-JSON ou texte mis en forme.",
        "Write the library, or some records, as BibTeX, RIS, CSL-JSON or formatted text.",
    ),
)
def export(
    sources: SomeArgument = None,
    form: FormatOption = "csl-json",
    style: StyleOption = "",
    out: OutOption = None,
    named: NamedOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Write records as a bibliography."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.bibliography.writing import form_named

        wanted = form_named("csl-json" if as_json else form)
        ids = [assistant.library.record(source).id for source in sources or ()]
        text = assistant.library.export(wanted, ids, style, settings.language, shown=not named)
        if out is None:
            emit(text.rstrip("\n"), encoding="utf-8")
        else:
            from assistant.evaluation.reports.files import replace_text

            replace_text(out, text)
            note(said("written", settings.language, path=out))


@library_app.command(
    "reference",
    help=say(
        "Donne la référence d'une citation, avec sa page, en BibTeX, RIS, CSL-JSON ou texte mis en forme.",
        "Give the reference of a citation, with its page, as BibTeX, RIS, CSL-JSON or formatted text.",
    ),
)
def reference(
    source: SourceArgument,
    page: PageOption = None,
    form: FormatOption = "text",
    style: StyleOption = "",
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Give the reference of a citation."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.bibliography.writing import form_named

        wanted = form_named("csl-json" if as_json else form)
        record = assistant.library.record(source)
        text = assistant.library.reference(record.id, wanted, page, style, settings.language)
        emit(text.rstrip("\n"), encoding="utf-8")


def remove(
    sources: SourcesArgument,
    yes: YesOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Erase documents from the catalogue, the kept files and the caches, with a receipt."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.library_wire import receipt_dict

        if not yes and not _confirmed(said("confirm", settings.language, count=len(sources))):
            raise UsageError("remove_unconfirmed")
        receipts = assistant.library.remove(sources)
        if as_json:
            emit_json([receipt_dict(receipt) for receipt in receipts])
        else:
            emit(printable("\n".join(receipt_text(receipt, settings.language) for receipt in receipts)))


def _confirmed(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question, err=True)


@library_app.command(
    "places",
    help=say(
        "Donne les lieux et collectivités dont parlent les documents, et combien de documents chacun.",
        "List the places and authorities that documents are about, and how many documents each.",
    ),
)
def places(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the places."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        note_odd_places(assistant.places.odd_lines(), settings.language)
        counts = assistant.places.counts()
        if as_json:
            emit_json([asdict(each) for each in counts])
        elif counts:
            emit("\n".join(f"{each.documents:>5}  {one_line(each.name)}" for each in counts))
        else:
            note(say("Aucun lieu n'est reconnu dans les documents.", "No place is recognised in the documents."))
