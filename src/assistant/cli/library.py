"""`assistant library`: the library of documents and what is known of them."""

from __future__ import annotations

from dataclasses import asdict

import typer

from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, one_line
from assistant.cli.twins import twins_app

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
    "places",
    help=say(
        "Donne les lieux et collectivités dont parlent les documents, et combien de documents chacun.",
        "List the places and authorities that documents are about, and how many documents each.",
    ),
)
def places(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the places."""
    with opened(index, settings_file, as_json) as (assistant, _):
        counts = assistant.places.counts()
        if as_json:
            emit_json([asdict(each) for each in counts])
        elif counts:
            emit("\n".join(f"{each.documents:>5}  {one_line(each.name)}" for each in counts))
        else:
            note(say("Aucun lieu n'est reconnu dans les documents.", "No place is recognised in the documents."))
